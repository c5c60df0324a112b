"""The race: every program on the same numbers, from one example up the ladder as far as its time and memory reach."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from threadpoolctl import threadpool_limits

from app.engine.forward import largest_difference
from app.engine.network import Sizes
from app.speed.contest import Contest, tiny
from app.speed.machine import machine, peak_memory
from app.speed.model import DOUBLE
from app.speed.programs import PROGRAMS, YARDSTICK, Program, Racer
from app.speed.timing import LEAST_ROUNDS, Clock, Run, Times, in_turn
from app.state.record import Network, Race, Series, Stop, Trip, Why, rounded

LADDER = (1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000, 100_000)
"""The numbers of examples, evenly spaced on a logarithmic scale."""
BUDGET = 14.0
"""Seconds in which all rungs are measured. What comes before and after takes two more."""
MEMORY = 256 * 2**20
"""Bytes that X and the programs hold together at one rung, at most; Python and NumPy take some 60 MB beside them."""
WARM_UPS = 2
"""Runs of a program at a rung that are not timed: one is compared, one finds out how many make a round."""
TRIPS = 30
"""Trips through the loop in one run, where a trip is compared with one in a tiny network."""
PEAK_SIZE = 768
"""Rows and columns of the matrices whose product is the machine's peak: large enough that W is in nobody's way."""


@dataclass(frozen=True, slots=True)
class Lap:
    """The race so far, and what is measured next: rung ``done`` + 1 of ``of``, with m examples."""

    race: Race
    done: int
    of: int
    m: int | None


def race(contest: Contest, threads: int, date: datetime, clock: Clock) -> Iterator[Lap]:
    """Run the race and tell of it before and after every rung. BLAS takes that many threads."""
    with threadpool_limits(limits=threads, user_api="blas"):
        so_far = start(contest, threads, date)
        yield Lap(so_far, 0, len(LADDER), None)
        so_far = so_far.model_copy(update={"trip": _trip(contest, clock), "peak": _peak(clock)})
        for lap in rungs(so_far, contest, clock, PROGRAMS):
            so_far = lap.race
            yield lap
        yield Lap(_ended(so_far, clock), len(LADDER), len(LADDER), None)


def start(contest: Contest, threads: int, date: datetime) -> Race:
    """The race before anything is measured."""
    sizes = contest.network.sizes(1)
    raced = Network(
        name=contest.name, sizes=sizes.n, activations=tuple(each.activation.key for each in contest.network.layers)
    )
    return Race(machine=machine(), date=date.replace(microsecond=0), network=raced, threads=threads)


def rungs(so_far: Race, contest: Contest, clock: Clock, programs: Mapping[str, Program]) -> Iterator[Lap]:
    """The race before each rung, and after the last."""
    deadline = clock() + BUDGET
    for done, m in enumerate(LADDER):
        so_far, running = _leave_out(so_far, contest.network.sizes(m), deadline - clock(), programs)
        if not running:
            break
        yield Lap(so_far, done, len(LADDER), m)
        so_far = _measure(so_far, running, contest, m, clock)
    yield Lap(so_far, len(LADDER), len(LADDER), None)


def _ended(so_far: Race, clock: Clock) -> Race:
    """The whole race. The peak is measured again: a slow moment may have met it."""
    again = _peak(clock)
    return so_far.model_copy(
        update={
            "peak": {precision: max(peak, so_far.peak[precision]) for precision, peak in again.items()},
            "memory": peak_memory(),
            "is_whole": True,
        }
    )


def _leave_out(
    so_far: Race, sizes: Sizes, left: float, programs: Mapping[str, Program]
) -> tuple[Race, dict[str, Program]]:
    """The programs that still run at that m, and the race with those that drop out there.

    Each may take an equal share of the seconds that are left.
    """
    stopped: dict[str, Stop] = dict(so_far.stopped)
    running = {key: program for key, program in programs.items() if key not in stopped}

    def drop(key: str, why: Why) -> None:
        del running[key]
        stopped[key] = Stop(m=sizes.m, why=why)

    share = left / max(len(running), 1)
    for key in list(running):
        if (WARM_UPS + LEAST_ROUNDS) * projected(so_far, key, sizes.m) > share:
            drop(key, "time")
    while running and memory(sizes, running) > MEMORY:
        drop(max(running, key=lambda key: running[key].memory(sizes)), "memory")
    return so_far.model_copy(update={"stopped": stopped}), running


def memory(sizes: Sizes, running: Mapping[str, Program]) -> int:
    """Bytes of X and of everything that these programs hold."""
    return DOUBLE * sizes.n[0] * sizes.m + sum(each.memory(sizes) for each in running.values())


def projected(so_far: Race, program: str, m: int) -> float:
    """Seconds that the program would take for m examples if each took as long as at the last rung; 0 before it ran."""
    series = so_far.series.get(program)
    return series.median[-1] * m / series.m[-1] if series else 0.0


def _measure(so_far: Race, running: Mapping[str, Program], contest: Contest, m: int, clock: Clock) -> Race:
    """The race with one more rung."""
    X = contest.X(m)
    racers = {key: program.ready(contest.network, X) for key, program in running.items()}
    differences = dict(so_far.differences)
    for key, difference in _differences(racers).items():
        differences[key] = max(differences.get(key, 0.0), difference)
    taken = in_turn({key: racer.run for key, racer in racers.items()}, clock)
    series = {**so_far.series, **{key: _longer(so_far.series.get(key), m, each) for key, each in taken.items()}}
    return so_far.model_copy(update={"series": series, "differences": differences})


def _differences(racers: dict[str, Racer]) -> dict[str, float]:
    """How far each program's numbers are from the yardstick's, at most."""
    if YARDSTICK not in racers:
        return {}
    yardstick = racers[YARDSTICK].as_arrays(racers[YARDSTICK].run())
    return {
        key: rounded(largest_difference(racer.as_arrays(racer.run()), yardstick))
        for key, racer in racers.items()
        if key != YARDSTICK
    }


def _longer(series: Series | None, m: int, new: Times) -> Series:
    before = series or Series.model_construct(m=(), median=(), q1=(), q3=(), rounds=())
    return Series(
        m=(*before.m, m),
        median=(*before.median, rounded(new.median)),
        q1=(*before.q1, rounded(new.q1)),
        q3=(*before.q3, rounded(new.q3)),
        rounds=(*before.rounds, new.rounds),
    )


def _trip(contest: Contest, clock: Clock) -> Trip:
    """What one trip through the loop costs, and what it costs where there is next to nothing to compute."""
    runs = {each.name: PROGRAMS["loop"].ready(each.network, each.X(TRIPS)).run for each in (contest, tiny(contest))}
    whole, calls = (rounded(taken.median / TRIPS) for taken in in_turn(runs, clock).values())
    return Trip(whole=whole, calls=calls)


def _peak(clock: Clock) -> dict[str, float]:
    """Operations a second of the machine's own matrix product, by precision; a product and a sum are two."""
    double = np.full((PEAK_SIZE, PEAK_SIZE), 0.5)
    single = double.astype(np.float32)
    runs: dict[str, Run] = {"float64": lambda: double @ double, "float32": lambda: single @ single}
    operations = 2 * PEAK_SIZE**3
    return {precision: rounded(operations / taken.median) for precision, taken in in_turn(runs, clock).items()}
