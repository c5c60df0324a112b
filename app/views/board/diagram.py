"""The network diagram: the geometry of its nodes and edges, which of them are lit; and an example as a picture."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import NamedTuple
from weakref import ref

import numpy as np
from cachetools import LRUCache, cached

from app.engine.names import INPUTS, names_of
from app.state import Cell, State
from app.views.base import words
from app.views.base.scene import Scene
from app.views.base.symbols import colour_of
from app.views.base.urls import PICTURE_PATH, url

DIAGRAM_WIDTH, DIAGRAM_HEIGHT = 360, 150
"""The view box of the SVG. All lengths are in its units."""
MOST_SLOTS = 8
"""Slots of a layer that is too large to be drawn whole: neurons and gaps together."""
PICTURE_X, PICTURE_SIDE, COLUMN_X, COLUMN_WIDTH = 4, 112, 168, 12
"""A picture and the column that it is unrolled to: left edge and side, left edge and width."""
MOST_COPIES, COPY_OFFSET = 4, 4
"""Copies of the network that are drawn behind it, and by how much each is moved to the right and up."""


@dataclass(frozen=True, slots=True)
class Input:
    """An input as a box; in the loop ``text`` is the entry of the current example."""

    x: float
    y: float
    width: float
    height: float
    index: int
    text: str
    lit: bool

    @property
    def has_text(self) -> bool:
        """Flat boxes have no room for a figure."""
        return self.height >= 13

    @property
    def center(self) -> float:
        return self.x + self.width / 2

    @property
    def base(self) -> float:
        """The y of the text's baseline."""
        return self.y + self.height / 2 + 4


@dataclass(frozen=True, slots=True)
class Neuron:
    """A neuron as a circle split into z | a. ``half`` is the half being computed: "z", "a" or "".

    ``index`` is the neuron's number if some neurons of the layer are left out, else "".
    """

    x: float
    y: float
    radius: float
    half: str
    lit: bool
    chosen: bool
    index: str

    @property
    def half_path(self) -> str:
        """The path of the half being computed: z on the left, a on the right."""
        sweep = 0 if self.half == "z" else 1
        top, bottom = self.y - self.radius, self.y + self.radius
        return f"M{self.x} {top}A{self.radius} {self.radius} 0 0 {sweep} {self.x} {bottom}Z"

    @property
    def split_path(self) -> str:
        return f"M{self.x} {self.y - self.radius}V{self.y + self.radius}"

    @property
    def has_text(self) -> bool:
        """Small circles have no room for letters."""
        return self.radius >= 10

    @property
    def z_x(self) -> float:
        return self.x - self.radius / 2

    @property
    def a_x(self) -> float:
        return self.x + self.radius / 2

    @property
    def index_x(self) -> float:
        """The x of the number, right of the circle."""
        return self.x + self.radius + 2

    @property
    def base(self) -> float:
        """The y of the letters' baseline."""
        return self.y + 4


@dataclass(frozen=True, slots=True)
class Edge:
    """A weight. ``state`` is "chosen" if it feeds the chosen neuron, "lit" if its layer is being computed."""

    x1: float
    y1: float
    x2: float
    y2: float
    state: str


class Box(NamedTuple):
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Unrolled:
    """The example as a picture, and the same numbers as one column: the picture's rows one after another.

    Every pixel has its ink, from 0 to 1. ``wedges`` are paths from each row of the picture to its part of the column.
    """

    picture: Box
    column: Box
    pixels: tuple[tuple[Box, float], ...]
    wedges: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Diagram:
    """The drawing. ``copies`` are the offsets of the copies drawn behind it; ``depth`` says how many there are in all.

    ``inputs`` is empty if ``unrolled`` shows a picture instead. ``gaps`` are the points of ellipses for units that are
    not drawn.
    """

    label: str
    inputs: tuple[Input, ...]
    neurons: tuple[Neuron, ...]
    gaps: tuple[tuple[float, float], ...]
    unrolled: Unrolled | None
    edges: tuple[Edge, ...]
    copies: tuple[int, ...]
    depth: str
    colour: int
    example: str
    width: int = DIAGRAM_WIDTH
    height: int = DIAGRAM_HEIGHT


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
    """Bytes of the diagram, estimated: 250 for each edge, neuron and pixel (measured)."""
    return 250 * (len(made.edges) + len(made.neurons) + (len(made.unrolled.pixels) if made.unrolled else 0))


def _cache_key(scene: Scene) -> Hashable:
    """The trace is referenced weakly, so that the cache does not keep its numbers alive."""
    return ref(scene.trace), scene.state


@cached(LRUCache(2 * 2**20, getsizeof=_size), _cache_key, Lock())  # 2 MB
def _diagram(scene: Scene) -> Diagram:
    step = scene.step
    example = step.example + 1 if step is not None and step.example is not None else 0
    is_deep = scene.state.view == "vectorized"
    layers = [_layer(scene, layer) for layer in range(scene.sizes.L + 1)]
    return Diagram(
        label=words.diagram(scene),
        inputs=() if scene.preset.picture else _inputs(scene, layers[0], example),
        neurons=tuple([neuron for number in scene.layers for neuron in _neurons(scene, number, layers[number])]),
        gaps=tuple([gap for layer in layers for gap in layer.gaps]),
        unrolled=_unrolled(scene),
        edges=_edges(scene, layers),
        copies=tuple([COPY_OFFSET * copy for copy in range(min(scene.sizes.m - 1, MOST_COPIES), 0, -1)])
        if is_deep
        else (),
        depth=words.depth(scene) if is_deep else "",
        colour=colour_of(example) if example else 0,
        example=f"{scene.preset.example} {example}" if example else "",
    )


class _Layer(NamedTuple):
    """A layer (0: the inputs) as it is drawn: where its units lie, by number from 0, its gaps, the room of a place."""

    points: Mapping[int, tuple[float, float]]
    gaps: tuple[tuple[float, float], ...]
    spacing: float


def _layer(scene: Scene, layer: int) -> _Layer:
    """That layer; a column of a picture is one place for all of its entries."""
    cell, has_picture = scene.chosen, scene.preset.picture is not None
    is_here = cell is not None and cell.matrix.layer == layer and cell.matrix.has_examples
    places = _fitted(scene.sizes.n[layer], cell.row - 1 if cell is not None and is_here else 0)
    points = _points(scene.sizes.L, layer, len(places), has_picture)
    if has_picture and layer == 0:
        return _Layer({0: points[0]}, (), 0.0)
    drawn = {unit: point for unit, point in zip(places, points, strict=True) if unit is not None}
    gaps = tuple([point for unit, point in zip(places, points, strict=True) if unit is None])
    return _Layer(drawn, gaps, _spacing(len(places)))


@lru_cache(maxsize=256)
def _fitted(n: int, chosen: int) -> tuple[int | None, ...]:
    """What stands at each place of a layer of n units, from the top: a unit from 0, or None for a gap.

    All units if they are few, else as many of the first as fit beside the chosen and the last one.
    """
    if n <= 10:
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


def _unrolled(scene: Scene) -> Unrolled | None:
    if scene.preset.picture is None:
        return None
    rows, columns = scene.preset.picture
    top, across, down = (DIAGRAM_HEIGHT - PICTURE_SIDE) / 2 + COPY_OFFSET, PICTURE_SIDE / columns, PICTURE_SIDE / rows
    column_x, cell = COLUMN_X, PICTURE_SIDE / (rows * columns)
    width, height, thickness = round(across, 2), round(down, 2), round(cell, 2)
    pixels = []
    for k, ink in enumerate(_inks(scene)):
        row, column = divmod(k, columns)
        if ink:
            x, y = round(PICTURE_X + column * across, 2), round(top + row * down, 2)
            pixels += [
                (Box(x, y, width, height), ink),
                (Box(column_x, round(top + k * cell, 2), COLUMN_WIDTH, thickness), ink),
            ]
    right = PICTURE_X + PICTURE_SIDE
    wedges = tuple(
        f"M{right} {round(top + row * down, 2)}L{column_x} {round(top + row * columns * cell, 2)}"
        f"V{round(top + (row + 1) * columns * cell, 2)}L{right} {round(top + (row + 1) * down, 2)}Z"
        for row in range(rows)
    )
    return Unrolled(
        picture=Box(PICTURE_X, top, PICTURE_SIDE, PICTURE_SIDE),
        column=Box(COLUMN_X, top, COLUMN_WIDTH, PICTURE_SIDE),
        pixels=tuple(pixels),
        wedges=wedges,
    )


def _inputs(scene: Scene, layer: _Layer, example: int) -> tuple[Input, ...]:
    """The inputs as boxes; in the loop each carries the entry of that example, if there is room for it."""
    width, height, lit = 42, min(22, layer.spacing - 2), INPUTS in scene.read
    texts = [scene.text(INPUTS, k, example - 1) if example else "" for k in layer.points]
    return tuple(
        [
            Input(x - width / 2, y - height / 2, width, height, k + 1, text if len(text) <= 6 else "", lit)
            for (k, (x, y)), text in zip(layer.points.items(), texts, strict=True)
        ]
    )


def _neurons(scene: Scene, number: int, layer: _Layer) -> list[Neuron]:
    _, _, Z, A = names_of(number)
    half = "z" if Z in scene.written else "a" if A in scene.written else ""
    lit = bool(half) or Z in scene.read or A in scene.read
    cell, radius = scene.chosen, min(15, layer.spacing / 2 - 1)
    chosen = cell.row - 1 if cell is not None and cell.matrix in (Z, A) else None
    return [
        Neuron(x, y, radius, half, lit, chosen=j == chosen, index=str(j + 1) if layer.gaps else "")
        for j, (x, y) in layer.points.items()
    ]


def _edges(scene: Scene, layers: list[_Layer]) -> tuple[Edge, ...]:
    """Every weight; those that are lit come last, so that they lie on top."""
    edges: dict[str, list[Edge]] = {"": [], "lit": [], "chosen": []}
    for number in scene.layers:
        W = names_of(number).W
        feeds, lit = scene.feeds.get(W), "lit" if W in scene.read else ""
        for j, end in layers[number].points.items():
            for k, start in layers[number - 1].points.items():
                is_chosen = feeds is not None and j in feeds.rows and k in feeds.columns
                state = "chosen" if is_chosen else lit
                edges[state].append(Edge(*start, *end, state))
    return (*edges[""], *edges["lit"], *edges["chosen"])


@lru_cache(maxsize=256)
def _points(L: int, layer: int, places: int, has_picture: bool) -> tuple[tuple[float, float], ...]:
    """Where the places of a layer lie, from the top."""
    start = margin = 34
    if has_picture:
        start = COLUMN_X + COLUMN_WIDTH
        if layer == 0:
            return ((start, DIAGRAM_HEIGHT / 2 + COPY_OFFSET),)
    x = round(start + layer * (DIAGRAM_WIDTH - start - margin - COPY_OFFSET * MOST_COPIES) / L, 1)
    middle, spacing = DIAGRAM_HEIGHT / 2 + COPY_OFFSET * MOST_COPIES / 2, _spacing(places)
    return tuple([(x, round(middle + (at - (places - 1) / 2) * spacing, 1)) for at in range(places)])


def _spacing(slots: int) -> float:
    return min(34.0, (DIAGRAM_HEIGHT - COPY_OFFSET * MOST_COPIES - 4) / slots)


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
