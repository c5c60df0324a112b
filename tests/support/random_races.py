"""Random races: as measured, unfinished, empty, and opened from a file with anything that the format allows."""

from datetime import UTC, datetime

from hypothesis import strategies as st

from app.state.record import Cutoff, Machine, Race, RacedNetwork, Series, Why

LADDER = (1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000, 100_000)
PROGRAMS = ("lists", "loop", "vectorized", "float32")
NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=30)
KEYS = st.sampled_from(PROGRAMS) | st.from_regex(r"[a-z0-9][a-z0-9 -]{0,23}", fullmatch=True)
SECONDS = st.floats(-9.0, 3.5).map(lambda exponent: min(max(10.0**exponent, 1e-9), 3600.0))


@st.composite
def series(draw: st.DrawFn, ladder: tuple[int, ...] = LADDER) -> Series:
    """From 1 to all rungs of a ladder, with any times."""
    rungs = ladder[: draw(st.integers(1, len(ladder)))]
    times = [sorted(draw(st.tuples(SECONDS, SECONDS, SECONDS))) for _ in rungs]
    q1, median, q3 = zip(*times, strict=True)
    return Series(m=rungs, median=median, q1=q1, q3=q3, rounds=(5,) * len(rungs))


@st.composite
def races(draw: st.DrawFn, keys: st.SearchStrategy[str] = KEYS) -> Race:
    """Up to six programs, on the usual ladder or on one of their own."""
    own = st.lists(st.integers(1, 10_000_000), min_size=1, max_size=8, unique=True).map(lambda ms: tuple(sorted(ms)))
    ladder = draw(st.just(LADDER) | own)
    measured = draw(st.dictionaries(keys, series(ladder), max_size=6))
    left_out = draw(st.sets(st.sampled_from(PROGRAMS), max_size=4))
    why: st.SearchStrategy[Why] = st.sampled_from(["time", "memory"])
    stopped = {
        key: Cutoff(m=measured[key].m[-1] + 1 if key in measured else 1, why=draw(why))
        for key in sorted(left_out)
        if key not in measured or measured[key].m[-1] < 10_000_000
    }
    return race(measured, stopped, machine=draw(NAMES), network=draw(NAMES), is_whole=draw(st.booleans()))


def race(
    measured: dict[str, Series],
    stopped: dict[str, Cutoff] | None = None,
    machine: str = "a laptop",
    network: str = "the network on the board",
    is_whole: bool = True,
) -> Race:
    """A race of a network of 3, 4 and 2, with these times."""
    return Race(
        machine=Machine(name=machine, system="Linux", cores=2, python="3.11", numpy="2.4", blas="openblas"),
        date=datetime(2026, 5, 4, tzinfo=UTC),
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
