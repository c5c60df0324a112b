"""The network diagram: the geometry of its nodes and edges, which of them are lit; and an example as a picture."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import NamedTuple
from weakref import ref

import numpy as np
from cachetools import LRUCache, cached

from app.engine.names import INPUTS, Name, names_of
from app.state import Cell, State
from app.views.base import words
from app.views.base.scene import Scene
from app.views.base.symbols import colour_of
from app.views.base.urls import PICTURE_PATH, url

WIDTH, MARGIN = 382, 2
"""The most width of the view box, and what stays free at its sides. Lengths are in its units: pixels at that width."""
PITCH, LEAST_HEIGHT, MOST_HEIGHT = 44, 66, 260
"""Height for a neuron of the largest layer, and the bounds of the height of the view box."""
HIGHEST, ROOMY = 36, 36
"""The highest capsule, and how far apart the units of a small layer lie beside a large one, if there is room."""
FILLED = 0.84
"""How much of the distance between two units is filled by a capsule."""
MOST_SLOTS = 8
"""Slots of a layer that is too large to be drawn whole: neurons and gaps together."""
MOST_WHOLE = 10
"""Units of the largest layer that is drawn whole."""
PICTURE_SIDE, COLUMN_X, COLUMN_WIDTH = 104, 124, 12
"""A picture and the column that it is unrolled to: side, left edge and width."""
MOST_COPIES, COPY_UP = 4, 5
"""Copies of the network that are drawn behind it, and by how much each is moved up."""
MOST_GAP = 120
"""The most between two layers."""
LETTER, CORNER = 14, 7
"""Width of a half with a letter where only the other has room for its figure, and the corners there."""
LARGE, SMALL, LEGIBLE = 16, 14, 12
"""Sizes of figures, and the least in pixels at which they are read."""
MIDDLE_ROOM = 170
"""Pixels within which a drawing of middle height is legible."""
CLEAR, CLEAR_OF_EDGE = 3, 2
"""What stays free between a figure, or the number of an edge, and the middle of an outline."""
LOW = 0.6
"""The height of a letter such as z, for one of a digit."""
ROUND = 4
"""The corners of an input."""
CAPITAL = 0.356
"""Half the height of a digit, for a size of 1."""


class _Measures(NamedTuple):
    """Widths in a network: of an input, of a neuron, and by how much a copy is moved to the right."""

    box: float
    capsule: float
    right: float


MEASURES = (_Measures(62, 103, 7), _Measures(62, 103, 7), _Measures(50, 65, 6), _Measures(44, 55, 4))
"""With 1, 2, 3 and 4 layers."""
BESIDE_PICTURE = (_Measures(0, 103, 7), _Measures(0, 66, 7), _Measures(0, 48, 5), _Measures(0, 38, 3))
"""The same if a picture stands in place of the inputs."""


@dataclass(frozen=True, slots=True)
class Input:
    """An input as a box. ``text`` is the entry of the current example; if it is empty, the box has its symbol.

    ``is_known`` says whether the box belongs to an example. Even then ``text`` is empty if there is no room for it.
    """

    x: float
    y: float
    width: float
    height: float
    index: int
    text: str
    is_known: bool
    lit: bool
    base: float

    @property
    def center(self) -> float:
        return self.x + self.width / 2

    @property
    def path(self) -> str:
        across, down = self.width - 2 * ROUND, round(self.height - 2 * ROUND, 2)
        first, second = (f"a{ROUND} {ROUND} 0 0 1 {way}" for way in (f"{ROUND} {ROUND}", f"-{ROUND} {ROUND}"))
        third, fourth = (f"a{ROUND} {ROUND} 0 0 1 {way}" for way in (f"-{ROUND} -{ROUND}", f"{ROUND} -{ROUND}"))
        return f"M{self.x + ROUND} {self.y}h{across}{first}v{down}{second}h-{across}{third}v-{down}{fourth}z"


@dataclass(frozen=True, slots=True)
class Half:
    """One half of a neuron: z or a of the current example.

    ``state`` is "todo", "known" or "now" (computed by this step). ``text`` is the number; empty before it is computed,
    and if there is no room for it. Then the half has its letter. ``center`` is the x of the text.
    """

    letter: str
    state: str
    text: str
    center: float
    path: str


@dataclass(frozen=True, slots=True)
class Neuron:
    """A neuron as a capsule split into z | a.

    ``index`` is the neuron's number if some neurons of the layer are left out, else "". ``base`` and ``letter_base``
    are the baselines of figures and of letters.
    """

    x: float
    y: float
    width: float
    height: float
    radius: float
    split: float
    halves: tuple[Half, Half]
    lit: bool
    chosen: bool
    index: str
    base: float
    letter_base: float

    @property
    def is_known(self) -> bool:
        """Whether something of it is computed."""
        return any(half.state != "todo" for half in self.halves)

    @property
    def index_x(self) -> float:
        """The x at which the number ends, left of the capsule."""
        return self.x - 4


@dataclass(frozen=True, slots=True)
class Edge:
    """A weight, from the right edge of what it reads to the left edge of its neuron."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Weight:
    """The number of an edge, in the middle of it."""

    x: float
    y: float
    text: str


class Box(NamedTuple):
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Unrolled:
    """The example as a picture, and the same numbers as one column: the picture's rows one after another.

    ``shades`` are the pixels by their ink, from 0 to 1. ``wedges`` are paths from each row of the picture to its part
    of the column.
    """

    picture: Box
    column: Box
    shades: tuple[tuple[float, tuple[Box, ...]], ...]
    wedges: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NetworkBehind:
    """The network for another example, drawn behind: how far to the right and up, and the colour of the example."""

    right: float
    up: float
    colour: int


@dataclass(frozen=True, slots=True, eq=False)
class Diagram:
    """The drawing, for one example. ``hue`` is the colour of that example; None if nothing belongs to one yet.

    ``size`` is that of figures; ``needs`` says how much height it takes to read them: "low", "middle" or "high".
    ``inputs`` is empty if ``unrolled`` shows a picture instead. ``gaps`` are the points of ellipses for units that are
    not drawn. ``chosen`` are the edges that feed the chosen neuron, with their ``weights``; ``lit`` are the other
    weights that the step reads. ``shapes`` are paths of all boxes and halves by their state, for the ``copies``.
    ``caption`` is what stands below, and ``colour`` that of the example if the caption names one.
    """

    label: str
    width: float
    height: float
    size: int
    needs: str
    inputs: tuple[Input, ...]
    neurons: tuple[Neuron, ...]
    gaps: tuple[tuple[float, float], ...]
    unrolled: Unrolled | None
    plain: tuple[Edge, ...]
    lit: tuple[Edge, ...]
    chosen: tuple[Edge, ...]
    weights: tuple[Weight, ...]
    copies: tuple[NetworkBehind, ...]
    shapes: tuple[tuple[str, str], ...]
    hue: int | None
    caption: str
    colour: int | None


@dataclass(frozen=True, slots=True)
class Picture:
    """Pixels of one unit each: x, y and ink, from 0 to 1. Those without ink are left out."""

    width: int
    height: int
    pixels: tuple[tuple[int, int, float], ...]


def diagram(scene: Scene) -> Diagram:
    """The network. The layer being computed, the chosen neuron and its incoming edges are lit.

    Equal diagrams are the same object while they are cached.
    """
    return _diagram(scene.plain)


def _size(made: Diagram) -> int:
    """Bytes of the diagram, estimated: 250 for each edge and pixel, 1,000 for each neuron (measured)."""
    pixels = sum(len(boxes) for _, boxes in made.unrolled.shades) if made.unrolled else 0
    edges = len(made.plain) + len(made.lit) + len(made.chosen)
    return 250 * (edges + pixels) + 1_000 * (len(made.neurons) + len(made.inputs))


def _cache_key(scene: Scene) -> Hashable:
    """The trace is referenced weakly, so that the cache does not keep its numbers alive."""
    return ref(scene.trace), scene.state


@cached(LRUCache(2 * 2**20, getsizeof=_size), _cache_key, Lock())  # 2 MB
def _diagram(scene: Scene) -> Diagram:
    frame = _frame(scene)
    layers = [_layer(scene, frame, layer) for layer in range(scene.sizes.L + 1)]
    inputs = () if scene.preset.picture else _inputs(scene, frame, layers[0])
    neurons = tuple([neuron for number in scene.layers for neuron in _neurons(scene, frame, number, layers[number])])
    edges = _edges(scene, layers)
    weights = _weights(edges, frame)
    least = frame.height * LEGIBLE / frame.size
    hue, names_example = colour_of(scene.example), scene.step is not None and scene.step.example is not None
    return Diagram(
        label=words.diagram(scene),
        width=frame.width,
        height=frame.height,
        size=frame.size,
        needs="low" if frame.height <= PITCH * 4 else "middle" if least <= MIDDLE_ROOM else "high",
        inputs=inputs,
        neurons=neurons,
        gaps=tuple([gap for layer in layers for gap in layer.gaps]),
        unrolled=_unrolled(scene, frame),
        plain=tuple([edge for state, edge, _ in edges if state == "plain"]),
        lit=tuple([edge for state, edge, _ in edges if state == "lit"]),
        chosen=tuple([edge for state, edge, _ in edges if state == "chosen"]),
        weights=weights,
        copies=_copies(scene, frame),
        shapes=_shapes(inputs, neurons) if frame.copies else (),
        hue=hue if scene.step else None,
        caption=words.under_drawing(scene),
        colour=hue if names_example else None,
    )


class _Canvas(NamedTuple):
    """What all parts of a drawing have in common: its width and height, the size of figures, widths, places and copies.

    ``x`` is the left edge of each layer, the inputs first; ``gap`` lies between two layers; ``pitch`` is the distance
    between two units of the largest layer, and ``room`` the height for a layer, around ``middle``.
    """

    width: float
    height: float
    size: int
    widths: _Measures
    x: tuple[float, ...]
    gap: float
    pitch: float
    room: float
    middle: float
    copies: int


def _frame(scene: Scene) -> _Canvas:
    has_picture = scene.preset.picture is not None
    copies = min(scene.sizes.m - 1, MOST_COPIES) if scene.state.view == "vectorized" else 0
    return _framed(scene.sizes.n, has_picture, copies)


@lru_cache(maxsize=256)
def _framed(n: tuple[int, ...], has_picture: bool, copies: int) -> _Canvas:
    L, largest = len(n) - 1, max(MOST_SLOTS if units > MOST_WHOLE else units for units in n[has_picture:])
    widths = (BESIDE_PICTURE if has_picture else MEASURES)[min(L, len(MEASURES)) - 1]
    start = COLUMN_X + COLUMN_WIDTH if has_picture else MARGIN + widths.box
    gap = min(MOST_GAP, (WIDTH - MARGIN - copies * widths.right - start - L * widths.capsule) / L)
    xs = [round(start + gap + layer * (widths.capsule + gap), 1) for layer in range(L)]
    least = PICTURE_SIDE + 2 * MARGIN + MOST_COPIES * COPY_UP if has_picture else LEAST_HEIGHT
    height = min(max(PITCH * largest, least), MOST_HEIGHT)
    room = height - copies * COPY_UP
    return _Canvas(
        width=min(WIDTH, start + L * (widths.capsule + gap) + copies * widths.right + MARGIN),
        height=height,
        size=LARGE if L <= 2 and not has_picture else SMALL,
        widths=widths,
        x=(start - widths.box, *xs),
        gap=gap,
        pitch=min(PITCH, room / largest),
        room=room,
        middle=height - room / 2,
        copies=copies,
    )


def _copies(scene: Scene, frame: _Canvas) -> tuple[NetworkBehind, ...]:
    """The examples after the current one, the farthest first: it is painted first."""
    return tuple(
        [
            NetworkBehind(
                at * frame.widths.right, at * COPY_UP, colour_of((scene.example - 1 + at) % scene.sizes.m + 1)
            )
            for at in range(frame.copies, 0, -1)
        ]
    )


def _shapes(inputs: tuple[Input, ...], neurons: tuple[Neuron, ...]) -> tuple[tuple[str, str], ...]:
    """All boxes and halves of each state as one path."""
    paths = {"todo": "", "known": "", "now": ""}
    for box in inputs:
        paths["known" if box.is_known else "todo"] += box.path
    for neuron in neurons:
        for half in neuron.halves:
            paths[half.state] += half.path
    return tuple([(state, path) for state, path in paths.items() if path])


class _Layer(NamedTuple):
    """A layer (0: the inputs) as it is drawn.

    Where the middles of its units lie, by number from 0; the points of its gaps; its left and right edge; the height of
    a unit.
    """

    middles: Mapping[int, float]
    gaps: tuple[tuple[float, float], ...]
    left: float
    right: float
    height: float


def _layer(scene: Scene, frame: _Canvas, layer: int) -> _Layer:
    """That layer; a column of a picture is one place for all of its entries."""
    cell, left = scene.chosen, frame.x[layer]
    right = round(left + (frame.widths.capsule if layer else frame.widths.box), 1)
    if scene.preset.picture and layer == 0:
        return _Layer({0: frame.middle}, (), left, right, 0.0)
    is_here = cell is not None and cell.matrix.layer == layer and cell.matrix.has_examples
    places = _fitted(scene.sizes.n[layer], cell.row - 1 if cell is not None and is_here else 0)
    spacing = max(frame.pitch, min(ROOMY, frame.room / len(places)))
    points = [round(frame.middle + (at - (len(places) - 1) / 2) * spacing, 1) for at in range(len(places))]
    drawn = {unit: y for unit, y in zip(places, points, strict=True) if unit is not None}
    free = frame.copies * COPY_UP / 2  # the copies of the unit below take as much
    gaps = tuple(
        [((left + right) / 2, round(y - free, 1)) for unit, y in zip(places, points, strict=True) if unit is None]
    )
    return _Layer(drawn, gaps, left, right, round(min(HIGHEST, FILLED * spacing), 1))


@lru_cache(maxsize=256)
def _fitted(n: int, chosen: int) -> tuple[int | None, ...]:
    """What stands at each place of a layer of n units, from the top: a unit from 0, or None for a gap.

    All units if they are few, else as many of the first as fit beside the chosen and the last one.
    """
    if n <= MOST_WHOLE:
        return tuple(range(n))
    tried = (_with_gaps(sorted({*range(first), chosen, n - 1})) for first in range(MOST_SLOTS, 0, -1))
    return next(slots for slots in tried if len(slots) <= MOST_SLOTS)


def _with_gaps(units: list[int]) -> tuple[int | None, ...]:
    slots: list[int | None] = []
    for unit in units:
        if slots and slots[-1] != unit - 1:
            slots.append(None)
        slots.append(unit)
    return tuple(slots)


def _unrolled(scene: Scene, frame: _Canvas) -> Unrolled | None:
    if scene.preset.picture is None:
        return None
    rows, columns = scene.preset.picture
    top, across, down = frame.middle - PICTURE_SIDE / 2, PICTURE_SIDE / columns, PICTURE_SIDE / rows
    cell = PICTURE_SIDE / (rows * columns)
    width, height, thickness = round(across, 2), round(down, 2), round(cell, 2)
    shades: dict[float, list[Box]] = {}
    for k, ink in enumerate(_inks(scene)):
        row, column = divmod(k, columns)
        if ink:
            x, y = round(MARGIN + column * across, 2), round(top + row * down, 2)
            shades.setdefault(ink, []).extend(
                [Box(x, y, width, height), Box(COLUMN_X, round(top + k * cell, 2), COLUMN_WIDTH, thickness)]
            )
    right = MARGIN + PICTURE_SIDE
    wedges = tuple(
        f"M{right} {round(top + row * down, 2)}L{COLUMN_X} {round(top + row * columns * cell, 2)}"
        f"V{round(top + (row + 1) * columns * cell, 2)}L{right} {round(top + (row + 1) * down, 2)}Z"
        for row in range(rows)
    )
    return Unrolled(
        picture=Box(MARGIN, top, PICTURE_SIDE, PICTURE_SIDE),
        column=Box(COLUMN_X, top, COLUMN_WIDTH, PICTURE_SIDE),
        shades=tuple([(ink, tuple(boxes)) for ink, boxes in sorted(shades.items())]),
        wedges=wedges,
    )


def _text_width(text: str, size: float) -> float:
    """The width of a figure, estimated by its characters."""
    return size * sum(0.28 if character in ".·" else 0.5 for character in text)


def _inset(radius: float, size: float) -> float:
    """How far a rounded end comes in at the top of a figure."""
    half = min(CAPITAL * size, radius)
    return radius - float(np.sqrt(radius**2 - half**2))


def _inputs(scene: Scene, frame: _Canvas, layer: _Layer) -> tuple[Input, ...]:
    """The inputs as boxes; from the first step on each carries the entry of the current example, if it fits."""
    width, is_known, lit = frame.widths.box, scene.step is not None, INPUTS in scene.read
    made = []
    for k, y in layer.middles.items():
        text = scene.text(INPUTS, k, scene.example - 1) if is_known else ""
        shown = text if _text_width(text, frame.size) + 2 * CLEAR <= width else ""
        top, base = round(y - layer.height / 2, 2), round(y + CAPITAL * frame.size, 1)
        made.append(Input(layer.left, top, width, layer.height, k + 1, shown, is_known, lit, base))
    return tuple(made)


def _neurons(scene: Scene, frame: _Canvas, number: int, layer: _Layer) -> list[Neuron]:
    _, _, Z, A = names_of(number)
    lit, cell = any(name in found for name in (Z, A) for found in (scene.written, scene.read)), scene.chosen
    chosen = cell.row - 1 if cell is not None and cell.matrix in (Z, A) else None
    states = (_state(scene, Z), _state(scene, A))
    return [
        _capsule(
            frame,
            layer,
            y,
            states,
            (_entry(scene, Z, j), _entry(scene, A, j)),
            lit=lit,
            chosen=j == chosen,
            index=str(j + 1) if layer.gaps else "",
        )
        for j, y in layer.middles.items()
    ]


def _state(scene: Scene, name: Name) -> str:
    """The state of the current example's column."""
    if not scene.is_computed(name, scene.example - 1):
        return "todo"
    return "now" if name in scene.written else "known"


def _entry(scene: Scene, name: Name, row: int) -> str:
    """The current example's number; empty before it is computed."""
    column = scene.example - 1
    return scene.text(name, row, column) if scene.is_computed(name, column) else ""


def _capsule(
    frame: _Canvas,
    layer: _Layer,
    y: float,
    states: tuple[str, str],
    texts: tuple[str, str],
    *,
    lit: bool,
    chosen: bool,
    index: str,
) -> Neuron:
    """A neuron. If it has no room for two figures, the last that is computed has most of it."""
    x, width, height = layer.left, frame.widths.capsule, layer.height
    is_narrow = width < MEASURES[0].capsule
    radius = min(height / 2, CORNER) if is_narrow else height / 2
    inset, middle = _inset(radius, frame.size), width / 2
    needed = [_text_width(text, frame.size) + 2 * CLEAR + inset for text in texts]
    shown, split = [text if room <= middle else "" for text, room in zip(texts, needed, strict=True)], middle
    if is_narrow:
        last = 1 if texts[1] else 0
        fits = bool(texts[last]) and needed[last] <= width - LETTER
        shown = [text if fits and which == last else "" for which, text in enumerate(texts)]
        if fits:
            split = LETTER if last else width - LETTER
    left, right, at = x, round(x + width, 1), round(x + split, 1)
    top, r = round(y - height / 2, 2), round(radius, 2)
    straight = round(height - 2 * r, 2)
    paths = (
        f"M{at} {top}H{round(left + r, 2)}a{r} {r} 0 0 0 -{r} {r}v{straight}a{r} {r} 0 0 0 {r} {r}H{at}z",
        f"M{at} {top}H{round(right - r, 2)}a{r} {r} 0 0 1 {r} {r}v{straight}a{r} {r} 0 0 1 -{r} {r}H{at}z",
    )
    first, second = (inset if text else _inset(radius, LOW * frame.size) for text in shown)
    centers = (round((left + first + at) / 2, 1), round((at + right - second) / 2, 1))
    z, a = (Half(*each) for each in zip("za", states, shown, centers, paths, strict=True))
    return Neuron(
        x=x,
        y=top,
        width=width,
        height=height,
        radius=r,
        split=at,
        halves=(z, a),
        lit=lit,
        chosen=chosen,
        index=index,
        base=round(y + CAPITAL * frame.size, 1),
        letter_base=round(y + 4, 1),
    )


def _edges(scene: Scene, layers: list[_Layer]) -> list[tuple[str, Edge, str]]:
    """Every weight that is drawn: its state, its edge and, if it feeds the chosen neuron, its number."""
    edges = []
    for number in scene.layers:
        W = names_of(number).W
        feeds, lit, before, after = scene.feeds.get(W), W in scene.read, layers[number - 1], layers[number]
        is_whole = not (number == 1 and scene.preset.picture)
        for j, end in after.middles.items():
            for k, start in before.middles.items():
                is_chosen = feeds is not None and j in feeds.rows and k in feeds.columns
                text = scene.text(W, j, k) if is_chosen and is_whole else ""
                state = "chosen" if is_chosen else "lit" if lit else "plain"
                edges.append((state, Edge(before.right, start, after.left, end), text))
    return edges


def _weights(edges: list[tuple[str, Edge, str]], frame: _Canvas) -> tuple[Weight, ...]:
    """The numbers of the chosen neuron's edges; none if one of them does not fit between two layers."""
    numbered = [(edge, text) for _, edge, text in edges if text]
    if any(_text_width(text, frame.size) + 2 * CLEAR_OF_EDGE > frame.gap for _, text in numbered):
        return ()
    below = CAPITAL * frame.size
    return tuple(
        [
            Weight(round((edge.x1 + edge.x2) / 2, 1), round((edge.y1 + edge.y2) / 2 + below, 1), text)
            for edge, text in numbered
        ]
    )


def picture(scene: Scene) -> Picture | None:
    """The current example as a picture; None if the preset's examples are not pictures."""
    if scene.preset.picture is None:
        return None
    height, width = scene.preset.picture
    pixels = ((k % width, k // width, ink) for k, ink in enumerate(_inks(scene)) if ink)
    return Picture(width, height, tuple(pixels))


def _inks(scene: Scene) -> list[float]:
    """The inputs of the current example as ink from 0 to 1, which is the largest input."""
    column, black = scene.matrix(INPUTS)[:, scene.example - 1], scene.matrices.largest[INPUTS] or 1.0
    inks: list[float] = np.clip(column / black, 0.0, 1.0).round(2).tolist()
    return inks


def picture_urls(state: State, examples: range) -> list[str]:
    """The URLs of the pictures of these examples (from 0)."""
    numbers = state.numbers
    return [url(PICTURE_PATH, numbers, cell=str(Cell(INPUTS, 1, i + 1))) for i in examples]
