"""From one state to the next: what every link on the page leads to."""

from app.engine.names import Name
from app.engine.network import Sizes
from app.engine.program import Program, View, program
from app.state.address import format_state
from app.state.state import Cell, State, settled


def at_step(state: State, number: int, sizes: Sizes) -> State:
    """Another step of the same program, looking at the same example; from z to a and back, at the same neuron."""
    step = program(state.view, sizes).step(number)
    if step is None:
        return settled(state, sizes, step=0, cell=None, window=None)
    chosen, before = state.chosen(sizes), state.at(sizes)
    stays = before is not None and (before.writes.layer, before.example) == (step.writes.layer, step.example)
    row = chosen.row if stays and chosen and _is_of_layer(chosen, step.writes.layer) else 1
    column = state.example(sizes) if step.example is None else step.example + 1
    cell = Cell(step.writes, row, column)
    return settled(state, sizes, step=number, cell=cell, window=None)


def at_operation(state: State, view: View, writes: Name, example: int, sizes: Sizes) -> State:
    """The step of that program that computes that Z or A for that example (from 1), at the same neuron if it can."""
    chosen = state.chosen(sizes)
    row = chosen.row if chosen and _is_of_layer(chosen, writes.layer) else 1
    number = Program(view, sizes.L, sizes.m).number(writes, example - 1)
    cell = Cell(writes, row, example)
    return settled(state, sizes, view=view, step=number, cell=cell, window=None)


def switched(state: State, sizes: Sizes) -> State:
    """The other view of the same numbers: the same layer, operation, example and neuron."""
    step = state.at(sizes)
    view = program(state.view, sizes).other().view
    if step is None:
        return settled(state, sizes, view=view)
    return at_operation(state, view, step.writes, state.example(sizes), sizes)


def at_example(state: State, example: int, sizes: Sizes) -> State:
    """The same operation for another example (from 1); before the first step, the first operation."""
    step = state.at(sizes)
    return at_operation(state, state.view, step.writes if step else Name("Z", 1), example, sizes)


def at_window(state: State, first: int, sizes: Sizes) -> State:
    """The same step with other examples on show. In the matrix form, which is at every example, one looks there."""
    cell = state.cell if state.view == "loop" else None
    return settled(state, sizes, window=first, cell=cell)


def at_rows(state: State, first: int, sizes: Sizes) -> State:
    """The same step with other features on show."""
    return settled(state, sizes, rows=first)


def ordinary(state: State) -> State:
    """The same step as everybody sees it: not in front of a class, in the colours of whoever opens it."""
    looks = ("rows", "present", "theme", "letters") if state.present else ("theme", "letters")
    return state.model_copy(update={key: State.model_fields[key].default for key in looks})


def presented(state: State) -> State:
    """The same step in front of a class."""
    return state.model_copy(update={"window": None, "rows": None, "present": 1})


def unchosen(state: State, sizes: Sizes) -> State:
    """The same step and the same rows and columns on show, but no cell chosen."""
    return settled(state, sizes, window=state.first(sizes), rows=state.first_row(), cell=None)


def jump(state: State, sizes: Sizes) -> str:
    """The query to which a page may add any step: it names no step, and of the cell only the example."""
    column = state.example(sizes) if state.view == "vectorized" else 1
    anywhere = state.model_copy(update={"step": 0, "cell": None, "window": None})
    return format_state(anywhere, cell=f"1.{column}") if column > 1 else format_state(anywhere)


def _is_of_layer(cell: Cell, layer: int) -> bool:
    """Whether it is an entry of Z or A of that layer, so that its row is a neuron of it."""
    return cell.matrix in (("Z", layer), ("A", layer))
