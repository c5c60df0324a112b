"""The race stays within its time and memory, stops slow programs, and compares the numbers of all programs."""

import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from time import perf_counter
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.forward import Pass, forward_loop, forward_vectorized, largest_difference
from app.engine.network import Network, Sizes, inputs
from app.engine.rounding import agree
from app.presets import plans
from app.speed import race as race_module
from app.speed.contestants import PROGRAMS, Contestant, Prepared
from app.speed.race import (
    BUDGET_SECONDS,
    EXAMPLE_COUNTS,
    MAX_SAMPLE_BYTES,
    TRIPS,
    Progress,
    memory,
    race,
    samples,
    start,
)
from app.speed.workload import Workload, drawn, tiny, workload
from app.state import State
from app.state.record import Race, Trip, rounded
from app.state.visit import DIGIT_CLASSIFIER, Setup, parse_visit
from app.views.base.words import verdict
from tests.support.scenes import at
from tests.support.strategies import Run, runs

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
TICK = 0.003
"""Seconds that a call of the test's clock takes: longer than a round has to be."""
COSTS = st.fixed_dictionaries({key: st.floats(1e-8, 0.05) for key in PROGRAMS})


@pytest.fixture(scope="module", autouse=True)
def _no_garbage_collection() -> Iterator[None]:
    """Garbage is collected before each sample, which is slow among the many objects of a test run."""
    with patch("app.speed.timing.gc.collect"):
        yield


class Clock:
    """A clock that advances only when it is called or a program computes."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        self.now += TICK
        return self.now


def costing(clock: Clock, each: float, value: float = 0.0, number: int = 8) -> Callable[[str], Contestant]:
    """A program that takes that many seconds for every example, and whose every number is ``value``.

    It is not judged, because it does not compute the network.
    """

    def made(key: str) -> Contestant:
        def prepare(network: object, X: np.ndarray) -> Prepared:
            result = Pass((np.full((1, X.shape[1]), value),), ())

            def run() -> Pass:
                clock.now += each * X.shape[1]
                return result

            return Prepared(run, lambda made: made)  # type: ignore[arg-type,return-value]

        return Contestant(key, prepare, number, copies=number < 8, is_double=False)

    return made


def run_race(clock: Clock, programs: dict[str, Contestant]) -> Iterator[Progress]:
    return race_of(drawn("drawn", (3, 4, 2)), clock, programs)


def race_of(workload: Workload, clock: Clock, programs: dict[str, Contestant]) -> Iterator[Progress]:
    return samples(start(workload, 1, NOON), workload, clock, programs)


@given(COSTS)
def test_all_samples_together_stay_within_the_budget(costs: dict[str, float]) -> None:
    clock = Clock()
    programs = {key: costing(clock, each)(key) for key, each in costs.items()}
    began = None
    ended = clock.now
    for progress in run_race(clock, programs):
        began = began or (clock.now if progress.m else None)
        ended = clock.now if progress.m else ended
    assert began
    assert ended - began <= BUDGET_SECONDS


@given(COSTS)
def test_every_program_is_measured_from_one_example_to_where_it_is_stopped(costs: dict[str, float]) -> None:
    clock = Clock()
    *_, last = run_race(clock, {key: costing(clock, each)(key) for key, each in costs.items()})
    for key in costs:
        measured = len(last.race.series[key].m)
        assert last.race.series[key].m == EXAMPLE_COUNTS[:measured]
        stop = last.race.stopped.get(key)
        assert (stop.m if stop else None) == (EXAMPLE_COUNTS[measured] if measured < len(EXAMPLE_COUNTS) else None)


def test_the_times_are_those_of_the_clock() -> None:
    clock = Clock()
    *_, last = run_race(clock, {"vectorized": costing(clock, 0.0001)("vectorized")})
    assert last.race.at("vectorized", 10).median == pytest.approx(0.001 + TICK)
    assert last.race.at("vectorized", 1_000).rounds >= 5


def test_a_slow_program_is_stopped_and_the_others_are_measured_further() -> None:
    clock = Clock()
    programs = {"lists": costing(clock, 0.01)("lists"), "vectorized": costing(clock, 1e-8)("vectorized")}
    *_, last = run_race(clock, programs)
    assert last.race.stopped["lists"].why == "time"
    assert last.race.series["vectorized"].m == EXAMPLE_COUNTS


def test_a_program_that_needs_too_much_memory_is_stopped() -> None:
    clock = Clock()
    big = {
        "vectorized": costing(clock, 1e-9, number=8)("vectorized"),
        "float32": costing(clock, 1e-9, number=4)("float32"),
    }
    wide = drawn("wide", (1000, 1000))
    *_, last = race_of(wide, clock, big)
    for key, program in big.items():
        stop = last.race.stopped[key]
        assert stop.why == "memory"
        assert memory(Sizes((1000, 1000), last.race.series[key].m[-1]), {key: program}) <= MAX_SAMPLE_BYTES
    assert memory(Sizes((1000, 1000), last.race.stopped["vectorized"].m), big) > MAX_SAMPLE_BYTES


def test_the_largest_difference_from_the_matrix_form_is_recorded() -> None:
    clock = Clock()
    programs = {"loop": costing(clock, 1e-6, 0.25)("loop"), "vectorized": costing(clock, 1e-6, 0.0)("vectorized")}
    *_, last = run_race(clock, programs)
    assert last.race.differences == {"loop": 0.25}


@given(runs())
def test_the_programs_agree_on_random_networks(run: Run) -> None:
    prepared = {key: program.prepare(run.network, run.X) for key, program in PROGRAMS.items()}
    made = {key: each.as_arrays(each.run()) for key, each in prepared.items()}
    expected = made.pop("vectorized")
    for key in ("lists", "loop"):
        assert agree(*run, expected, made[key])
    assert largest_difference(expected, made["float32"]) <= 1e-3


@given(runs(), st.sampled_from([1e-150, 1e-9, 1.0, 1e6]))
def test_plain_python_agrees_whatever_the_size_of_the_numbers(run: Run, scale: float) -> None:
    X = inputs(run.X * scale, run.network)
    lists = PROGRAMS["lists"].prepare(run.network, X)
    assert agree(run.network, X, forward_vectorized(run.network, X), lists.as_arrays(lists.run()))


LARGE = "layers=2-2&act=linear&X=606338.2,607194.9;581622.8,159224.5&W1=-138.7,-212.9;446.0,989.6"
"""Here the loop and the matrix form differ by 1e-7, which is rounding beside numbers of 1e9."""
JUDGED = [
    "",
    LARGE,
    f"{LARGE}&b1=999999.5;-999999.5",
    "layers=1-1-1&act=linear-sigmoid&X=1000000&W1=1000000&b1=0&W2=1000&b2=0",
    "layers=2-2&act=linear&X=0.000000001,0.000000003;0.000000002,-0.000000007&W1=0.1,0.2;0.3,0.7&b1=0;0",
    "layers=2-2&act=sigmoid&X=1000000,3;-1000000,-3&W1=1000000,999999.9;-7,0.1&m=2&seed=1",
]


def raced(query: str, programs: dict[str, Contestant]) -> Race:
    """A race on the network of that board, of as many examples as it has."""
    here = at(query)
    board = workload(here.state, Setup("board"))
    with patch("app.speed.race.EXAMPLE_COUNTS", (here.sizes.m,)):
        *_, last = race_of(board, Clock(), programs)
    return last.race


@pytest.mark.parametrize("query", JUDGED)
def test_board_and_race_judge_the_same_numbers_by_one_rule(query: str) -> None:
    here, made = at(query), raced(query, PROGRAMS)
    assert "Both programs agree." in verdict(here)
    assert made.agree == {"lists": True, "loop": True}
    assert made.differences["loop"] == rounded(here.trace.max_abs_difference)


@pytest.mark.parametrize("query", JUDGED)
def test_board_and_race_notice_a_loop_that_is_a_little_wrong(query: str) -> None:
    """By a millionth of its last number."""

    def off(made: Pass) -> Pass:
        last = made.A[-1].copy()
        last[-1, -1] *= 1 + 1e-6
        return Pass(made.Z, (*made.A[:-1], last))

    def prepare(network: Network, X: np.ndarray) -> Prepared:
        return Prepared(lambda: off(forward_loop(network, X)), lambda made: made)  # type: ignore[arg-type,return-value]

    here = at(query)
    wrong = replace(here, trace=replace(here.trace, loop=off(here.trace.loop)))
    assert "Both programs do not agree." in verdict(wrong)
    assert raced(query, PROGRAMS | {"loop": Contestant("loop", prepare, 8, copies=False)}).agree["loop"] is False


def test_the_examples_of_the_board_are_repeated() -> None:
    state, _ = parse_visit([("preset", "xor")], plans())
    xor = workload(state, Setup())
    X = xor.X(9)
    assert X.shape == (2, 9)
    assert np.array_equal(X[:, 4:8], X[:, :4])
    assert not X.flags.writeable


def test_examples_are_allocated_once() -> None:
    wide = drawn("wide", (200, 1))
    tracemalloc.start()
    try:
        X = wide.X(5_000)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert X.nbytes <= most < 1.5 * X.nbytes


@pytest.mark.parametrize(
    ("setup", "sizes"), [(Setup("digits"), DIGIT_CLASSIFIER), (Setup("own", (5, 7, 1)), (5, 7, 1))]
)
def test_a_drawn_network_has_its_sizes_and_the_same_numbers_every_time(setup: Setup, sizes: tuple[int, ...]) -> None:
    one, other = workload(State(), setup), workload(State(), setup)
    assert one.network.sizes(1).n == sizes
    assert all(np.array_equal(a.W, b.W) for a, b in zip(one.network.layers, other.network.layers, strict=True))


def test_the_last_activation_is_sigmoid_for_one_unit_and_softmax_for_several() -> None:
    assert last_activation(drawn("", (3, 2, 1))) == "sigmoid"
    assert last_activation(drawn("", (3, 2))) == "softmax"


def last_activation(made: Workload) -> str:
    return made.network.layers[-1].activation.key


def test_the_tiny_network_has_the_same_layers_with_two_neurons_each() -> None:
    bare = tiny(drawn("", DIGIT_CLASSIFIER))
    assert bare.network.sizes(1).n == (2, 2, 2)
    assert [each.activation.key for each in bare.network.layers] == ["relu", "softmax"]


def test_progress_is_yielded_from_before_the_first_sample_to_the_whole_race(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real programs, on the test's clock and two samples. The race has the higher of the two peaks."""
    monkeypatch.setattr("app.speed.race.EXAMPLE_COUNTS", (1, 3))
    monkeypatch.setattr("app.speed.race.PEAK_SIZE", 4)
    peaks = iter([{"float64": 3.0, "float32": 5.0}, {"float64": 4.0, "float32": 2.0}])
    real = race_module._peak(Clock())
    assert real == {key: pytest.approx(2 * 4**3 / TICK, rel=1e-3) for key in ("float64", "float32")}
    monkeypatch.setattr("app.speed.race._peak", lambda clock: next(peaks))
    yielded = [*race(drawn("drawn", (3, 4, 2)), 1, NOON.replace(microsecond=7), Clock())]
    assert [(each.done, each.m) for each in yielded] == [(0, None), (0, 1), (1, 3), (2, None), (2, None)]
    assert [each.race.is_whole for each in yielded] == [False] * 4 + [True]
    first, last = yielded[0].race, yielded[-1].race
    assert (first.series, first.trip, first.peak) == ({}, None, {})
    assert set(last.series) == set(PROGRAMS)
    assert last.trip == Trip(whole=TICK / TRIPS, calls=TICK / TRIPS)
    assert last.peak == {"float64": 4.0, "float32": 5.0}
    assert last.memory
    assert last.date == NOON


@pytest.mark.slow
def test_a_real_race_is_whole_and_its_programs_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    """The only race on the real clock: short, because memory allows few examples."""
    monkeypatch.setattr("app.speed.race.MAX_SAMPLE_BYTES", 20_000)
    *_, last = race(drawn("drawn", (3, 4, 2)), 1, datetime.now(UTC), perf_counter)
    assert last.race.is_whole
    assert set(last.race.series) == set(PROGRAMS)
    assert last.race.agree == {"lists": True, "loop": True}
    assert last.race.differences["float32"] > 0
    assert last.race.trip
    assert set(last.race.peak) == {"float64", "float32"}
    assert last.race.memory
    assert all(stop.why == "memory" for stop in last.race.stopped.values())
