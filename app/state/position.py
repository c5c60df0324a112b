"""Where one is: what a state refers to in a network of given sizes, and the state's canonical form."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from app.engine.names import INPUTS
from app.engine.network import Sizes
from app.engine.program import Program, Step, program
from app.state.state import TALL, WINDOW, Cell, State


@dataclass(frozen=True, eq=False)
class Position:
    """A state with what it refers to, each looked up once. Examples and features count from 1."""

    state: State
    sizes: Sizes

    @cached_property
    def program(self) -> Program:
        """The program of the state's view."""
        return program(self.state.view, self.sizes)

    @cached_property
    def step(self) -> Step | None:
        """The current step; None before the first."""
        return self.program.step(self.state.step)

    @cached_property
    def chosen(self) -> Cell | None:
        """The cell that is looked at: the one named, else the first one on show that the step writes."""
        return self.state.cell or _default_cell(self.step, self.state.window)

    @cached_property
    def example(self) -> int:
        """The example that is looked at: the loop's own, else the chosen cell's, else the first on show."""
        if self.step is not None and self.step.example is not None:
            return self.step.example + 1
        cell = self.chosen
        return cell.column if cell and cell.matrix.has_examples else self.first_example

    @cached_property
    def first_example(self) -> int:
        """The first example on show."""
        return self.state.window or _default_window(self.step, self.state.cell)

    @cached_property
    def first_feature(self) -> int:
        """The first feature on show."""
        return self.state.rows or _default_rows(self.state.cell)


def canonical(state: State, sizes: Sizes, **changes: Any) -> State:
    """The state with these changes in its shortest form: a cell, window or rows that are the default become None."""
    values = {**state.__dict__, **changes}
    step, cell, window, rows = program(values["view"], sizes).step(values["step"]), values["cell"], None, values["rows"]
    if values["window"]:
        window = _window_of(values["window"], WINDOW)
    if window == _default_window(step, cell):
        window = None
    if rows and not values["present"]:
        rows = _window_of(rows, TALL)
    if rows == _default_rows(cell):
        rows = None
    if cell == _default_cell(step, window):
        cell = None
    return state.model_copy(update={**changes, "cell": cell, "window": window, "rows": rows})


def _default_window(step: Step | None, cell: Cell | None) -> int:
    """The window of the loop's own example, else of the named cell's."""
    if step is not None and step.example is not None:
        return _window_of(step.example + 1, WINDOW)
    return _window_of(cell.column, WINDOW) if cell and cell.matrix.has_examples else 1


def _default_rows(cell: Cell | None) -> int:
    """The window of the features in which the named entry of X or W1 lies."""
    if cell and cell.matrix == INPUTS:
        return _window_of(cell.row, TALL)
    return _window_of(cell.column, TALL) if cell and cell.matrix == "W1" else 1


def _default_cell(step: Step | None, window: int | None) -> Cell | None:
    """The first cell on show that the step writes."""
    if step is None:
        return None
    return Cell(step.writes, 1, (window or 1) if step.example is None else step.example + 1)


def _window_of(number: int, size: int) -> int:
    """Where the window begins in which that number lies."""
    return (number - 1) // size * size + 1
