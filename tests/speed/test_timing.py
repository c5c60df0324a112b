"""Timing with a clock that goes on only when something computes: what is measured, how often, and in which order."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.speed.timing import (
    LEAST_ROUNDS,
    MAX_ROUNDS_SECONDS,
    MOST_ROUNDS,
    ROUND_SECONDS,
    Times,
    enough_repeats,
    in_turn,
    no_collection,
    rounds_for,
    seconds,
    times,
)


class Clock:
    """A clock that stands still unless a program of its own runs."""

    def __init__(self) -> None:
        self.now = 0.0
        self.ran: list[str] = []

    def __call__(self) -> float:
        return self.now

    def program(self, name: str, cost: Callable[[], float]) -> Callable[[], None]:
        """A program that takes what ``cost`` says."""

        def run() -> None:
            self.ran.append(name)
            self.now += cost()

        return run


@contextmanager
def collecting(on: bool) -> Iterator[None]:
    """Garbage collection on or off, and afterwards as it was."""
    was_on = gc.isenabled()
    (gc.enable if on else gc.disable)()
    try:
        yield
    finally:
        (gc.enable if was_on else gc.disable)()


@given(st.floats(2e-6, 1.0))
def test_a_round_is_long_enough_for_the_clock_and_not_much_longer(cost: float) -> None:
    clock = Clock()
    repeats, each = enough_repeats(clock.program("", lambda: cost), clock)
    assert each == pytest.approx(cost)
    assert repeats * cost >= ROUND_SECONDS * 0.999
    assert repeats == 1 or repeats * cost <= 10 * ROUND_SECONDS


def test_search_for_repeats_ends_for_a_run_of_no_time() -> None:
    clock = Clock()
    calls = iter(range(10**6))
    repeats, _ = enough_repeats(clock.program("", lambda: 1e-3 if next(calls) > 1000 else 0.0), clock)
    assert 1000 <= repeats <= 10_000


def test_the_time_of_one_run_is_the_mean_of_those_in_a_row() -> None:
    clock, costs = Clock(), iter([1.0, 2.0, 6.0])
    assert seconds(clock.program("", lambda: next(costs)), 3, clock) == 3
    assert clock.ran == ["", "", ""]


def test_long_rounds_are_fewer_but_never_too_few() -> None:
    assert rounds_for(ROUND_SECONDS) == MOST_ROUNDS
    assert rounds_for(MAX_ROUNDS_SECONDS / 8) == 8
    assert rounds_for(10) == LEAST_ROUNDS


def test_rounds_are_in_turn_forwards_and_backwards() -> None:
    clock = Clock()
    runs = {name: clock.program(name, lambda: 0.3) for name in "abc"}
    found = in_turn(runs, clock)
    assert "".join(clock.ran) == "abc" + "abc" + "cba" + "abc" + "cba" + "abc"  # the first turn is the warm-up
    assert {each.rounds for each in found.values()} == {LEAST_ROUNDS}


def test_a_quick_program_goes_on_after_a_slow_one_has_enough_rounds() -> None:
    clock = Clock()
    found = in_turn({"slow": clock.program("s", lambda: 1.0), "quick": clock.program("q", lambda: 0.01)}, clock)
    assert (found["slow"].rounds, found["quick"].rounds) == (LEAST_ROUNDS, MOST_ROUNDS)
    assert "".join(clock.ran).endswith("q" * (MOST_ROUNDS - LEAST_ROUNDS))


def test_the_warm_up_is_not_counted_as_a_round() -> None:
    clock, costs = Clock(), iter([100.0] + [1.0] * LEAST_ROUNDS)
    assert in_turn({"cold": clock.program("", lambda: next(costs))}, clock)["cold"] == Times(1, 1, 1, LEAST_ROUNDS)


def test_median_and_quartiles_by_hand() -> None:
    """Of five in order the third is the median, and the second and the fourth are the quartiles."""
    assert times([5.0, 1.0, 4.0, 2.0, 3.0]) == Times(3.0, 2.0, 4.0, 5)
    assert times([1.0, 2.0]) == Times(1.5, 1.25, 1.75, 2)


@given(st.lists(st.floats(1e-8, 100), min_size=2, max_size=15))
def test_the_median_lies_between_the_quartiles_and_they_among_the_rounds(rounds: list[float]) -> None:
    made = times(rounds)
    assert min(rounds) <= made.q1 <= made.median <= made.q3 <= max(rounds)


def test_nothing_to_time_takes_no_time() -> None:
    assert in_turn({}, Clock()) == {}


def test_garbage_collection_is_off_while_the_clock_runs_and_on_again_afterwards() -> None:
    clock, seen = Clock(), []

    def cost() -> float:
        seen.append(gc.isenabled())
        return 1.0

    with collecting(True):
        in_turn({"a": clock.program("a", cost)}, clock)
        assert gc.isenabled()
    assert seen
    assert not any(seen)


def test_garbage_collection_is_on_again_after_an_exception() -> None:
    def broken() -> None:
        raise RuntimeError

    with collecting(True):
        with pytest.raises(RuntimeError):
            in_turn({"broken": broken}, Clock())
        assert gc.isenabled()


def test_garbage_collection_stays_off_if_it_was_off() -> None:
    with collecting(False):
        with no_collection():
            assert not gc.isenabled()
        assert not gc.isenabled()
