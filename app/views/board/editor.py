"""The errors of a submitted form, and the form that edits one entry of X, W or b."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.state import Cell, pairs_of
from app.state.forms import ENTRY_KEY
from app.state.matrix_text import number_text
from app.state.navigation import without_cell
from app.views.base import words
from app.views.base.scene import Scene


@dataclass(frozen=True, eq=False)
class FormErrors:
    """The texts of a rejected form and its error messages, by field."""

    typed: Mapping[str, str]
    problems: Mapping[str, str]

    def text(self, key: str, value: str) -> str:
        """The text of a field: what was typed if the form has errors, else ``value``."""
        return self.typed.get(key, value) if self.problems else value

    def problem(self, key: str) -> str:
        """The error message of a field, or ""."""
        return self.problems.get(key, "")


NO_ERRORS = FormErrors(MappingProxyType({}), MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Editor:
    """``text`` is the exact number, or a rejected text with its error message in ``problem``. ``hidden`` is the state.

    ``is_in_cell`` unless the matrices are shown as colours, whose cells have no room for a text field.
    """

    cell: str
    text: str
    label: str
    problem: str
    hidden: tuple[tuple[str, str], ...]
    leave_url: str
    is_in_cell: bool


def editor(scene: Scene, cell: Cell, errors: FormErrors) -> Editor:
    """The editor of a cell of a given matrix."""
    exact = number_text(float(scene.matrix(cell.matrix)[cell.row - 1, cell.column - 1]))
    return Editor(
        cell=str(cell),
        text=errors.text(ENTRY_KEY, exact),
        label=words.entry(cell),
        problem=errors.problem(ENTRY_KEY),
        hidden=tuple(pairs_of(scene.state)),
        leave_url=scene.url(without_cell(scene)),
        is_in_cell=not scene.is_heat,
    )
