"""The cost model finds the costs that made the times, and says so where it does not fit."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.forward import forward_vectorized
from app.speed.model import CostLine, bytes_held, fit, meeting, operations
from app.speed.race import EXAMPLE_COUNTS
from tests.support.strategies import Run, runs

COSTS = st.floats(1e-8, 1e-2)
COUNTS = st.integers(3, len(EXAMPLE_COUNTS)).map(lambda measured: EXAMPLE_COUNTS[:measured])
NOISE = st.lists(st.floats(0.9, 1.1), min_size=len(EXAMPLE_COUNTS), max_size=len(EXAMPLE_COUNTS))


def exact(fixed: float, each: float, ms: tuple[int, ...]) -> list[float]:
    return [fixed + each * m for m in ms]


@given(COSTS, COSTS, COUNTS)
def test_the_costs_that_made_the_times_are_found_again(fixed: float, each: float, ms: tuple[int, ...]) -> None:
    line = fit(ms, exact(fixed, each, ms))
    assert line is not None
    for m in ms:  # where one cost drowns in the other, only their sum can be found
        assert line.at(m) == pytest.approx(fixed + each * m, rel=1e-6)
    assert line.worst == pytest.approx(1, rel=1e-6)
    assert line.fits


def test_a_hand_worked_example() -> None:
    """20 µs once and 4 µs for every example: 24, 32 and 60 µs for m = 1, 3 and 10."""
    line = fit((1, 3, 10), (24e-6, 32e-6, 60e-6))
    assert line is not None
    assert line.fixed == pytest.approx(20e-6)
    assert line.each == pytest.approx(4e-6)


@given(st.floats(1e-6, 1e-4), st.floats(1e-7, 1e-5), NOISE)
def test_a_tenth_of_noise_moves_both_costs_by_a_sixth_at_most(fixed: float, each: float, noise: list[float]) -> None:
    times = [time * factor for time, factor in zip(exact(fixed, each, EXAMPLE_COUNTS), noise, strict=True)]
    line = fit(EXAMPLE_COUNTS, times)
    assert line is not None
    assert line.each == pytest.approx(each, rel=1 / 6)
    assert line.at(1) == pytest.approx(fixed + each, rel=1 / 6)


@given(st.lists(st.floats(1e-7, 10), min_size=len(EXAMPLE_COUNTS), max_size=len(EXAMPLE_COUNTS)))
def test_costs_are_never_negative(times: list[float]) -> None:
    line = fit(EXAMPLE_COUNTS, times)
    assert line is not None
    assert line.fixed >= 0
    assert line.each >= 0
    assert line.worst >= 1


@given(COSTS, COSTS, st.floats(1.6, 10), st.booleans())
def test_the_worst_point_is_the_one_off_the_line(fixed: float, each: float, factor: float, above: bool) -> None:
    times = exact(fixed, each, EXAMPLE_COUNTS)
    times[5] *= factor if above else 1 / factor
    line = fit(EXAMPLE_COUNTS, times)
    assert line is not None
    assert line.worst > 1.01
    off = [max(line.at(m) / time, time / line.at(m)) for m, time in zip(EXAMPLE_COUNTS, times, strict=True)]
    assert line.worst == pytest.approx(max(off))
    assert off[EXAMPLE_COUNTS.index(line.worst_m)] == max(off)


def test_two_points_say_nothing_about_a_line() -> None:
    assert fit((1, 3), (1.0, 2.0)) is None


def flat(fixed: float, each: float) -> CostLine:
    return CostLine(fixed, each, 1, 1)


@given(COSTS, COSTS, COSTS, COSTS)
def test_where_two_lines_meet_both_take_the_same_time(a: float, b: float, c: float, d: float) -> None:
    one, other = flat(a, b), flat(c, d)
    m = meeting(one, other)
    if m is None:
        assert (a - c) * (b - d) >= 0  # the one that costs less at first also costs less for each example
    else:
        assert one.at(m) == pytest.approx(other.at(m), rel=1e-6)


def test_the_operations_of_the_course_example() -> None:
    """Four neurons of three inputs, two of four: 12 + 8 products, and as many sums."""
    assert operations((3, 4, 2)) == 40


@given(runs())
def test_the_bytes_of_a_batch_are_those_of_its_matrices(run: Run) -> None:
    made = forward_vectorized(*run)
    sizes = run.network.sizes(run.X.shape[1])
    assert bytes_held(sizes) == np.ascontiguousarray(run.X).nbytes + sum(each.nbytes for each in made.Z + made.A)
