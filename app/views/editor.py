"""Typing a number into an entry of X, W or b: the field, in its cell if it has room, and the form it belongs to."""

from dataclasses import dataclass

from app.state import pairs_of
from app.state.forms import ENTRY
from app.state.matrix_copies import number_text
from app.state.navigation import without_cell
from app.views import words
from app.views.attempt import Attempt
from app.views.scene import Scene


@dataclass(frozen=True, slots=True)
class Editor:
    """``text`` is the exact number, or what was typed in vain; ``problem`` says why. ``hidden`` is the state.

    ``is_in_cell`` unless colours stand for numbers: those cells have no room to type in.
    """

    cell: str
    text: str
    label: str
    problem: str
    hidden: tuple[tuple[str, str], ...]
    leave_url: str
    is_in_cell: bool


def editor(scene: Scene, attempt: Attempt) -> Editor | None:
    """The editor of the chosen cell. None if nothing is chosen, or what is computed."""
    cell = scene.state.cell
    if cell is None or not cell.matrix.is_given:
        return None
    exact = number_text(float(scene.matrix(cell.matrix)[cell.row - 1, cell.column - 1]))
    return Editor(
        cell=str(cell),
        text=attempt.text(ENTRY, exact),
        label=words.entry(cell),
        problem=attempt.problem(ENTRY),
        hidden=tuple(pairs_of(scene.state)),
        leave_url=scene.url(without_cell(scene)),
        is_in_cell=not scene.is_heat,
    )
