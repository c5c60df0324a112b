"""The canonical form of a state has no explicit defaults and shows the same."""

from hypothesis import given
from hypothesis import strategies as st

from app.engine.names import Name
from app.engine.network import Sizes
from app.engine.program import program
from app.state import WINDOW_EXAMPLES, Cell, Position, State, canonical
from tests.support.strategies import Visit, raw_states, sizes, visits

COURSE = Sizes((3, 4, 2), 5)
MANY = Sizes((4, 5, 3), 150)


@st.composite
def raw_visits(draw: st.DrawFn) -> tuple[State, Sizes]:
    """A state that need not be canonical, with a window that starts at a multiple of its size."""
    size = draw(sizes())
    state = draw(raw_states("course", size))
    start = state.window and (state.window - 1) // WINDOW_EXAMPLES * WINDOW_EXAMPLES + 1
    return state.model_copy(update={"window": start}), size


@given(visits())
def test_canonical_is_idempotent(visit: Visit) -> None:
    assert canonical(visit.state, visit.sizes) == visit.state


@given(raw_visits())
def test_canonical_shows_the_same_step_cell_example_and_window(raw: tuple[State, Sizes]) -> None:
    state, size = raw
    still = canonical(state, size)
    assert (still.preset, still.view, still.step) == (state.preset, state.view, state.step)
    assert still.present == state.present
    assert Position(still, size).chosen == Position(state, size).chosen
    assert Position(still, size).example == Position(state, size).example
    assert Position(still, size).first_example == Position(state, size).first_example


def test_canonical_drops_the_first_cell_of_the_step() -> None:
    assert canonical(State(step=5, cell=Cell(Name("Z1"), 1, 2)), COURSE) == State(step=5)
    assert canonical(State(step=5, cell=Cell(Name("Z1"), 2, 2)), COURSE).cell == Cell(Name("Z1"), 2, 2)


def test_canonical_drops_the_window_of_the_loop_example() -> None:
    at_example_10 = 4 * 9 + 1
    assert canonical(State(step=at_example_10, window=9), MANY) == State(step=at_example_10)
    assert canonical(State(step=at_example_10, window=1), MANY).window == 1


def test_canonical_drops_the_window_of_the_chosen_cell() -> None:
    state = State(view="vectorized", step=1, cell=Cell(Name("Z1"), 2, 20))
    assert canonical(state.model_copy(update={"window": 17}), MANY) == state


@given(visits())
def test_window_starts_at_a_multiple_of_its_size_and_is_not_empty(visit: Visit) -> None:
    first = visit.position.first_example
    assert first % WINDOW_EXAMPLES == 1
    assert first <= visit.sizes.m


@given(visits())
def test_chosen_cell_is_inside_its_matrix(visit: Visit) -> None:
    cell = visit.position.chosen
    if cell is None:
        assert visit.state.step == 0
    else:
        rows, columns = visit.sizes.shapes[cell.matrix]
        assert 1 <= cell.row <= rows
        assert 1 <= cell.column <= columns


@given(visits())
def test_current_example_exists(visit: Visit) -> None:
    assert 1 <= visit.position.example <= visit.sizes.m


@given(visits())
def test_current_example_in_the_loop_is_that_of_the_step(visit: Visit) -> None:
    step = visit.position.step
    if step is not None and visit.state.view == "loop":
        assert visit.position.example == (step.example or 0) + 1


@given(visits())
def test_default_window_contains_the_current_example(visit: Visit) -> None:
    state = visit.state.model_copy(update={"window": None})
    assert 0 <= visit.at(state).example - visit.at(state).first_example < WINDOW_EXAMPLES


@given(visits())
def test_default_cell_is_written_by_the_step(visit: Visit) -> None:
    state, step = visit.state.model_copy(update={"cell": None}), visit.position.step
    cell = visit.at(state).chosen
    assert (cell and cell.matrix) == (step and step.writes)
    assert cell is None or cell.column == visit.at(state).example


def test_chosen_weight_leaves_the_first_example_current() -> None:
    state = canonical(State(view="vectorized", step=1, cell=Cell(Name("W1"), 2, 3)), COURSE)
    assert state.cell == Cell(Name("W1"), 2, 3)
    assert Position(state, COURSE).example == 1


@given(sizes())
def test_state_with_only_view_and_step_is_canonical(size: Sizes) -> None:
    for view in ("loop", "vectorized"):
        for step in range(len(program(view, size)) + 1):
            bare = State(view=view, step=step)
            assert canonical(bare, size) == bare
