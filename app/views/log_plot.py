"""A picture of lines on two logarithmic axes: grid, bands, lines, marks and a name at the end of every line.

Lengths are the picture's units. Letters are 12 high, so that they can be read on a phone, where a unit is 0.86 pixels.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Literal, TypeAlias

import numpy as np

from app.views.line_names import Area, Name, Row, Wanted, named

WIDTH = 410
LEFT, RIGHT, TOP = 53.0, 323.0, 26.0
"""Where the axes run; to the right of them is room for a name."""
TITLE = (6.0, 16.0)
"""Where the title of the value begins."""
LABELS_BELOW, TITLE_BELOW, BELOW = 16.0, 34.0, 40
"""What stands below the axes: the labels of m, the title of that axis, the end of the picture."""
LABELS_BEFORE, LABELS_DOWN = 6.0, 4.0
"""The labels of the other axis: how far before it they end, and how far their baseline lies below their line."""
M = (0, 5)
"""Decades of m that are always there: from 1 to 100,000, so that nothing jumps while points arrive."""
MOST_LABELS_OF_M, ROW_OF_LABELS = 5, 17.0
"""How many decades of m get a label at most, and the height that a label of the other axis needs."""
HALF_A_POINT = 3.0
"""Half the width of the band of a single point."""

Key: TypeAlias = Literal["time", "ratio"]
Rank: TypeAlias = Literal["first", "second", "beside"]
Shape: TypeAlias = Literal["circle", "square", "triangle", "diamond", "dot", "speck"]
Place: TypeAlias = tuple[float, float]
Text: TypeAlias = Callable[[float], str]


@dataclass(frozen=True, slots=True)
class Spread:
    """What was measured at one m: a middle, the quartiles, and the same in words."""

    m: int
    middle: float
    low: float
    high: float
    text: str


@dataclass(frozen=True, slots=True)
class Measured:
    """What becomes a line. ``key`` is the program's, ``says`` a part of a sentence about the whole line."""

    key: str
    rank: Rank
    shape: Shape
    name: str
    spreads: tuple[Spread, ...]
    says: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the grid, and its label; the label may be empty."""

    path: str
    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A measured point, and what it says."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line through the middles, with the band of the quartiles, its marks and its name.

    ``rank`` says how strongly it is drawn: the two that the page is about, the others, races beside this one.
    """

    key: str
    rank: Rank
    shape: Shape
    path: str
    band: str
    marks: tuple[Mark, ...]
    name: Name | None


@dataclass(frozen=True, slots=True)
class Level:
    """The line at 1 with its name."""

    path: str
    name: Name | None


@dataclass(frozen=True, slots=True)
class Plot:
    """A picture with its axes. ``label`` says in a few sentences what is seen."""

    key: Key
    width: int
    height: int
    label: str
    title: Row
    m_title: Row
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    frame: str
    level: Level | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """A logarithmic axis: the decades from ``low`` to ``high`` between two places."""

    low: int
    high: int
    start: float
    end: float

    def at(self, value: float) -> float:
        """Where the value stands."""
        decade = min(max(log10(value), self.low), self.high)
        return round(self.start + (decade - self.low) / (self.high - self.low) * (self.end - self.start), 1)

    def decades(self, most: int, text: Text) -> list[tuple[float, str]]:
        """The place of every decade and its label; where there would be more than ``most``, some have none."""
        step = ceil((self.high - self.low) / most)
        every = range(self.low, self.high + 1)
        return [(self.at(10.0**n), "" if (n - self.low) % step else text(10.0**n)) for n in every]


@dataclass(frozen=True, slots=True)
class Axes:
    """Both axes: m to the right, the value up."""

    m: Scale
    value: Scale

    @property
    def bottom(self) -> float:
        return self.value.start

    def places(self, measured: Measured, value: Callable[[Spread], float]) -> list[Place]:
        """Where a value of every spread stands, from the smallest m."""
        return [(self.m.at(each.m), self.value.at(value(each))) for each in measured.spreads]


def axes_of(every: Iterable[Measured], usual: tuple[int, int], bottom: float) -> Axes:
    """Axes that cover the data in whole decades, and always the usual ones."""
    spreads = [spread for measured in every for spread in measured.spreads]
    values = [value for spread in spreads for value in (spread.low, spread.high)]
    return Axes(
        Scale(*_decades((spread.m for spread in spreads), M), LEFT, RIGHT),
        Scale(*_decades(values, usual), bottom, TOP),
    )


def plot(key: Key, title: str, label: str, every: Sequence[Measured], axes: Axes, text: Text, level: str = "") -> Plot:
    """The picture. ``text`` writes a decade of the value; ``level`` is the name of the line at 1, if there is one.

    What comes later in ``every`` lies on top and chooses the place of its name first. A line of a race beside is left
    out where no room is left for its name.
    """
    wanted = [Wanted(level, RIGHT, axes.value.at(1.0))] if level else []
    names = _names(every, wanted, axes)
    drawn = [(each, name) for each, name in zip(every, names, strict=False) if name or each.rank != "beside"]
    return Plot(
        key=key,
        width=WIDTH,
        height=round(axes.bottom) + BELOW,
        label=f"{label} {_sentence([each.says for each, _ in drawn])}",
        title=Row(*TITLE, title),
        m_title=Row((LEFT + RIGHT) / 2, axes.bottom + TITLE_BELOW, "number of examples m"),
        across=_across(axes),
        up=_up(axes, text),
        frame=f"M{LEFT} {TOP}V{axes.bottom}H{RIGHT}",
        level=Level(f"M{LEFT} {axes.value.at(1.0)}H{RIGHT}", names[-1]) if level else None,
        lines=tuple(_line(each, name, axes) for each, name in drawn),
    )


def _sentence(parts: Sequence[str]) -> str:
    return f"{'; '.join(parts)}." if parts else "Nothing is measured yet."


def _decades(values: Iterable[float], usual: tuple[int, int]) -> tuple[int, int]:
    exponents = [log10(value) for value in values]
    return floor(min([usual[0], *exponents])), ceil(max([usual[1], *exponents]))


def _names(every: Sequence[Measured], more: Sequence[Wanted], axes: Axes) -> list[Name | None]:
    """The names of the lines and of what else is named; the last chooses its place first."""
    places = [axes.places(each, _middle) for each in every]
    wanted = [
        Wanted(each.name, *line[-1], bold=each.rank == "first", gives_way=each.rank == "beside")
        for each, line in zip(every, places, strict=True)
    ]
    area = Area(LEFT, TOP, WIDTH, axes.bottom)
    return named([*wanted, *more][::-1], [np.array(line) for line in places], area)[::-1]


def _middle(spread: Spread) -> float:
    return spread.middle


def _line(measured: Measured, name: Name | None, axes: Axes) -> Line:
    middles = axes.places(measured, _middle)
    return Line(
        key=measured.key,
        rank=measured.rank,
        shape=measured.shape,
        path=_path(middles),
        band="" if measured.rank == "beside" else _band(measured, axes),
        marks=tuple(
            Mark(SHAPES[measured.shape](x, y), f"{measured.name}, {each.text}")
            for (x, y), each in zip(middles, measured.spreads, strict=True)
        ),
        name=name,
    )


def _path(places: Iterable[Place]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in places)


def _band(measured: Measured, axes: Axes) -> str:
    """There along the upper quartiles and back along the lower ones; a single point has a narrow band."""
    upper, lower = (axes.places(measured, value) for value in (lambda each: each.high, lambda each: each.low))
    if len(upper) == 1:
        upper, lower = ([(x - HALF_A_POINT, y), (x + HALF_A_POINT, y)] for ((x, y),) in (upper, lower))
    return _path([*upper, *reversed(lower)]) + "z"


def _across(axes: Axes) -> tuple[Tick, ...]:
    """Lines from the axis of m up, and the labels below it."""
    return tuple(
        Tick(f"M{x} {TOP}V{axes.bottom}", x, axes.bottom + LABELS_BELOW, text)
        for x, text in axes.m.decades(MOST_LABELS_OF_M, lambda m: f"{m:,.0f}")
    )


def _up(axes: Axes, text: Text) -> tuple[Tick, ...]:
    """Lines from the axis of the value to the right, and the labels before it."""
    most = int((axes.bottom - TOP) / ROW_OF_LABELS)
    return tuple(
        Tick(f"M{LEFT} {y}H{RIGHT}", LEFT - LABELS_BEFORE, round(y + LABELS_DOWN, 1), label)
        for y, label in axes.value.decades(most, text)
    )


def _circle(x: float, y: float) -> str:
    return _round(x, y, 4.5)


def _dot(x: float, y: float) -> str:
    return _round(x, y, 3.0)


def _speck(x: float, y: float) -> str:
    return _round(x, y, 2.0)


def _round(x: float, y: float, radius: float) -> str:
    across = f"{radius} {radius} 0 1 0"
    return f"M{round(x - radius, 1)} {y}a{across} {2 * radius} 0a{across} {-2 * radius} 0z"


def _square(x: float, y: float) -> str:
    return f"M{round(x - 4, 1)} {round(y - 4, 1)}h8v8h-8z"


def _triangle(x: float, y: float) -> str:
    return f"M{x} {round(y - 5, 1)}l4.5 8h-9z"


def _diamond(x: float, y: float) -> str:
    return f"M{x} {round(y - 5, 1)}l5 5l-5 5l-5 -5z"


SHAPES: dict[Shape, Callable[[float, float], str]] = {
    "circle": _circle,
    "square": _square,
    "triangle": _triangle,
    "diamond": _diamond,
    "dot": _dot,
    "speck": _speck,
}
"""The outline of a mark round a place."""
