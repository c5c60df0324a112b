"""The race: times every program on the same numbers, from one example up to 100,000 as far as time and memory allow."""

from collections.abc import Iterator, Mapping
from datetime import datetime

import numpy as np
from threadpoolctl import threadpool_limits

from app.engine.forward import largest_difference
from app.engine.network import Sizes
from app.engine.ops import Array
from app.engine.rounding import agree
from app.speed.contestants import PROGRAMS, REFERENCE, Contestant, Prepared
from app.speed.machine import machine, peak_memory
from app.speed.model import DOUBLE
from app.speed.timing import LEAST_ROUNDS, Clock, Run, Times, in_turn
from app.speed.workload import Workload, tiny
from app.state.record import Cutoff, Progress, Race, RacedNetwork, Series, Trip, Why, rounded

EXAMPLE_COUNTS = (1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000, 100_000)
"""The numbers of examples, evenly spaced on a logarithmic scale."""
BUDGET_SECONDS = 14.0
"""Seconds in which all samples are taken. What comes before and after takes two more."""
MAX_SAMPLE_BYTES = 256 * 2**20
"""Bytes that X and the programs hold together for one sample, at most. Python and NumPy take some 60 MB more."""
TRIPS = 30
"""Trips through the loop in one run, where a trip is compared with one in a tiny network."""
PEAK_SIZE = 768
"""Rows and columns of the matrices whose product is the machine's peak."""


def race(workload: Workload, threads: int, date: datetime, clock: Clock) -> Iterator[Progress]:
    """Run the race; yield its progress before and after every sample. BLAS takes that many threads."""
    with threadpool_limits(limits=threads, user_api="blas"):
        so_far = start(workload, threads, date)
        yield Progress(race=so_far, done=0)
        so_far = so_far.model_copy(update={"trip": _trip(workload, clock), "peak": _peak(clock)})
        for progress in samples(so_far, workload, clock, PROGRAMS):
            so_far = progress.race
            yield progress
        yield Progress(race=_whole(so_far, clock), done=len(EXAMPLE_COUNTS))


def start(workload: Workload, threads: int, date: datetime) -> Race:
    """The race before anything is measured."""
    sizes = workload.network.sizes(1)
    network = RacedNetwork(
        name=workload.name, sizes=sizes.n, activations=tuple(each.activation.key for each in workload.network.layers)
    )
    return Race(machine=machine(), date=date.replace(microsecond=0), network=network, threads=threads)


def samples(so_far: Race, workload: Workload, clock: Clock, programs: Mapping[str, Contestant]) -> Iterator[Progress]:
    """The race before each sample, and after the last."""
    deadline = clock() + BUDGET_SECONDS
    for done, m in enumerate(EXAMPLE_COUNTS):
        so_far, running = _leave_out(so_far, workload.network.sizes(m), deadline - clock(), programs)
        if not running:
            break
        yield Progress(race=so_far, done=done, m=m)
        so_far = _measure(so_far, running, workload, m, clock)
    yield Progress(race=so_far, done=len(EXAMPLE_COUNTS))


def _whole(so_far: Race, clock: Clock) -> Race:
    """The whole race. The peak is measured a second time, because the machine may have been busy the first time."""
    again = _peak(clock)
    return so_far.model_copy(
        update={
            "peak": {precision: max(peak, so_far.peak[precision]) for precision, peak in again.items()},
            "memory": peak_memory(),
            "is_whole": True,
        }
    )


def _leave_out(
    so_far: Race, sizes: Sizes, left: float, programs: Mapping[str, Contestant]
) -> tuple[Race, dict[str, Contestant]]:
    """The programs that still run at that m, and the race with those that drop out there.

    Each may take an equal share of the seconds that are left.
    """
    stopped: dict[str, Cutoff] = dict(so_far.stopped)
    running = {key: program for key, program in programs.items() if key not in stopped}

    def drop(key: str, why: Why) -> None:
        del running[key]
        stopped[key] = Cutoff(m=sizes.m, why=why)

    share = left / max(len(running), 1)
    for key in list(running):
        # two runs are not timed: one is compared, one finds out how many make a round
        if (2 + LEAST_ROUNDS) * projected(so_far, key, sizes.m) > share:
            drop(key, "time")
    while running and memory(sizes, running) > MAX_SAMPLE_BYTES:
        drop(max(running, key=lambda key: running[key].memory(sizes)), "memory")
    return so_far.model_copy(update={"stopped": stopped}), running


def memory(sizes: Sizes, running: Mapping[str, Contestant]) -> int:
    """Bytes of X and of everything that these programs hold."""
    return DOUBLE * sizes.n[0] * sizes.m + sum(each.memory(sizes) for each in running.values())


def projected(so_far: Race, program: str, m: int) -> float:
    """Seconds that the program would take for m examples at the pace of its last sample; 0 before it ran."""
    series = so_far.series.get(program)
    return series.median[-1] * m / series.m[-1] if series else 0.0


def _measure(so_far: Race, running: Mapping[str, Contestant], workload: Workload, m: int, clock: Clock) -> Race:
    """The race with one more sample: m examples."""
    X = workload.X(m)
    prepared = {key: program.prepare(workload.network, X) for key, program in running.items()}
    so_far = _compared(so_far, running, prepared, workload, X)
    taken = in_turn({key: each.run for key, each in prepared.items()}, clock)
    series = {**so_far.series, **{key: _longer(so_far.series.get(key), m, each) for key, each in taken.items()}}
    return so_far.model_copy(update={"series": series})


def _compared(
    so_far: Race, running: Mapping[str, Contestant], prepared: Mapping[str, Prepared], workload: Workload, X: Array
) -> Race:
    """The race with the numbers of each program compared with those of the reference."""
    if REFERENCE not in prepared:
        return so_far
    expected = prepared[REFERENCE].as_arrays(prepared[REFERENCE].run())
    differences, agrees = dict(so_far.differences), dict(so_far.agree)
    for key in [each for each in running if each != REFERENCE]:
        made = prepared[key].as_arrays(prepared[key].run())
        differences[key] = max(differences.get(key, 0.0), rounded(largest_difference(made, expected)))
        if running[key].is_double:
            agrees[key] = agrees.get(key, True) and agree(workload.network, X, expected, made)
    return so_far.model_copy(update={"differences": differences, "agree": agrees})


def _longer(series: Series | None, m: int, new: Times) -> Series:
    before = series or Series.model_construct(m=(), median=(), q1=(), q3=(), rounds=())
    return Series(
        m=(*before.m, m),
        median=(*before.median, rounded(new.median)),
        q1=(*before.q1, rounded(new.q1)),
        q3=(*before.q3, rounded(new.q3)),
        rounds=(*before.rounds, new.rounds),
    )


def _trip(workload: Workload, clock: Clock) -> Trip:
    """What one trip through the loop costs, and what it costs where there is next to nothing to compute."""
    runs = {each.name: PROGRAMS["loop"].prepare(each.network, each.X(TRIPS)).run for each in (workload, tiny(workload))}
    whole, calls = (rounded(taken.median / TRIPS) for taken in in_turn(runs, clock).values())
    return Trip(whole=whole, calls=calls)


def _peak(clock: Clock) -> dict[str, float]:
    """Operations a second of the machine's own matrix product, by precision; a product and a sum are two."""
    double = np.full((PEAK_SIZE, PEAK_SIZE), 0.5)
    single = double.astype(np.float32)
    runs: dict[str, Run] = {"float64": lambda: double @ double, "float32": lambda: single @ single}
    operations = 2 * PEAK_SIZE**3
    return {precision: rounded(operations / taken.median) for precision, taken in in_turn(runs, clock).items()}
