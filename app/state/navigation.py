"""Where one is in the numbers, what that is in its canonical form, and where the links of a page lead from there."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from app.engine.names import INPUTS, Name, names_of
from app.engine.network import Sizes
from app.engine.program import Program, Step, View, program
from app.state.state import WINDOW_EXAMPLES, WINDOW_FEATURES, Cell, State


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
        window = _window_of(values["window"], WINDOW_EXAMPLES)
    if window == _default_window(step, cell):
        window = None
    if rows and not values["present"]:
        rows = _window_of(rows, WINDOW_FEATURES)
    if rows == _default_rows(cell):
        rows = None
    if cell == _default_cell(step, window):
        cell = None
    return state.model_copy(update={**changes, "cell": cell, "window": window, "rows": rows})


def at_step(here: Position, number: int) -> State:
    """Another step of the same program, looking at the same example; from z to a and back, at the same neuron."""
    step, before = here.program.step(number), here.step
    if step is None:
        return canonical(here.state, here.sizes, step=0, cell=None, window=None)
    stays = before is not None and (before.writes.layer, before.example) == (step.writes.layer, step.example)
    row = _row_in(here.chosen, step.writes.layer) if stays else 1
    cell = Cell(step.writes, row, here.example if step.example is None else step.example + 1)
    return canonical(here.state, here.sizes, step=number, cell=cell, window=None)


def at_operation(here: Position, view: View, writes: Name, example: int) -> State:
    """The step of that program that computes that Z or A for that example, at the same neuron if it can."""
    there = here.program if view == here.state.view else here.program.other()
    cell = Cell(writes, _row_in(here.chosen, writes.layer), example)
    return canonical(here.state, here.sizes, view=view, step=there.number(writes, example - 1), cell=cell, window=None)


def switched(here: Position) -> State:
    """The other view of the same numbers: the same layer, operation, example and neuron."""
    view = here.program.other().view
    if here.step is None:
        return canonical(here.state, here.sizes, view=view)
    return at_operation(here, view, here.step.writes, here.example)


def at_example(here: Position, example: int) -> State:
    """The same operation for another example; before the first step, the first operation."""
    return at_operation(here, here.state.view, here.step.writes if here.step else names_of(1).Z, example)


def at_window(here: Position, first: int) -> State:
    """The same step with other examples on show. In the matrix form, which is at every example, one looks there."""
    cell = here.state.cell if here.state.view == "loop" else None
    return canonical(here.state, here.sizes, window=first, cell=cell)


def at_rows(here: Position, first: int) -> State:
    """The same step with other features on show."""
    return canonical(here.state, here.sizes, rows=first)


def at_cell(here: Position, cell: Cell) -> State:
    """The same step with that cell chosen."""
    return canonical(here.state, here.sizes, cell=cell)


def without_cell(here: Position) -> State:
    """The same step and the same rows and columns on show, but no cell chosen."""
    return canonical(here.state, here.sizes, window=here.first_example, rows=here.first_feature, cell=None)


def public(state: State) -> State:
    """The same step as it is passed on: not in classroom mode, in the colours and with the keys of whoever opens it."""
    keys = ("rows", "present", "theme", "letters") if state.present else ("theme", "letters")
    return state.model_copy(update={key: State.model_fields[key].default for key in keys})


def in_classroom(state: State) -> State:
    """The same step in classroom mode."""
    return state.model_copy(update={"window": None, "rows": None, "present": 1})


def _row_in(cell: Cell | None, layer: int) -> int:
    """The row of that cell if it is an entry of Z or A of that layer, and so the row of a neuron; else the first."""
    return cell.row if cell and cell.matrix in names_of(layer)[2:] else 1


def _default_window(step: Step | None, cell: Cell | None) -> int:
    """The window of the loop's own example, else of the named cell's."""
    if step is not None and step.example is not None:
        return _window_of(step.example + 1, WINDOW_EXAMPLES)
    return _window_of(cell.column, WINDOW_EXAMPLES) if cell and cell.matrix.has_examples else 1


def _default_rows(cell: Cell | None) -> int:
    """The window of the features in which the named entry of X or W1 lies."""
    if cell and cell.matrix == INPUTS:
        return _window_of(cell.row, WINDOW_FEATURES)
    return _window_of(cell.column, WINDOW_FEATURES) if cell and cell.matrix == "W1" else 1


def _default_cell(step: Step | None, window: int | None) -> Cell | None:
    """The first cell on show that the step writes."""
    if step is None:
        return None
    return Cell(step.writes, 1, (window or 1) if step.example is None else step.example + 1)


def _window_of(number: int, size: int) -> int:
    """Where the window begins in which that number lies."""
    return (number - 1) // size * size + 1
