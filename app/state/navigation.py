"""A state in a network of given sizes: what it refers to, its canonical form, and the targets of links."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from app.engine.names import INPUTS, Name, names_of
from app.engine.network import Sizes
from app.engine.program import Program, Step, View, program
from app.state.state import WINDOW_EXAMPLES, WINDOW_FEATURES, Cell, State


@dataclass(frozen=True, eq=False)
class Position:
    """A state with what it refers to, computed once. Examples and features count from 1.

    In the matrix form, the current example is that of the chosen cell. If that is a cell of W or b, the state's window
    names the example.
    """

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
        """The chosen cell: the state's, else the first visible one that the step writes."""
        return self.state.cell or _default_cell(self.step, self.state.window)

    @cached_property
    def example(self) -> int:
        """The current example: of the loop's step, else of the chosen cell, else that of the window."""
        if self.step is not None and self.step.example is not None:
            return self.step.example + 1
        cell = self.chosen
        return cell.column if cell and cell.matrix.has_examples else self.state.window or 1

    @cached_property
    def first_example(self) -> int:
        """The first visible example."""
        window = self.state.window
        return _window_of(window, WINDOW_EXAMPLES) if window else _default_window(self.step, self.state.cell)

    @cached_property
    def first_feature(self) -> int:
        """The first visible feature."""
        return self.state.rows or _default_rows(self.state.cell)


def canonical(state: State, sizes: Sizes, **changes: Any) -> State:
    """The state with these changes in its shortest form: a cell, window or rows that are the default become None."""
    values = {**state.__dict__, **changes}
    step, cell, window, rows = program(values["view"], sizes).step(values["step"]), values["cell"], None, values["rows"]
    if values["window"]:
        names_example = (step is None or step.example is None) and cell is not None and not cell.matrix.has_examples
        window = values["window"] if names_example else _window_of(values["window"], WINDOW_EXAMPLES)
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
    """Another step of the same program at the same example; within a layer, at the same neuron."""
    step, before = here.program.step(number), here.step
    if step is None:
        return canonical(here.state, here.sizes, step=0, cell=None, window=None)
    stays = before is not None and (before.writes.layer, before.example) == (step.writes.layer, step.example)
    row = _row_in(here.chosen, step.writes.layer) if stays else 1
    cell = Cell(step.writes, row, here.example if step.example is None else step.example + 1)
    return canonical(here.state, here.sizes, step=number, cell=cell, window=None)


def at_operation(here: Position, view: View, writes: Name, example: int) -> State:
    """The step of that program that computes that Z or A for that example, at the same neuron if it exists."""
    there = here.program if view == here.state.view else here.program.other()
    cell = Cell(writes, _row_in(here.chosen, writes.layer), example)
    return canonical(here.state, here.sizes, view=view, step=there.number(writes, example - 1), cell=cell, window=None)


def at_line(here: Position, view: View, writes: Name) -> State:
    """The step of that program's line for the current example; the current line's in the other view is ``switched``."""
    is_same = here.step is not None and here.step.writes == writes
    if is_same and view != here.state.view:
        return switched(here)
    return at_operation(here, view, writes, here.example)


def switched(here: Position) -> State:
    """The other view of the same numbers: the same operation and chosen cell, at the example of that cell."""
    there, cell = here.program.other(), here.chosen
    example = cell.column if cell and cell.matrix.has_examples else here.example
    number = there.number(here.step.writes, example - 1) if here.step else 0
    return _with_cell(here, view=there.view, step=number)


def at_example(here: Position, example: int) -> State:
    """The same operation for another example; before the first step, the first operation."""
    return at_operation(here, here.state.view, here.step.writes if here.step else names_of(1).Z, example)


def at_window(here: Position, first: int) -> State:
    """The same step and chosen cell with another window of examples."""
    return canonical(here.state, here.sizes, window=first)


def at_rows(here: Position, first: int) -> State:
    """The same step with another window of features."""
    return canonical(here.state, here.sizes, rows=first)


def at_cell(here: Position, cell: Cell) -> State:
    """The same step with that cell chosen."""
    return canonical(here.state, here.sizes, cell=cell)


def without_cell(here: Position) -> State:
    """The same step, example and windows, with the first cell of the example chosen that the step writes."""
    cell = Cell(here.step.writes, 1, here.example) if here.step else None
    return canonical(here.state, here.sizes, window=here.first_example, rows=here.first_feature, cell=cell)


def before_choice(here: Position) -> State:
    """The state to which a form adds any visible cell; if that is one of W or b, the current example stays."""
    if here.step is not None and here.step.example is not None:
        return here.state.model_copy(update={"cell": None})
    is_shown = 0 <= here.example - here.first_example < WINDOW_EXAMPLES
    window = here.example if is_shown else here.first_example
    return here.state.model_copy(update={"cell": None, "window": window if window > 1 else None})


def public(state: State) -> State:
    """The state to share: without classroom mode and ``turned``, and with the recipient's colours and keys."""
    keys = ("theme", "letters", "turned", *(("rows", "present") if state.present else ()))
    return state.model_copy(update={key: State.model_fields[key].default for key in keys})


def in_classroom(here: Position) -> State:
    """The same step, chosen cell and example in classroom mode."""
    return _with_cell(here, rows=None, present=1)


def _with_cell(here: Position, **changes: Any) -> State:
    """The state with these changes, the same chosen cell and, beside a cell without an example, the same example."""
    cell = here.chosen
    window = None if cell and cell.matrix.has_examples else here.example
    return canonical(here.state, here.sizes, cell=cell, window=window, **changes)


def _row_in(cell: Cell | None, layer: int) -> int:
    """The row of that cell if it belongs to Z or A of that layer, else 1."""
    return cell.row if cell and cell.matrix in names_of(layer)[2:] else 1


def _default_window(step: Step | None, cell: Cell | None) -> int:
    """The window with the example of the loop's step, else with the state's cell."""
    if step is not None and step.example is not None:
        return _window_of(step.example + 1, WINDOW_EXAMPLES)
    return _window_of(cell.column, WINDOW_EXAMPLES) if cell and cell.matrix.has_examples else 1


def _default_rows(cell: Cell | None) -> int:
    """The window of features with the state's cell, if that is one of X or W1."""
    if cell and cell.matrix == INPUTS:
        return _window_of(cell.row, WINDOW_FEATURES)
    return _window_of(cell.column, WINDOW_FEATURES) if cell and cell.matrix == "W1" else 1


def _default_cell(step: Step | None, window: int | None) -> Cell | None:
    """The first visible cell that the step writes."""
    if step is None:
        return None
    return Cell(step.writes, 1, (window or 1) if step.example is None else step.example + 1)


def _window_of(number: int, size: int) -> int:
    """The first number of the window that contains ``number``."""
    return (number - 1) // size * size + 1
