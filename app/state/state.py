"""What the address says: which numbers, which program, which step, which cell, which window."""

import re
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from app.engine.network import Sizes
from app.engine.program import Step, View, program

WINDOW = 8
"""How many examples the board shows side by side; more than that are shown a window at a time."""

_WHOLE = re.compile(r"[0-9]{1,6}")
_CELL = re.compile(r"(?:(X|[WbZA][1-9][0-9]?)\.)?([1-9][0-9]{0,5})\.([1-9][0-9]{0,5})")


class Cell(NamedTuple):
    """One entry of one matrix, counted from 1 as people do. No matrix means the one that the step writes."""

    matrix: str
    row: int
    column: int

    def __str__(self) -> str:
        return ".".join(str(part) for part in self if part)

    @property
    def is_of_example(self) -> bool:
        """Whether its column is an example: true of X, Z and A, not of W and b."""
        return self.matrix[:1] not in ("W", "b")


def _read_whole(value: object) -> object:
    if isinstance(value, str):
        if not _WHOLE.fullmatch(value):
            raise ValueError("not a whole number")
        return int(value)
    return value


def _read_cell(value: object) -> object:
    if isinstance(value, str):
        found = _CELL.fullmatch(value)
        if not found:
            raise ValueError("not a cell")
        return Cell(found[1] or "", int(found[2]), int(found[3]))
    return value


Whole = Annotated[int, BeforeValidator(_read_whole)]


class State(BaseModel):
    """The address as a value. Fields are in the address's order; a default is left out of the address.

    ``cell`` and ``window`` are None where they are what the step shows anyway; ``settled`` makes it so.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    preset: str = "course"
    view: View = "loop"
    step: Annotated[Whole, Field(ge=0)] = 0
    cell: Annotated[Cell, BeforeValidator(_read_cell)] | None = None
    window: Annotated[Whole, Field(ge=1)] | None = None
    present: Annotated[Literal[0, 1], BeforeValidator(_read_whole)] = 0

    @property
    def numbers(self) -> str:
        """The part that decides the numbers; all else decides where one looks."""
        return self.preset

    def at(self, sizes: Sizes) -> Step | None:
        """The step at hand; None before the first."""
        return program(self.view, sizes).step(self.step)

    def chosen(self, sizes: Sizes) -> Cell | None:
        """The cell that is looked at: the one named, else the first one on show that the step writes."""
        return self.cell or _default_cell(self, sizes)

    def example(self, sizes: Sizes) -> int:
        """The example that is looked at, from 1: the loop's own, else the chosen cell's, else the first on show."""
        step = self.at(sizes)
        if step is not None and step.example is not None:
            return step.example + 1
        chosen = self.chosen(sizes)
        return chosen.column if chosen and chosen.is_of_example else self.first(sizes)

    def first(self, sizes: Sizes) -> int:
        """The number of the first example on show, from 1."""
        return self.window or _default_window(self, sizes)


def settled(state: State, sizes: Sizes) -> State:
    """The same picture with nothing said twice: a cell or a window that is the default anyway becomes None.

    A cell without a matrix becomes that cell of the matrix that the step writes, in its first row if it has no such.
    """
    window = _window_of(state.window) if state.window else None
    cell = _named(state, sizes)
    state = state.model_copy(update={"window": window, "cell": cell})
    if window == _default_window(state, sizes):
        state = state.model_copy(update={"window": None})
    if cell == _default_cell(state, sizes):
        state = state.model_copy(update={"cell": None})
    return state


def _named(state: State, sizes: Sizes) -> Cell | None:
    cell, step = state.cell, state.at(sizes)
    if cell is None or cell.matrix:
        return cell
    if step is None:
        return None
    rows, _ = sizes.shape(step.writes)
    return Cell(step.writes, cell.row if cell.row <= rows else 1, cell.column)


def _default_window(state: State, sizes: Sizes) -> int:
    step = state.at(sizes)
    if step is not None and step.example is not None:
        return _window_of(step.example + 1)
    return _window_of(state.cell.column if state.cell and state.cell.is_of_example else 1)


def _default_cell(state: State, sizes: Sizes) -> Cell | None:
    step = state.at(sizes)
    if step is None:
        return None
    column = (state.window or 1) if step.example is None else step.example + 1
    return Cell(step.writes, 1, column)


def _window_of(example: int) -> int:
    return (example - 1) // WINDOW * WINDOW + 1
