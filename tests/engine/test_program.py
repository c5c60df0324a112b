"""The steps of both programs: number, order, and the cells they compute."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.forward import trace
from app.engine.names import Name, computed_names
from app.engine.network import Sizes
from app.engine.ops import AFFINE, cells_written
from app.engine.program import Program, Step, View, operation, program
from tests.support.strategies import VIEWS, Run, runs, sizes

views = pytest.mark.parametrize("view", ["loop", "vectorized"])


@st.composite
def places(draw: st.DrawFn) -> tuple[Program, int, int]:
    """A program, the number of one of its steps, and an example (from 0)."""
    size = draw(sizes())
    steps = program(draw(VIEWS), size)
    return steps, draw(st.integers(1, len(steps))), draw(st.integers(0, size.m - 1))


@given(sizes())
def test_loop_has_m_times_as_many_steps_as_the_matrix_form(size: Sizes) -> None:
    assert len(program("vectorized", size)) == 2 * size.L
    assert len(program("loop", size)) == 2 * size.L * size.m


def test_loop_steps_run_through_all_layers_example_by_example() -> None:
    steps = program("loop", Sizes((3, 4, 2), 2))
    assert [steps.step(number) for number in range(1, 9)] == [
        Step(1, Name("Z1"), 0),
        Step(2, Name("A1"), 0),
        Step(3, Name("Z2"), 0),
        Step(4, Name("A2"), 0),
        Step(5, Name("Z1"), 1),
        Step(6, Name("A1"), 1),
        Step(7, Name("Z2"), 1),
        Step(8, Name("A2"), 1),
    ]


def test_matrix_form_steps_run_through_the_layers_once() -> None:
    steps = program("vectorized", Sizes((3, 4, 2), 2))
    assert [steps.step(number) for number in range(1, 5)] == [
        Step(1, Name("Z1"), None),
        Step(2, Name("A1"), None),
        Step(3, Name("Z2"), None),
        Step(4, Name("A2"), None),
    ]


@given(places())
def test_number_of_a_step_leads_back_to_that_step(place: tuple[Program, int, int]) -> None:
    steps, number, example = place
    step = steps.step(number)
    assert step is not None and step.number == number
    assert steps.number(step.writes, example if step.example is None else step.example) == number


@given(st.data(), sizes(), VIEWS)
def test_step_at_the_number_of_an_operation_writes_its_result(data: st.DataObject, size: Sizes, view: View) -> None:
    writes = data.draw(st.sampled_from(computed_names(range(1, size.L + 1))))
    example = data.draw(st.integers(0, size.m - 1))
    steps = program(view, size)
    step = steps.step(steps.number(writes, example))
    assert step is not None
    assert step.writes == writes
    assert step.example == (example if view == "loop" else None)
    assert step.bound == ({"i": example} if view == "loop" else {})


@views
@given(size=sizes())
def test_step_0_is_none_and_a_step_past_the_end_is_an_index_error(view: View, size: Sizes) -> None:
    steps = program(view, size)
    assert steps.step(0) is None
    for outside in (-1, len(steps) + 1):
        with pytest.raises(IndexError, match=f"step {outside} of {len(steps)}"):
            steps.step(outside)


@views
@given(size=sizes(most=7))
def test_computed_cells_are_those_written_so_far(view: View, size: Sizes) -> None:
    steps, made = program(view, size), {name for name in size.shapes if not name.is_given}
    written: set[tuple[Name, int]] = set()
    for number in range(len(steps) + 1):
        if step := steps.step(number):
            region = cells_written(AFFINE, step.bound, size.shapes[step.writes])
            written |= {(step.writes, column) for column in region.columns}
        for name in size.shapes:
            for example in range(size.m):
                known = name not in made or (name, example) in written
                assert steps.is_computed(name, example, number) == known
    assert written == {(name, example) for name in made for example in range(size.m)}


@views
@given(run=runs(most=4))
def test_executing_the_steps_one_by_one_gives_the_trace(view: View, run: Run) -> None:
    made = trace(*run)
    known = {name: made.matrix(name, view) for name in made.sizes.shapes if name.is_given}
    steps = program(view, made.sizes)
    for number in range(1, len(steps) + 1):
        step = steps.step(number)
        assert step is not None
        op = operation(run.network, step.writes)
        assert op.writes == step.writes
        columns = slice(None) if step.example is None else slice(step.example, step.example + 1)
        arguments = [known[name][:, columns] if name.has_examples else known[name] for name in op.reads]
        result = known.setdefault(step.writes, np.full(made.sizes.shapes[step.writes], np.nan))
        result[:, columns] = op.op(*arguments)
    for name in made.sizes.shapes:
        assert np.allclose(known[name], made.matrix(name, view), rtol=1e-12, atol=1e-12)


@given(sizes(), VIEWS)
def test_other_program_has_the_other_view_and_the_same_sizes(size: Sizes, view: View) -> None:
    steps = program(view, size)
    there = steps.other()
    assert (there.view != view, there.L, there.m) == (True, size.L, size.m)
    assert there.other() == steps


def test_loop_step_5_of_the_course_computes_column_1_of_matrix_form_step_1() -> None:
    loop = program("loop", Sizes((3, 4, 2), 5))
    fifth, first = loop.step(5), loop.other().step(1)
    assert (fifth, first) == (Step(5, Name("Z1"), 1), Step(1, Name("Z1"), None))
    assert (loop.number(Name("Z1"), example=1), loop.other().number(Name("Z1"), example=1)) == (5, 1)
