"""Where the links of a page lead: from one position to the state of another, of the same numbers."""

from app.engine.names import Name, names_of
from app.engine.program import View
from app.state.address import format_state
from app.state.position import Position, canonical
from app.state.state import Cell, State


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


def jump(here: Position) -> str:
    """The query to which a page may add any step: it names no step, and of the cell only the example."""
    column = here.example if here.state.view == "vectorized" else 1
    anywhere = here.state.model_copy(update={"step": 0, "cell": None, "window": None})
    return format_state(anywhere, cell=f"1.{column}") if column > 1 else format_state(anywhere)


def _row_in(cell: Cell | None, layer: int) -> int:
    """The row of that cell if it is an entry of Z or A of that layer, and so the row of a neuron; else the first."""
    return cell.row if cell and cell.matrix in names_of(layer)[2:] else 1
