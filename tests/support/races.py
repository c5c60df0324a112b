"""Races for tests: drawn ones with any times, and one worked out by hand."""

from datetime import UTC, datetime
from functools import cache

from hypothesis import strategies as st

from app.speed.contestants import PROGRAMS
from app.speed.race import EXAMPLE_COUNTS
from app.state.record import Cutoff, Machine, Progress, Race, RacedNetwork, Series, Trip, rounded

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
MACHINE = Machine(
    name="A machine",
    system="Linux x86_64",
    cores=4,
    memory=8 * 2**30,
    caches={"L1": 32 * 2**10, "L2": 512 * 2**10, "L3": 16 * 2**20},
    python="CPython 3.13.1",
    numpy="2.4.6",
    blas="openblas 0.3.31 Haswell",
)
COURSE = RacedNetwork(name="the network on the board", sizes=(3, 4, 2), activations=("relu", "sigmoid"))


def line(fixed: float, each: float, ms: tuple[int, ...] = EXAMPLE_COUNTS, spread: float = 0.1) -> Series:
    """The series of a program that takes ``fixed`` seconds once and ``each`` for every example."""
    times = [rounded(fixed + each * m) for m in ms]
    return Series(
        m=ms,
        median=tuple(times),
        q1=tuple(rounded(time * (1 - spread)) for time in times),
        q3=tuple(rounded(time * (1 + spread)) for time in times),
        rounds=(15,) * len(ms),
    )


def worked() -> Race:
    """The loop takes 10 µs a trip, nine tenths of it calls; the matrix form 20 µs once and 0.1 µs for each example."""
    return Race(
        machine=MACHINE,
        date=NOON,
        network=COURSE,
        threads=1,
        series={
            "lists": line(0, 4e-6, EXAMPLE_COUNTS[:9]),
            "loop": line(0, 10e-6, EXAMPLE_COUNTS[:9]),
            "vectorized": line(20e-6, 0.1e-6),
            "float32": line(20e-6, 0.05e-6),
        },
        stopped={"lists": Cutoff(m=30_000, why="time"), "loop": Cutoff(m=30_000, why="time")},
        differences={"lists": 2e-16, "loop": 0.0, "float32": 3e-7},
        peak={"float64": 40e9, "float32": 80e9},
        trip=Trip(whole=12e-6, calls=10.8e-6),
        memory=100 * 2**20,
        is_whole=True,
    )


def after(done: int) -> Race:
    """The worked race after that many samples."""
    whole = worked()
    series = {
        program: each.model_copy(update={key: getattr(each, key)[:done] for key in type(each).model_fields})
        for program, each in whole.series.items()
    }
    return whole.model_copy(update={"series": series if done else {}, "is_whole": False, "stopped": {}, "memory": None})


@cache
def lines() -> tuple[str, ...]:
    """What the process of the worked race writes."""
    told = [Progress(race=after(done), done=done, m=m) for done, m in enumerate(EXAMPLE_COUNTS)]
    told.append(Progress(race=worked(), done=len(EXAMPLE_COUNTS)))
    return tuple(each.model_dump_json(exclude_defaults=True) for each in told)


TIMES = st.floats(1e-8, 100)


@st.composite
def serieses(draw: st.DrawFn) -> Series:
    """A series of the first samples with any times."""
    measured = draw(st.integers(1, len(EXAMPLE_COUNTS)))
    times = [sorted(draw(st.tuples(TIMES, TIMES, TIMES))) for _ in range(measured)]
    return Series(
        m=EXAMPLE_COUNTS[:measured],
        q1=tuple(each[0] for each in times),
        median=tuple(each[1] for each in times),
        q3=tuple(each[2] for each in times),
        rounds=draw(st.tuples(*[st.integers(2, 15)] * measured)),
    )


@st.composite
def races(draw: st.DrawFn) -> Race:
    """Any race: programs missing or stopped, whole or not."""
    programs = draw(st.lists(st.sampled_from(list(PROGRAMS)), unique=True))
    sizes = tuple(draw(st.lists(st.integers(1, 1000), min_size=2, max_size=5)))
    return Race(
        machine=MACHINE.model_copy(update=draw(st.sampled_from([{}, {"caches": {}, "memory": None}]))),
        date=NOON,
        network=RacedNetwork(name="drawn", sizes=sizes, activations=("relu",) * (len(sizes) - 1)),
        threads=draw(st.integers(1, 64)),
        series={program: draw(serieses()) for program in programs},
        stopped={program: Cutoff(m=100, why=draw(st.sampled_from(["time", "memory"]))) for program in programs[:2]},
        differences={program: draw(st.floats(0, 1)) for program in programs},
        peak=draw(st.sampled_from([{}, {"float64": 4e10}])),
        trip=draw(st.none() | st.builds(Trip, whole=TIMES, calls=TIMES)),
        memory=draw(st.none() | st.integers(1, 2**40)),
        is_whole=draw(st.booleans()),
    )
