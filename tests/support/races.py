"""Races for tests: one worked out by hand, any that the format allows, and ones with given times."""

from datetime import UTC, datetime
from functools import cache

from hypothesis import strategies as st

from app.speed.contestants import PROGRAMS
from app.speed.race import EXAMPLE_COUNTS
from app.state.record import Cutoff, Machine, Progress, Race, RacedNetwork, Series, Trip, Why, rounded

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
MACHINE = Machine(
    name="A machine",
    system="Linux x86_64",
    cores=4,
    python="CPython 3.13.1",
    numpy="2.4.6",
    blas="openblas 0.3.31 Haswell",
)
COURSE = RacedNetwork(name="the network on the board", sizes=(3, 4, 2), activations=("relu", "sigmoid"))


def line(fixed: float, each: float, ms: tuple[int, ...] = EXAMPLE_COUNTS, spread: float = 0.1) -> Series:
    """The series of a program that takes ``fixed`` seconds plus ``each`` seconds per example."""
    times = [rounded(fixed + each * m) for m in ms]
    return Series(
        m=ms,
        median=tuple(times),
        q1=tuple(rounded(time * (1 - spread)) for time in times),
        q3=tuple(rounded(time * (1 + spread)) for time in times),
        rounds=(15,) * len(ms),
    )


def worked() -> Race:
    """The loop takes 10 µs an example, nine tenths of it calls; the matrix form 20 µs plus 0.1 µs an example."""
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
        agree={"lists": True, "loop": True},
        peak={"float64": 40e9, "float32": 80e9},
        trip=Trip(whole=12e-6, calls=10.8e-6),
        memory=100 * 2**20,
        is_whole=True,
    )


def after(done: int) -> Race:
    """The worked race after the first ``done`` samples."""
    whole = worked()
    series = {
        program: each.model_copy(update={key: getattr(each, key)[:done] for key in type(each).model_fields})
        for program, each in whole.series.items()
    }
    return whole.model_copy(update={"series": series if done else {}, "is_whole": False, "stopped": {}, "memory": None})


@cache
def lines() -> tuple[str, ...]:
    """The lines that the process of the worked race writes."""
    written = [Progress(race=after(done), done=done, m=m) for done, m in enumerate(EXAMPLE_COUNTS)]
    written.append(Progress(race=worked(), done=len(EXAMPLE_COUNTS)))
    return tuple(each.model_dump_json(exclude_defaults=True) for each in written)


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=30)
KEYS = st.sampled_from(list(PROGRAMS)) | st.from_regex(r"[a-z0-9][a-z0-9 -]{0,23}", fullmatch=True)
SECONDS = st.floats(-9.0, 3.5).map(lambda exponent: min(max(10.0**exponent, 1e-9), 3600.0))

USUAL_M = st.just(EXAMPLE_COUNTS)
MEASURED_M = USUAL_M | st.sets(st.integers(1, 10_000_000), min_size=1, max_size=8).map(lambda ms: tuple(sorted(ms)))


@st.composite
def serieses(draw: st.DrawFn, ms: tuple[int, ...]) -> Series:
    """A series of the first 1 to all of these m, with any times."""
    measured = ms[: draw(st.integers(1, len(ms)))]
    times = [sorted(draw(st.tuples(SECONDS, SECONDS, SECONDS))) for _ in measured]
    q1, median, q3 = zip(*times, strict=True)
    return Series(m=measured, median=median, q1=q1, q3=q3, rounds=(5,) * len(measured))


@st.composite
def races(draw: st.DrawFn, ms: st.SearchStrategy[tuple[int, ...]] = MEASURED_M) -> Race:
    """Any race that the format allows: whole or not, up to six programs, known or not, at these m."""
    measured = draw(st.dictionaries(KEYS, serieses(draw(ms)), max_size=6))
    why: st.SearchStrategy[Why] = st.sampled_from(["time", "memory"])
    stopped = {
        key: Cutoff(m=measured[key].m[-1] + 1 if key in measured else 1, why=draw(why))
        for key in sorted(draw(st.sets(st.sampled_from(list(PROGRAMS)), max_size=4)))
        if key not in measured or measured[key].m[-1] < 10_000_000
    }
    made = race(measured, stopped, machine=draw(NAMES), network=draw(NAMES), is_whole=draw(st.booleans()))
    sizes = tuple(draw(st.lists(st.integers(1, 1000), min_size=2, max_size=5)))
    changes = {
        "network": made.network.model_copy(update={"sizes": sizes, "activations": ("relu",) * (len(sizes) - 1)}),
        "threads": draw(st.integers(1, 64)),
        "differences": {program: draw(st.floats(0, 1)) for program in measured},
        "agree": {program: draw(st.booleans()) for program in measured},
        "peak": draw(st.sampled_from([{}, {"float64": 4e10}])),
        "trip": draw(st.none() | st.builds(Trip, whole=SECONDS, calls=SECONDS)),
        "memory": draw(st.none() | st.integers(1, 2**40)),
    }
    return made.model_copy(update=changes)


def race(
    measured: dict[str, Series],
    stopped: dict[str, Cutoff] | None = None,
    machine: str = "a laptop",
    network: str = "the network on the board",
    is_whole: bool = True,
) -> Race:
    """A race of a network of 3, 4 and 2 units, with these times."""
    return Race(
        machine=Machine(name=machine, system="Linux", cores=2, python="3.11", numpy="2.4", blas="openblas"),
        date=NOON,
        network=RacedNetwork(name=network, sizes=(3, 4, 2), activations=("relu", "sigmoid")),
        threads=1,
        series=measured,
        stopped=stopped or {},
        is_whole=is_whole,
    )


def exactly(*points: tuple[int, float]) -> Series:
    """A series of those m and medians, with quartiles at half and double."""
    ms, medians = zip(*points, strict=True)
    return Series(
        m=ms,
        median=medians,
        q1=tuple(each / 2 for each in medians),
        q3=tuple(each * 2 for each in medians),
        rounds=tuple(range(5, 5 + len(ms))),
    )
