"""A plot on two logarithmic axes: grid, bands, lines, markers, and a name at the end of each line.

Lengths are SVG user units; on a phone one is 0.86 pixels. Text has a font size of 12.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor, inf, log10
from operator import attrgetter
from textwrap import wrap
from typing import Literal, TypeAlias

PLOT_WIDTH = 412
LEFT, RIGHT, TOP = 53.0, 323.0, 26.0
"""The rectangle of the axes; to the right of it is room for the names."""
LINE_HEIGHT = 14.0
"""Height of a line of text."""

Key: TypeAlias = Literal["time", "ratio"]
Rank: TypeAlias = Literal["first", "second", "beside"]
Shape: TypeAlias = Literal["circle", "square", "triangle", "diamond", "dot", "speck"]
XY: TypeAlias = tuple[float, float]
Writer: TypeAlias = Callable[[float], str]
SHAPES: dict[Shape, str] = {
    "circle": "m-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0z",
    "square": "m-4 -4h8v8h-8z",
    "triangle": "m0 -5l4.5 8h-9z",
    "diamond": "m0 -5l5 5l-5 5l-5 -5z",
    "dot": "m-3 0a3 3 0 1 0 6 0a3 3 0 1 0 -6 0z",
    "speck": "m-2 0a2 2 0 1 0 4 0a2 2 0 1 0 -4 0z",
}
"""The outline of a marker, as a path relative to its point."""


@dataclass(frozen=True, slots=True)
class Spread:
    """A measurement at one m: the median, the quartiles, and the same in words."""

    m: int
    middle: float
    low: float
    high: float
    text: str


@dataclass(frozen=True, slots=True)
class Measured:
    """The data of a line. ``key`` is the program, ``says`` a clause about the whole line for the label."""

    key: str
    rank: Rank
    shape: Shape
    name: str
    spreads: tuple[Spread, ...]
    says: str


@dataclass(frozen=True, slots=True)
class Text:
    """Text that begins at x, on the baseline y."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the grid, and its label; the label may be empty."""

    path: str
    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class LineName:
    """The name of a line: its lines of text and their box."""

    lines: tuple[str, ...]
    left: float
    middle: float
    width: float

    @property
    def height(self) -> float:
        return LINE_HEIGHT * len(self.lines)

    @property
    def rows(self) -> list[Text]:
        """The lines of text with their positions."""
        first = self.middle - self.height / 2 + 11
        return [Text(self.left, round(first + LINE_HEIGHT * n, 1), text) for n, text in enumerate(self.lines)]


@dataclass(frozen=True, slots=True)
class PlotLine:
    """A line through the medians, with the band of the quartiles, its markers (path and text) and its name.

    ``rank`` is how strongly it is drawn: loop and matrix form, the other programs, other races ("beside").
    """

    key: str
    rank: Rank
    shape: Shape
    path: str
    band: str
    marks: tuple[tuple[str, str], ...]
    name: LineName


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot with its axes. ``label`` is the text alternative, ``level`` the path of the line at 1 with its name."""

    key: Key
    height: int
    label: str
    title: Text
    m_title: Text
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    frame: str
    level: tuple[str, LineName] | None
    lines: tuple[PlotLine, ...]
    width: int = PLOT_WIDTH


@dataclass(frozen=True, slots=True)
class Scale:
    """A logarithmic axis: the decades ``low`` to ``high`` between the coordinates ``start`` and ``end``."""

    low: int
    high: int
    start: float
    end: float

    def at(self, value: float) -> float:
        """The coordinate of a value."""
        decade = min(max(log10(value), self.low), self.high)
        return round(self.start + (decade - self.low) / (self.high - self.low) * (self.end - self.start), 1)

    def decades(self, most: int, text: Writer) -> list[tuple[float, str]]:
        """The coordinate and the label of every decade; only every nth has a label if there are more than ``most``."""
        step = ceil((self.high - self.low) / most)
        every = range(self.low, self.high + 1)
        return [(self.at(10.0**n), "" if (n - self.low) % step else text(10.0**n)) for n in every]


@dataclass(frozen=True, slots=True)
class Axes:
    """Both axes: m to the right, the value upwards."""

    m: Scale
    value: Scale

    @property
    def bottom(self) -> float:
        return self.value.start

    def points(self, measured: Measured, value: Callable[[Spread], float] = attrgetter("middle")) -> list[XY]:
        """The coordinates of a value of every spread, by increasing m."""
        return [(self.m.at(each.m), self.value.at(value(each))) for each in measured.spreads]


def axes_of(every: Iterable[Measured], usual: tuple[int, int], bottom: float) -> Axes:
    """Axes of whole decades that cover the data, m from 1 to 100,000, and the ``usual`` decades of the value."""
    spreads = [spread for measured in every for spread in measured.spreads]
    values = [value for spread in spreads for value in (spread.low, spread.high)]
    return Axes(
        Scale(*_decades((spread.m for spread in spreads), (0, 5)), LEFT, RIGHT),
        Scale(*_decades(values, usual), bottom, TOP),
    )


def plot(
    key: Key, title: str, label: str, every: Sequence[Measured], axes: Axes, text: Writer, level: str = ""
) -> Plot:
    """The plot. ``text`` formats a decade of the value; ``level`` is the name of the line at 1, if there is one.

    Later lines of ``every`` are drawn on top.
    """
    ends = [(each.name, *axes.points(each)[-1], each.rank == "first") for each in every]
    if level:
        ends.append((level, RIGHT, axes.value.at(1.0), False))
    names = _names(ends, [place for each in every for place in axes.points(each)], axes.bottom)
    says = "; ".join(each.says for each in every) or "Nothing is measured yet"
    return Plot(
        key=key,
        height=round(axes.bottom) + 40,
        label=f"{label} {says}.",
        title=Text(6.0, 16.0, title),
        m_title=Text((LEFT + RIGHT) / 2, axes.bottom + 34, "number of examples m"),
        across=tuple(
            Tick(f"M{x} {TOP}V{axes.bottom}", x, axes.bottom + 16, m)
            for x, m in axes.m.decades(5, lambda m: f"{m:,.0f}")
        ),
        up=tuple(
            Tick(f"M{LEFT} {y}H{RIGHT}", LEFT - 6, round(y + 4, 1), value)
            for y, value in axes.value.decades(int((axes.bottom - TOP) / 17), text)
        ),
        frame=f"M{LEFT} {TOP}V{axes.bottom}H{RIGHT}",
        level=(f"M{LEFT} {axes.value.at(1.0)}H{RIGHT}", names[-1]) if level else None,
        lines=tuple(_line(each, name, axes) for each, name in zip(every, names, strict=False)),
    )


def _decades(values: Iterable[float], usual: tuple[int, int]) -> tuple[int, int]:
    exponents = [log10(value) for value in values]
    return floor(min([usual[0], *exponents])), ceil(max([usual[1], *exponents]))


def _names(ends: Sequence[tuple[str, float, float, bool]], marks: Sequence[XY], bottom: float) -> list[LineName]:
    """The names of lines with these ends: text, x, y and whether it is bold. If there are many, each has one row.

    A name moves up until it overlaps no name of a lower end, and down again where it would leave the plot.
    """
    names = [_name(*end, marks, most_rows=2) for end in ends]
    if sum(name.height for name in names) > (bottom - TOP) / 2:
        names = [_name(*end, marks, most_rows=1) for end in ends]
    y = [name.middle for name in names]
    upwards = sorted(range(len(ends)), key=lambda n: -ends[n][2])
    downwards = upwards[::-1]
    for k, n in enumerate(upwards):
        y[n] = min([y[n], bottom - names[n].height / 2, *(y[o] - _gap(names[n], names[o]) for o in upwards[:k])])
    for k, n in enumerate(downwards):
        y[n] = max([y[n], TOP + names[n].height / 2, *(y[o] + _gap(names[n], names[o]) for o in downwards[:k])])
    return [replace(name, middle=middle) for name, middle in zip(names, y, strict=True)]


def _gap(one: LineName, other: LineName) -> float:
    """The least distance between the middles of two names; none if they are side by side."""
    is_aside = one.left >= other.left + other.width or other.left >= one.left + one.width
    return -inf if is_aside else (one.height + other.height) / 2


def _name(text: str, x: float, y: float, is_bold: bool, marks: Sequence[XY], most_rows: int) -> LineName:
    """The name of a line: right of its end, or above it if markers are in the way on the right only."""
    room = 160.0 if most_rows == 1 else min(max(110.0, PLOT_WIDTH - x - 8), 160.0)
    letters = int(len(text) * room / text_width(text, is_bold))
    rows = tuple(wrap(text, letters, max_lines=most_rows, placeholder="…")) or ("",)
    width = max(text_width(row, is_bold) for row in rows)
    right = LineName(rows, x + 8, y, width)
    higher = y - right.height / 2 - 6
    if x + 8 + width > PLOT_WIDTH:
        return replace(right, left=round(PLOT_WIDTH - width, 1), middle=higher)
    above = replace(right, left=round(max(x - width / 2, 0), 1), middle=higher)
    return next((name for name in (right, above) if not any(_covers(name, *mark) for mark in marks)), right)


def _covers(name: LineName, x: float, y: float) -> bool:
    return -3 < x - name.left < name.width + 3 and abs(y - name.middle) < name.height / 2 + 3


def text_width(text: str, is_bold: bool) -> float:
    """The most that the text is wide in the fonts that browsers use for system-ui."""
    narrow = sum(each in "iljtfrI ,.:;'|()[]-/·" for each in text)
    wide = sum(each in "mwMW@%…—" or each > "\u2dff" for each in text)  # these letters are as wide as high
    capital = sum(each.isupper() for each in text)
    width = 12 * (0.63 * len(text) - 0.21 * narrow + 0.37 * wide + 0.1 * capital)
    return width * 1.13 if is_bold else width


def _line(measured: Measured, name: LineName, axes: Axes) -> PlotLine:
    middles = axes.points(measured)
    return PlotLine(
        key=measured.key,
        rank=measured.rank,
        shape=measured.shape,
        path=_path(middles),
        band="" if measured.rank == "beside" else _band(measured, axes),
        marks=tuple(
            (f"M{x} {y}{SHAPES[measured.shape]}", f"{measured.name}, {each.text}")
            for (x, y), each in zip(middles, measured.spreads, strict=True)
        ),
        name=name,
    )


def _path(points: Iterable[XY]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in points)


def _band(measured: Measured, axes: Axes) -> str:
    """Along the upper quartiles and back along the lower ones; a single point has a narrow band."""
    upper, lower = (axes.points(measured, attrgetter(value)) for value in ("high", "low"))
    if len(upper) == 1:
        upper, lower = ([(x - 3, y), (x + 3, y)] for ((x, y),) in (upper, lower))
    return _path([*upper, *reversed(lower)]) + "z"
