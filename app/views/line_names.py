"""Where the names of lines stand in a picture: beside their last points, apart from each other, clear of the lines.

Lengths are the picture's units. A name takes the free place that costs least; earlier names choose first.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from app.engine.ops import Array

SIZE, ROW, BASELINE = 12.0, 14.0, 11.0
"""Height of the letters, of a row of them, and where their baseline lies in it."""
GAP, CLEAR, AWAY = 9.0, 3.0, 2.0
"""Between a point and its name, around a name where no line should run, between a name and the path to it."""
ROOM = 110.0
"""A name may be as wide as this everywhere, and wider where there is more room to the right of its point."""
STEP = 2.0
"""Places are tried that far from each other."""
PUSHES = 24
"""How often names that would lie on each other push each other away."""
OVER_A_LINE, GIVING_WAY, TO_THE_LEFT, BELOW = 24.0, 200.0, 6.0, 1.5
"""What it costs to cover a line, the same for a name that gives way, and to stand before the point. To stand higher
costs the distance, to stand lower so many times the distance: where lines rise, the next one is nearer below."""
NARROW, WIDE = "iljtfrI ,.:;'|()[]-/·", "mwMW@%…—"
LAST_NARROW_SCRIPT, BOLD = "\u2dff", 1.13
"""Letters of the scripts after it are as wide as they are high; bold letters are wider by that factor."""


@dataclass(frozen=True, slots=True)
class Area:
    """Where names may stand, or where one stands."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Wanted:
    """A name, the last point of its line, whether it is set in bold, and whether it gives way to all others."""

    text: str
    x: float
    y: float
    bold: bool = False
    gives_way: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """Text that begins at x, on the baseline y."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Name:
    """A name in its place, the box that it fills, and a path to it from its point, empty if it stands close by."""

    rows: tuple[Row, ...]
    box: Area
    lead: str


def text_width(text: str, bold: bool = False) -> float:
    """How wide the text is at most in the fonts that browsers take for system-ui."""
    return SIZE * sum(map(_letter_width, text)) * (BOLD if bold else 1.0)


def _letter_width(letter: str) -> float:
    if letter in NARROW:
        return 0.42
    if letter in WIDE or letter > LAST_NARROW_SCRIPT:
        return 1.0
    return 0.73 if letter.isupper() else 0.63


def named(wanted: Sequence[Wanted], lines: Sequence[Array], area: Area) -> list[Name | None]:
    """Each name in its place, None where no place is left. ``lines`` are (points, 2).

    Six names always find a place in an area that is 232 high: five cover 105 of the 110 heights of a row at most.
    """
    samples = np.concatenate([np.empty((0, 2)), *(_samples(line) for line in lines)])
    placed: list[Name | None] = []
    for each, height in zip(wanted, _heights(wanted, area), strict=True):
        taken = [name.box for name in placed if name]
        placed.append(_best(each, height, taken, samples, area))
    return placed


def _heights(wanted: Sequence[Wanted], area: Area) -> list[float]:
    """Heights for the names, in the order of their points: those that would lie on each other push each other away."""
    boxes = [_after(each, _rows(each, area, 2), area) for each in wanted]
    heights = [each.y for each in wanted]
    firm = [n for n, each in enumerate(wanted) if not each.gives_way]
    pairs = list(combinations(sorted(firm, key=heights.__getitem__), 2))
    for _ in range(PUSHES):
        for upper, lower in pairs:
            apart = (boxes[upper].height + boxes[lower].height) / 2 - (heights[lower] - heights[upper])
            if apart > 0 and boxes[upper].left < boxes[lower].right and boxes[lower].left < boxes[upper].right:
                heights[upper] -= apart / 2
                heights[lower] += apart / 2
    return heights


def _best(wanted: Wanted, height: float, taken: Sequence[Area], samples: Array, area: Area) -> Name | None:
    """The place nearest to that height, in two rows if need be, else in one."""
    for most_rows in (2, 1):
        texts = _rows(wanted, area, most_rows)
        free = [box for box in _places(wanted, texts, area) if not any(_meet(box, other) for other in taken)]
        if free:
            return _name(wanted, texts, _cheapest(free, replace(wanted, y=height), samples))
    return None


def _rows(wanted: Wanted, area: Area, most: int) -> list[str]:
    """The name in one row if it fits there, else in two; what does not fit is cut off."""
    room = max(ROOM, area.right - wanted.x - GAP)
    rows, rest = [""], wanted.text.split(" ")
    while rest:
        longer = f"{rows[-1]} {rest[0]}".strip()
        if text_width(longer, wanted.bold) <= room or not rows[-1] or len(rows) == most:
            rows[-1] = longer
            rest.pop(0)
        else:
            rows.append("")
    return [_cut(row, room, wanted.bold) for row in rows]


def _cut(text: str, room: float, bold: bool) -> str:
    if text_width(text, bold) <= room:
        return text
    while text_width(f"{text}…", bold) > room:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _after(wanted: Wanted, texts: Sequence[str], area: Area) -> Area:
    """The box after the point, as far to the right as the area allows."""
    width, height = max(text_width(text, wanted.bold) for text in texts), ROW * len(texts)
    left = min(wanted.x + GAP, area.right - width)
    return Area(left, wanted.y - height / 2, left + width, wanted.y + height / 2)


def _places(wanted: Wanted, texts: Sequence[str], area: Area) -> Iterator[Area]:
    """Boxes at every height, after the point and before it."""
    after = _after(wanted, texts, area)
    width, height = after.right - after.left, after.height
    before = max(wanted.x - GAP - width, area.left)
    for top in np.arange(area.top, area.bottom - height + 0.01, STEP):
        for left in (after.left, before):
            yield Area(left, float(top), left + width, float(top) + height)


def _cheapest(free: Sequence[Area], wanted: Wanted, samples: Array) -> Area:
    """The nearest place that is clear of the lines; the nearest of all if the clear ones cost more."""

    def cost(box: Area) -> float:
        below = (box.top + box.bottom) / 2 - wanted.y
        return max(-below, below * BELOW) + (TO_THE_LEFT if box.left < wanted.x else 0.0)

    nearest, *others = sorted(free, key=cost)
    most = cost(nearest) + (GIVING_WAY if wanted.gives_way else OVER_A_LINE)
    near = (box for box in (nearest, *others) if cost(box) < most)
    return next((box for box in near if not _covers(box, samples)), nearest)


def _covers(box: Area, samples: Array) -> bool:
    x, y = samples.T
    across = (x > box.left - CLEAR) & (x < box.right + CLEAR)
    return bool(np.any(across & (y > box.top - CLEAR) & (y < box.bottom + CLEAR)))


def _name(wanted: Wanted, texts: Sequence[str], box: Area) -> Name:
    rows = (Row(round(box.left, 1), round(box.top + ROW * n + BASELINE, 1), text) for n, text in enumerate(texts))
    middle = (box.top + box.bottom) / 2
    near = box.left - AWAY if box.left > wanted.x else box.right + AWAY
    lead = f"M{wanted.x} {wanted.y}L{round(near, 1)} {round(middle, 1)}" if abs(middle - wanted.y) > box.height else ""
    return Name(tuple(rows), box, lead)


def _samples(line: Array) -> Array:
    """Points all along the line, (any number, 2)."""
    x, y = line.T
    between = np.append(np.arange(x[0], x[-1], STEP), x)
    return np.stack([between, np.interp(between, x, y)], axis=1)


def _meet(one: Area, other: Area) -> bool:
    return one.left < other.right and other.left < one.right and one.top < other.bottom and other.top < one.bottom
