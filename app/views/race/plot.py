"""The two plots of a race: the time of every program against m, and the ratio of loop and matrix form.

Programs differ by stroke, marker and name, never by colour: colours are those of examples.
"""

from collections.abc import Sequence
from math import log10

from app.state.record import Point, Race
from app.views.base.numbers import between, duration, fixed, times_as
from app.views.race.log_plot import Measured, Plot, Rank, Shape, Spread, Writer, axes_of, plot
from app.views.race.race_words import FLOAT32, LISTS, LOOP, VECTORIZED, name_of, programs_of

TIME_BOTTOM, RATIO_BOTTOM = 258.0, 160.0
"""y of the axis of m in each plot."""
MARKERS: dict[str, Shape] = {LISTS: "dot", LOOP: "circle", VECTORIZED: "square", FLOAT32: "triangle"}
"""The markers of the programs; any other program has diamonds."""


def time_plot(race: Race, beside: Sequence[Race] = ()) -> Plot:
    """The time of a forward pass against m: every program of the race, and the loop and the matrix form of others."""
    others = [_time(other, key, "beside") for other in beside for key in (LOOP, VECTORIZED) if key in other.series]
    second = [_time(race, key, "second") for key in programs_of(race) if key in {*race.series} - {LOOP, VECTORIZED}]
    first = [_time(race, key, "first") for key in (LOOP, VECTORIZED) if key in race.series]
    every = [*others, *second, *first]
    label = "Time of one forward pass against the number of examples m, on logarithmic scales."
    axes = axes_of(every, (-5, 0), TIME_BOTTOM)  # 10 µs to 1 s at least
    return plot("time", "time of one forward pass", label, every, axes, lambda seconds: duration(seconds, 1))


def ratio_plot(race: Race, beside: Sequence[Race] = ()) -> Plot | None:
    """The time of the loop divided by that of the matrix form, against m; None if no race measured both."""
    others = [_ratio(other, "beside", other.machine.name) for other in beside]
    every = [each for each in (*others, _ratio(race, "first", "loop / vectorized")) if each.spreads]
    label = "Time of the loop divided by the time of the matrix form, against the number of examples m."
    axes = axes_of(every, (-1, 3), RATIO_BOTTOM)  # a tenth to a thousand times at least
    return (
        plot("ratio", "how many times as long the loop takes", label, every, axes, _times, "equally fast")
        if every
        else None
    )


def _time(race: Race, key: str, rank: Rank) -> Measured:
    name = f"{name_of(key)}, {race.machine.name}" if rank == "beside" else name_of(key)
    points = race.series[key].points()
    return Measured(
        key=key,
        rank=rank,
        shape="speck" if rank == "beside" else MARKERS.get(key, "diamond"),
        name=name,
        spreads=tuple(_time_spread(point) for point in points),
        says=f"{name}: {_ends([(point.m, point.median) for point in points], duration)}",
    )


def _time_spread(point: Point) -> Spread:
    quartiles = f"quartiles {between(point.q1, point.q3, point.median)}"
    text = f"m = {point.m:,}: {duration(point.median)}, {quartiles}"
    return Spread(point.m, point.median, point.q1, point.q3, text)


def _ratio(race: Race, rank: Rank, name: str) -> Measured:
    spreads = _ratio_spreads(race)
    return Measured(
        key="ratio",
        rank=rank,
        shape="speck" if rank == "beside" else "circle",
        name=name,
        spreads=spreads,
        says=f"{name}: {_ends_and_most([(each.m, each.middle) for each in spreads])}" if spreads else "",
    )


def _ratio_spreads(race: Race) -> tuple[Spread, ...]:
    """The ratios, each from lower quartile of the loop / upper of the matrix form to upper / lower."""
    loop, vectorized = race.series.get(LOOP), race.series.get(VECTORIZED)
    if not loop or not vectorized:
        return ()
    both = ((point, vectorized.at(point.m)) for point in loop.points())
    return tuple(_ratio_spread(slow, fast) for slow, fast in both if fast)


def _ratio_spread(loop: Point, vectorized: Point) -> Spread:
    times = loop.median / vectorized.median
    text = f"m = {loop.m:,}: {times_as(times)} times as long"
    return Spread(loop.m, times, loop.q1 / vectorized.q3, loop.q3 / vectorized.q1, text)


def _ends(points: Sequence[tuple[int, float]], text: Writer) -> str:
    first, *_, last = [f"{text(value)} at m = {m:,}" for m, value in (points[0], points[-1])]
    return first if len(points) == 1 else f"from {first} to {last}"


def _ends_and_most(points: Sequence[tuple[int, float]]) -> str:
    most = max(points, key=lambda point: point[1])
    at_most = "" if most in (points[0], points[-1]) else f", at most {times_as(most[1])} at m = {most[0]:,}"
    return _ends(points, times_as) + at_most


def _times(value: float) -> str:
    """A decade of the ratio: 0.1, 1, 1,000."""
    return f"{value:,.0f}" if value >= 1 else fixed(value, round(-log10(value)))
