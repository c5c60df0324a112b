"""The steps of either program: how many, in which order, and what each makes known."""

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
def test_the_loop_takes_m_times_as_many_steps(size: Sizes) -> None:
    assert len(program("vectorized", size)) == 2 * size.L
    assert len(program("loop", size)) == 2 * size.L * size.m


def test_the_loop_goes_down_one_example_after_the_other() -> None:
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


def test_the_matrix_form_goes_down_once() -> None:
    steps = program("vectorized", Sizes((3, 4, 2), 2))
    assert [steps.step(number) for number in range(1, 5)] == [
        Step(1, Name("Z1"), None),
        Step(2, Name("A1"), None),
        Step(3, Name("Z2"), None),
        Step(4, Name("A2"), None),
    ]


@given(places())
def test_the_number_of_a_step_is_the_number_it_is_found_by(place: tuple[Program, int, int]) -> None:
    steps, number, example = place
    step = steps.step(number)
    assert step is not None and step.number == number
    assert steps.number(step.writes, example if step.example is None else step.example) == number


@given(st.data(), sizes(), VIEWS)
def test_the_step_of_an_operation_computes_that_operation(data: st.DataObject, size: Sizes, view: View) -> None:
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
def test_before_the_first_step_there_is_none_and_outside_there_is_an_error(view: View, size: Sizes) -> None:
    steps = program(view, size)
    assert steps.step(0) is None
    for outside in (-1, len(steps) + 1):
        with pytest.raises(IndexError, match=f"step {outside} of {len(steps)}"):
            steps.step(outside)


@views
@given(size=sizes(most=7))
def test_known_is_what_the_steps_so_far_have_written_and_what_is_given(view: View, size: Sizes) -> None:
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
def test_following_the_steps_by_the_names_they_read_and_write_gives_the_trace(view: View, run: Run) -> None:
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
def test_the_other_program_makes_the_same_pass_in_the_other_view(size: Sizes, view: View) -> None:
    steps = program(view, size)
    there = steps.other()
    assert (there.view != view, there.L, there.m) == (True, size.L, size.m)
    assert there.other() == steps


def test_the_course_examples_fifth_step_of_the_loop_computes_a_column_of_the_first_of_the_matrix_form() -> None:
    loop = program("loop", Sizes((3, 4, 2), 5))
    fifth, first = loop.step(5), loop.other().step(1)
    assert (fifth, first) == (Step(5, Name("Z1"), 1), Step(1, Name("Z1"), None))
    assert (loop.number(Name("Z1"), example=1), loop.other().number(Name("Z1"), example=1)) == (5, 1)
