"""What of a network fits on paper, how wide its cells are, and how its results are rounded."""

from dataclasses import dataclass

import numpy as np

from app.engine.names import INPUTS, Name, computed_names, inputs_of, names_of
from app.engine.ops import Array
from app.views.base.numbers import exact_decimals, fixed, number
from app.views.base.scene import Scene

PAPER = 184
"""Millimetres between the margins of A4, less what the brackets take. Letter is 6 mm wider."""
GAPS = 12
"""Millimetres between W, b and Z."""
MOST_COLUMNS = 6
MOST_UNITS = 8
"""Rows and columns of a matrix that is worked out by hand."""
ROOM, BAND = 199, 12
"""Millimetres for the bands on one page of Letter, above the foot; and those that a band takes besides its rows."""
DRAWN = 3
"""Rows of the first band at least: the network is drawn beside it."""
ROWS = {8.0: "", 7.0: "low", 6.5: "lowest"}
"""How high a row may be, in millimetres, and what static/css/paper/matrices.css calls it."""
WIDTHS = {3: 10, 5: 14, 7: 19, 10: 26, 14: 35, 22: 54}
"""A figure of so many characters, its point not counted, has room in so many millimetres, in the widest of the fonts
that systems have; static/css/paper/matrices.css has the same list."""
NAMES = ((2, 6), (6, 13), (12, 22), (17, 30))
"""A name of a row may have so many characters, and then takes so many millimetres."""
MOST_DECIMALS = 2


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Layers (from 1) and examples (from 0). ``row`` says how high a row is, ``height`` how many millimetres the bands
    are; ``cell``, ``weight`` and ``name`` are the characters there is room for."""

    layers: range
    examples: range
    row: str
    height: float
    cell: int
    weight: int
    name: int

    @property
    def given(self) -> Name:
        """The matrix that enters: X, or the activations of the layer before."""
        return inputs_of(self.layers[0])

    @property
    def names(self) -> tuple[Name, ...]:
        """The matrices with a column an example, from the one that enters."""
        return (self.given, *computed_names(self.layers))


def excerpt(scene: Scene) -> Excerpt | None:
    """As much as fits on two pages. None if a layer is too large, or its figures are too long, to be worked by hand."""
    layers = _layers(scene)
    units = scene.sizes.n[layers[0] - 1 : layers[-1] + 1]
    if max(units) > MOST_UNITS:
        return None
    shown, enters = computed_names(layers), inputs_of(layers[0])
    cell = _room(scene, (enters, *shown))
    weight = _room(scene, tuple(name for layer in layers for name in names_of(layer) if name.is_given))
    name = _name_room(scene, (enters, shown[-1]))
    if not (cell and weight):
        return None
    left = dict(NAMES)[2] + (max(units[:-1]) + 1) * WIDTHS[weight] + GAPS + dict(NAMES)[name]
    columns = min(MOST_COLUMNS, scene.sizes.m, (PAPER - left) // WIDTHS[cell])
    if columns < 1:
        return None
    first = (scene.example - 1) // columns * columns
    examples = range(first, min(first + columns, scene.sizes.m))
    row, height = _fitted(units) or ("", 0.0)
    return Excerpt(layers, examples, row, height, cell, weight, name)


def row_names(scene: Scene, name: Name) -> tuple[str, ...]:
    """What the rows of that matrix are called."""
    if name == INPUTS and scene.preset.features:
        return scene.preset.features
    if name == scene.outputs and scene.preset.row_names:
        return scene.preset.row_names
    return tuple(str(row + 1) for row in range(scene.sizes.shapes[name][0]))


def _layers(scene: Scene) -> range:
    """All layers if they fit below each other, else the one that the step is about."""
    layer = scene.layer
    return scene.layers if _fitted(scene.sizes.n) else range(layer, layer + 1)


def _fitted(units: tuple[int, ...]) -> tuple[str, float] | None:
    """How high a row is so that these units (those that enter, then those of each layer) fit on one page, and how high
    all bands are then; None if they do not fit."""
    rows, bands = max(units[0], DRAWN) + 2 * sum(units[1:]), 2 * len(units) - 1
    heights = ((name, rows * height + bands * BAND) for height, name in ROWS.items())
    return next(((name, height) for name, height in heights if height <= ROOM), None)


def _room(scene: Scene, names: tuple[Name, ...]) -> int:
    """The fewest characters that all figures of these matrices have room in; 0 if they are too long."""
    longest = max(scene.matrices.longest[name] for name in names)
    least = 5 if names[0].has_examples else 3  # a number is written by hand into Z and A
    return next((room for room in WIDTHS if room >= max(longest, least)), 0)


def _name_room(scene: Scene, names: tuple[Name, ...]) -> int:
    longest = max(len(text) for name in names for text in row_names(scene, name))
    return next((room for room, _ in NAMES if room >= longest), NAMES[-1][0])


@dataclass(frozen=True, slots=True)
class Rounding:
    """``decimals`` of each result that is rounded, by name; none if every result is exact. ``drift`` is how far whoever
    goes on with the figures on paper ends from them at most; empty if nowhere."""

    decimals: dict[Name, int]
    drift: str


def rounding(scene: Scene, part: Excerpt) -> Rounding:
    """Of every Z and A of that part."""
    names = [name for name in part.names if name != part.given]
    rounded = {
        name: scene.matrices.decimals[name]
        for name in names
        if exact_decimals(scene.matrix(name)[:, _columns(part)], MOST_DECIMALS) is None
    }
    return Rounding(rounded, _drift(scene, part))


def _drift(scene: Scene, part: Excerpt) -> str:
    """The largest difference from the figures when every step is computed from figures and rounded."""
    A, largest, decimals = _figures(scene, part.given, part), 0.0, 0
    for layer in part.layers:
        W_name, b_name, Z_name, A_name = names_of(layer)
        W, b = _figures(scene, W_name, part), _figures(scene, b_name, part)
        Z = _written(scene, Z_name, W @ A + b)
        A = _written(scene, A_name, scene.activation(layer).op(Z))
        for name, values in ((Z_name, Z), (A_name, A)):
            off = float(np.abs(values - _figures(scene, name, part)).max())
            decimals = max(decimals, scene.matrices.decimals[name]) if off > 0 else decimals
            largest = max(largest, off)
    text = fixed(largest, decimals)
    return text if number(text) else ""


def _figures(scene: Scene, name: Name, part: Excerpt) -> Array:
    """The numbers that the figures of that matrix on the sheet show."""
    return _written(scene, name, scene.matrix(name)[:, _columns(part)] if name.has_examples else scene.matrix(name))


def _written(scene: Scene, name: Name, values: Array) -> Array:
    """The values as somebody writes them with the decimals of that matrix."""
    decimals = scene.matrices.decimals[name]
    return np.array([[float(number(fixed(float(value), decimals))) for value in row] for row in values])


def _columns(part: Excerpt) -> slice:
    return slice(part.examples.start, part.examples.stop)
