"""The network diagram: where every node and edge lies, and which are lit."""

from dataclasses import dataclass

from app.views import words
from app.views.hues import hue_of
from app.views.place import Place

WIDTH, HEIGHT = 360, 150
MARGIN = 34
RADIUS = 15
BOX = 42, 22
COPIES = 4
"""Copies of the network that are drawn behind it, at most."""
DEPTH = 4
"""How far each copy is moved to the right and up."""


@dataclass(frozen=True, slots=True)
class Input:
    """An input as a box; in the loop it carries the entry of the current example."""

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
        """Where the text's baseline lies."""
        return self.y + self.height / 2 + 4


@dataclass(frozen=True, slots=True)
class Neuron:
    """A neuron as a circle split into z | a. ``half`` is the half being computed, "z" or "a", or nothing."""

    x: float
    y: float
    radius: float
    half: str
    lit: bool
    chosen: bool

    @property
    def half_path(self) -> str:
        """The half that is being computed: z on the left, a on the right."""
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
    def base(self) -> float:
        """Where the letters' baseline lies."""
        return self.y + 4


@dataclass(frozen=True, slots=True)
class Edge:
    """A weight. ``state`` is "chosen" if it feeds the chosen neuron, "lit" if its layer is being computed."""

    x1: float
    y1: float
    x2: float
    y2: float
    state: str


@dataclass(frozen=True, slots=True)
class Diagram:
    """The drawing. ``copies`` are the offsets of the copies behind it; ``depth`` says how deep the stack really is."""

    width: int
    height: int
    label: str
    inputs: tuple[Input, ...]
    neurons: tuple[Neuron, ...]
    edges: tuple[Edge, ...]
    copies: tuple[int, ...]
    depth: int
    depth_text: str
    hue: int
    example: int
    example_text: str


def diagram(place: Place) -> Diagram:
    """The network at this place: the layer being computed, the chosen neuron and its incoming edges are lit."""
    step = place.step
    example = step.example + 1 if step is not None and step.example is not None else 0
    is_deep = place.state.view == "vectorized"
    return Diagram(
        width=WIDTH,
        height=HEIGHT,
        label=f"Network diagram: {'–'.join(str(n) for n in place.sizes.n)} units, from the inputs to the predictions",
        inputs=tuple(_input(place, k, example) for k in range(place.sizes.n[0])),
        neurons=tuple(_neuron(place, l, j) for l in range(1, place.sizes.L + 1) for j in range(place.sizes.n[l])),
        edges=_edges(place),
        copies=tuple(DEPTH * copy for copy in range(min(place.sizes.m - 1, COPIES), 0, -1)) if is_deep else (),
        depth=place.sizes.m if is_deep else 0,
        depth_text=words.depth(place),
        hue=hue_of(example) if example else 0,
        example=example,
        example_text=f"{place.preset.example} {example}",
    )


def _input(place: Place, k: int, example: int) -> Input:
    x, y = _position(place, 0, k)
    width, height = BOX[0], min(BOX[1], _spacing(place.sizes.n[0]) - 2)
    return Input(
        x=x - width / 2,
        y=y - height / 2,
        width=width,
        height=height,
        index=k + 1,
        text=place.texts("X").rows[k][example - 1] if example else "",
        lit="X" in place.read,
    )


def _neuron(place: Place, layer: int, j: int) -> Neuron:
    x, y = _position(place, layer, j)
    names = {f"Z{layer}": "z", f"A{layer}": "a"}
    return Neuron(
        x=x,
        y=y,
        radius=min(RADIUS, _spacing(place.sizes.n[layer]) / 2 - 1),
        half="".join(half for name, half in names.items() if name in place.written),
        lit=any(name in place.written or name in place.read for name in names),
        chosen=_is_chosen(place, layer, j),
    )


def _is_chosen(place: Place, layer: int, j: int) -> bool:
    cell = place.chosen
    return cell is not None and cell.matrix in (f"Z{layer}", f"A{layer}") and cell.row == j + 1


def _edges(place: Place) -> tuple[Edge, ...]:
    """Every weight; those that are lit come last, so that they lie on top."""
    edges = [
        Edge(*_position(place, layer - 1, k), *_position(place, layer, j), _edge_state(place, layer, j, k))
        for layer in range(1, place.sizes.L + 1)
        for j in range(place.sizes.n[layer])
        for k in range(place.sizes.n[layer - 1])
    ]
    return tuple(sorted(edges, key=lambda edge: ("", "lit", "chosen").index(edge.state)))


def _edge_state(place: Place, layer: int, j: int, k: int) -> str:
    if (j, k) in place.feeds.get(f"W{layer}", ()):
        return "chosen"
    return "lit" if f"W{layer}" in place.read else ""


def _position(place: Place, layer: int, unit: int) -> tuple[float, float]:
    n = place.sizes.n
    x = MARGIN + layer * (WIDTH - 2 * MARGIN - DEPTH * COPIES) / place.sizes.L
    y = HEIGHT / 2 + (unit - (n[layer] - 1) / 2) * _spacing(n[layer]) + DEPTH * COPIES / 2
    return round(x, 1), round(y, 1)


def _spacing(units: int) -> float:
    return min(34.0, (HEIGHT - DEPTH * COPIES - 4) / units)
