"""Timing done properly: a warm-up, enough repeats for the clock, rounds in turn, the median and the quartiles."""

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median, quantiles
from typing import TypeAlias

Clock: TypeAlias = Callable[[], float]
Run: TypeAlias = Callable[[], object]

ROUND_SECONDS = 0.002
"""Seconds that a round takes at least: a thousand times what a call of the clock costs."""
LEAST_ROUNDS, MOST_ROUNDS = 5, 15
MAX_ROUNDS_SECONDS = 0.9
"""Seconds that the rounds of one program at one m take together, at most, unless LEAST_ROUNDS take more."""


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds of one run: the middle of the rounds and their quartiles."""

    median: float
    q1: float
    q3: float
    rounds: int


@contextmanager
def no_collection() -> Iterator[None]:
    """Collect garbage first, then disable collection while the clock runs."""
    was_on = gc.isenabled()
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def seconds(run: Run, repeats: int, clock: Clock) -> float:
    """Seconds of one run, over that many in a row."""
    start = clock()
    for _ in range(repeats):
        run()
    return (clock() - start) / repeats


def enough_repeats(run: Run, clock: Clock) -> tuple[int, float]:
    """How many runs in a row make a round, and what one then takes. Finding it out warms up."""
    repeats = 1
    while (each := seconds(run, repeats, clock)) * repeats < ROUND_SECONDS:
        repeats = max(2 * repeats, min(10 * repeats, int(1.2 * ROUND_SECONDS / max(each, 1e-9))))
    return repeats, each


def rounds_for(each: float) -> int:
    """How many rounds a program gets whose round takes that long."""
    return max(LEAST_ROUNDS, min(MOST_ROUNDS, int(MAX_ROUNDS_SECONDS / each)))


def in_turn(runs: Mapping[str, Run], clock: Clock) -> dict[str, Times]:
    """Time these programs round by round in turn, forwards and backwards, so that a slow moment meets all alike."""
    with no_collection():
        found = {name: enough_repeats(run, clock) for name, run in runs.items()}
        wanted = {name: rounds_for(repeats * each) for name, (repeats, each) in found.items()}
        taken: dict[str, list[float]] = {name: [] for name in runs}
        for turn in range(max(wanted.values(), default=0)):
            names = [name for name in runs if turn < wanted[name]]
            for name in names if turn % 2 == 0 else reversed(names):
                taken[name].append(seconds(runs[name], found[name][0], clock))
    return {name: times(each) for name, each in taken.items()}


def times(rounds: list[float]) -> Times:
    """The middle and the quartiles of at least two rounds."""
    q1, _, q3 = quantiles(rounds, n=4, method="inclusive")
    middle = median(rounds)
    return Times(middle, min(q1, middle), max(q3, middle), len(rounds))  # rounding may put a quartile beyond it
