"""The targets of links: what they change, and what they keep."""

from collections.abc import Callable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.engine.names import Name, computed_names, names_of
from app.engine.network import Sizes
from app.engine.program import program
from app.state import KEYS, WINDOW_EXAMPLES, Cell, Position, State, canonical
from app.state.navigation import (
    at_example,
    at_operation,
    at_step,
    at_window,
    before_choice,
    in_classroom,
    public,
    switched,
    without_cell,
)
from app.state.query import format_jump
from tests.support.strategies import VIEWS, Visit, visits

COURSE = Sizes((3, 4, 2), 5)
MANY = Sizes((4, 5, 3), 150)


def looked_at(state: State, sizes: Sizes) -> tuple[str, int, int]:
    return state.view, state.step, Position(state, sizes).example


def last(visit: Visit) -> int:
    return len(program(visit.state.view, visit.sizes))


@st.composite
def links(draw: st.DrawFn) -> tuple[Visit, State]:
    """A visit, and the target of one of its links."""
    visit = draw(visits())
    here, sizes = visit.position, visit.sizes
    example, view = draw(st.integers(1, sizes.m)), draw(VIEWS)
    writes = draw(st.sampled_from(computed_names(range(1, sizes.L + 1))))
    step = draw(st.integers(0, last(visit)))
    targets: list[Callable[[], State]] = [
        lambda: at_step(here, step),
        lambda: at_example(here, example),
        lambda: at_operation(here, view, writes, example),
        lambda: at_window(here, example),
        lambda: switched(here),
    ]
    return visit, draw(st.sampled_from(targets))()


@given(links())
def test_links_lead_to_canonical_states_of_the_same_numbers(link: tuple[Visit, State]) -> None:
    visit, there = link
    assert canonical(there, visit.sizes) == there
    same = ("reading", "present", "theme", "letters")
    assert [getattr(there, key) for key in same] == [getattr(visit.state, key) for key in same]
    assert there.numbers == visit.state.numbers


@given(visits())
def test_public_drops_classroom_mode_theme_and_letters_only(visit: Visit) -> None:
    there = public(visit.state)
    assert (there.present, there.theme, there.letters) == (0, "auto", 1)
    others = [key for key in KEYS if key not in ("present", "theme", "letters", "rows")]
    assert [getattr(there, key) for key in others] == [getattr(visit.state, key) for key in others]
    assert there.rows == (None if visit.state.present else visit.state.rows)


@given(visits())
def test_in_classroom_keeps_step_cell_and_example(visit: Visit) -> None:
    there = in_classroom(visit.position)
    assert (there.present, looked_at(there, visit.sizes)) == (1, looked_at(visit.state, visit.sizes))
    assert visit.at(there).chosen == visit.position.chosen


@given(links())
def test_chosen_cell_of_a_link_is_inside_its_matrix(link: tuple[Visit, State]) -> None:
    visit, there = link
    cell = visit.at(there).chosen
    assert cell is not None or there.step == 0
    if cell is not None:
        rows, columns = visit.sizes.shapes[cell.matrix]
        assert 1 <= cell.row <= rows and 1 <= cell.column <= columns


@given(visits(), st.data())
def test_at_step_shows_the_example_of_that_step_in_the_same_view(visit: Visit, data) -> None:
    number = data.draw(st.integers(0, last(visit)))
    there = at_step(visit.position, number)
    assert (there.view, there.step) == (visit.state.view, number)
    assert 0 <= visit.at(there).example - visit.at(there).first_example < WINDOW_EXAMPLES


@given(visits(), st.data())
def test_at_step_keeps_the_example_in_the_matrix_form(visit: Visit, data) -> None:
    assume(visit.state.view == "vectorized")
    there = at_step(visit.position, data.draw(st.integers(1, last(visit))))
    assert visit.at(there).example == visit.position.example


@given(visits())
def test_step_forward_and_back_returns_to_the_same_position(visit: Visit) -> None:
    assume(0 < visit.state.step < last(visit))
    there = at_step(visit.position, visit.state.step + 1)
    back = at_step(visit.at(there), visit.state.step)
    assert looked_at(back, visit.sizes) == looked_at(visit.state, visit.sizes)


@given(visits(), st.data())
def test_step_from_Z_to_A_and_back_keeps_the_neuron(visit: Visit, data) -> None:
    step = visit.position.step
    assume(step is not None and step.writes.kind == "Z")
    row = data.draw(st.integers(1, visit.sizes.shapes[step.writes][0]))
    cell = Cell(step.writes, row, visit.position.example)
    here = canonical(visit.state.model_copy(update={"cell": cell, "window": None}), visit.sizes)
    there = at_step(visit.at(here), step.number + 1)
    assert visit.at(there).chosen == Cell(names_of(step.writes.layer).A, row, cell.column)
    assert at_step(visit.at(there), step.number) == here


def test_step_into_another_layer_chooses_its_first_neuron() -> None:
    state = State(step=2, cell=Cell(Name("A1"), 3, 1))
    there = at_step(Position(state, COURSE), 3)
    assert Position(there, COURSE).chosen == Cell(Name("Z2"), 1, 1)


def test_at_example_keeps_the_neuron() -> None:
    there = at_example(Position(State(step=1, cell=Cell(Name("Z1"), 3, 1)), COURSE), 4)
    assert there == State(step=13, cell=Cell(Name("Z1"), 3, 4))


def test_at_step_0_nothing_is_chosen() -> None:
    state = State(view="vectorized", step=3, cell=Cell(Name("Z2"), 2, 4))
    assert at_step(Position(state, COURSE), 0) == State(view="vectorized")


def is_of_the_example(here: Position) -> bool:
    """Whether the chosen cell is of the current example or of none."""
    cell = here.chosen
    return cell is None or not cell.matrix.has_examples or cell.column == here.example


@given(visits())
def test_switching_the_view_twice_returns_to_the_same_matrix_and_cell(visit: Visit) -> None:
    here, back = visit.position, visit.at(switched(visit.at(switched(visit.position))))
    assert (back.state.view, back.chosen) == (visit.state.view, here.chosen)
    assert (back.step and back.step.writes) == (here.step and here.step.writes)
    if is_of_the_example(here):
        assert looked_at(back.state, visit.sizes) == looked_at(visit.state, visit.sizes)


@given(visits())
def test_switched_keeps_operation_and_chosen_cell(visit: Visit) -> None:
    here, there = visit.position, visit.at(switched(visit.position))
    assert there.state.view != visit.state.view
    assert (here.step and here.step.writes) == (there.step and there.step.writes)
    assert there.chosen == here.chosen
    if is_of_the_example(here):
        assert there.example == here.example


@given(visits())
def test_cell_that_is_computed_is_still_computed_in_the_other_view(visit: Visit) -> None:
    def is_computed(here: Position) -> bool:
        cell = here.chosen
        return cell is not None and here.program.is_computed(cell.matrix, cell.column - 1, here.state.step)

    assert is_computed(visit.at(switched(visit.position))) >= is_computed(visit.position)


@pytest.mark.parametrize(
    ("here", "there"),
    [
        (
            State(view="vectorized", step=4, cell=Cell(Name("Z1"), 3, 4)),
            State(step=16, cell=Cell(Name("Z1"), 3, 4)),
        ),
        (
            State(view="vectorized", step=1, cell=Cell(Name("X"), 2, 5)),
            State(step=17, cell=Cell(Name("X"), 2, 5)),
        ),
        (
            State(step=18, cell=Cell(Name("W1"), 2, 3)),
            State(view="vectorized", step=2, cell=Cell(Name("W1"), 2, 3), window=5),
        ),
    ],
)
def test_switched_there_and_back(here: State, there: State) -> None:
    assert switched(Position(here, COURSE)) == there
    assert switched(Position(there, COURSE)) == here


def test_switched_keeps_the_neuron() -> None:
    there = switched(Position(State(step=5, cell=Cell(Name("Z1"), 3, 2)), COURSE))
    assert there == State(view="vectorized", step=1, cell=Cell(Name("Z1"), 3, 2))
    assert switched(Position(there, COURSE)) == State(step=5, cell=Cell(Name("Z1"), 3, 2))


@given(visits(), st.data())
def test_at_example_keeps_the_operation(visit: Visit, data) -> None:
    example = data.draw(st.integers(1, visit.sizes.m))
    there = at_example(visit.position, example)
    before, after = visit.position.step, visit.at(there).step
    assert after is not None
    assert after.writes == (before.writes if before else Name("Z1"))
    assert (there.view, visit.at(there).example) == (visit.state.view, example)


@given(visits(), VIEWS, st.data())
def test_at_operation_leads_to_the_step_that_computes_it(visit: Visit, view, data) -> None:
    sizes = visit.sizes
    writes = data.draw(st.sampled_from(computed_names(range(1, sizes.L + 1))))
    example = data.draw(st.integers(1, sizes.m))
    there = at_operation(Position(visit.state, sizes), view, writes, example)
    step, cell = Position(there, sizes).step, Position(there, sizes).chosen
    assert step is not None and cell is not None
    assert (there.view, step.writes, Position(there, sizes).example) == (view, writes, example)
    assert (cell.matrix, cell.column) == (step.writes, example)


@given(visits(), st.data())
def test_at_window_keeps_view_and_step(visit: Visit, data) -> None:
    first = data.draw(st.integers(1, visit.sizes.m))
    there = at_window(visit.position, first)
    assert (there.view, there.step) == (visit.state.view, visit.state.step)
    assert 0 <= first - visit.at(there).first_example < WINDOW_EXAMPLES


@given(visits(), st.data())
def test_at_window_keeps_the_chosen_cell(visit: Visit, data) -> None:
    assert at_window(visit.position, data.draw(st.integers(1, visit.sizes.m))).cell == visit.state.cell


def test_at_window_moves_the_default_cell_in_the_matrix_form_only() -> None:
    for view, example in (("loop", 1), ("vectorized", 9)):
        there = Position(at_window(Position(State(view=view, step=1), MANY), 9), MANY)
        assert (there.example, there.chosen) == (example, Cell(Name("Z1"), 1, example))


@given(visits(), st.data())
def test_choosing_a_weight_and_leaving_it_keeps_example_and_window(visit: Visit, data) -> None:
    here, weight = visit.position, Cell(Name("W1"), data.draw(st.integers(1, visit.sizes.n[1])), 1)
    assume(0 <= here.example - here.first_example < WINDOW_EXAMPLES)
    chosen = visit.at(canonical(before_choice(here).model_copy(update={"cell": weight}), visit.sizes))
    left = visit.at(without_cell(chosen))
    for there in (chosen, left) if here.step else (chosen,):  # before the first step, no cell means no example
        assert looked_at(there.state, visit.sizes) == looked_at(visit.state, visit.sizes)
        assert there.first_example == here.first_example


@given(visits(), st.data())
def test_choosing_a_visible_cell_keeps_the_window(visit: Visit, data) -> None:
    here = visit.position
    last = min(here.first_example + WINDOW_EXAMPLES - 1, visit.sizes.m)
    cell = Cell(Name("X"), 1, data.draw(st.integers(here.first_example, last)))
    there = visit.at(canonical(before_choice(here).model_copy(update={"cell": cell}), visit.sizes))
    assert (there.chosen, there.first_example) == (cell, here.first_example)


def test_format_jump_keeps_only_the_example_of_the_cell() -> None:
    cell = Cell(Name("Z1"), 3, 4)
    assert format_jump(Position(State(view="vectorized", step=1, cell=cell), COURSE)) == "view=vectorized&cell=1.4"
    assert format_jump(Position(State(step=13, cell=cell), COURSE)) == ""
