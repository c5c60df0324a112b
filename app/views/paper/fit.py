"""The excerpt of a network that fits on paper, the widths of its cells, and the rounding of its results."""

from dataclasses import dataclass
from itertools import product

import numpy as np

from app.engine.names import INPUTS, Name, computed_names, inputs_of, names_of
from app.engine.ops import Array
from app.views.base.numbers import characters, figure, in_full, is_written, number
from app.views.base.scene import Scene

MAX_PAPER_COLUMNS = 6
MAX_PAPER_UNITS = 8
"""Columns and rows of a matrix that is worked out by hand."""
BANDS_HEIGHT = 199
"""Millimetres for the bands on one page of Letter, above the footer."""
CELL_WIDTHS = {3: 10, 5: 14, 7: 19, 10: 26, 14: 35, 22: 54}
"""Millimetres of a cell by the characters that it has room for, without the point, in the widest system font;
static/css/paper/matrices.css has the same list."""
GIVEN_WIDTHS = (10, 7, 0)
"""Characters up to which given numbers have all of their digits on paper: the most that leave room for an example."""
NAME_WIDTHS = {2: 6, 6: 13, 12: 22, 17: 30}
"""Millimetres of a row name by its characters."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Layers (from 1) and examples (from 0) on one page.

    ``row`` names the height of a row in static/css/paper/matrices.css, ``height`` is that of all bands in millimetres;
    ``cell``, ``weight`` and ``name`` are the characters that a cell of Z, a cell of W and a row name have room for.
    ``all_digits`` is the length up to which a given number is not rounded.
    """

    layers: range
    examples: range
    row: str
    height: float
    cell: int
    weight: int
    name: int
    all_digits: int

    @property
    def given(self) -> Name:
        """The input of the first layer: X, or the activations of the layer before."""
        return inputs_of(self.layers[0])

    @property
    def names(self) -> tuple[Name, ...]:
        """The matrices with a column for each example, the given one first."""
        return (self.given, *computed_names(self.layers))


def excerpt(scene: Scene) -> Excerpt | None:
    """As much as fits on two pages. None if a layer is too large or its numbers are too long to work out by hand."""
    return next((found for all_digits in GIVEN_WIDTHS if (found := _excerpt(scene, all_digits))), None)


def _excerpt(scene: Scene, all_digits: int) -> Excerpt | None:
    layers = scene.layers if _fitted(scene.sizes.n) else range(scene.layer, scene.layer + 1)
    units = scene.sizes.n[layers[0] - 1 : layers[-1] + 1]
    if max(units) > MAX_PAPER_UNITS:
        return None
    shown, enters = computed_names(layers), inputs_of(layers[0])
    cell = _room(scene, (enters, *shown), all_digits)
    weight = _room(scene, tuple(name for layer in layers for name in names_of(layer) if name.is_given), all_digits)
    name = _name_room(scene, (enters, shown[-1]))
    if not (cell and weight):
        return None
    # W and b with the names of their rows, 12 mm of gaps, the names of the rows of Z
    left = NAME_WIDTHS[2] + (max(units[:-1]) + 1) * CELL_WIDTHS[weight] + 12 + NAME_WIDTHS[name]
    fitting = (184 - left) // CELL_WIDTHS[cell]  # A4 without margins and brackets
    columns = min(MAX_PAPER_COLUMNS, scene.sizes.m, fitting)
    if columns < 1:
        return None
    first = (scene.example - 1) // columns * columns
    examples = range(first, min(first + columns, scene.sizes.m))
    row, height = _fitted(units) or ("", 0.0)
    return Excerpt(layers, examples, row, height, cell, weight, name, all_digits)


def row_names(scene: Scene, name: Name) -> tuple[str, ...]:
    """The names of the rows of a matrix: features, classes or numbers from 1."""
    if name == INPUTS and scene.preset.features:
        return scene.preset.features
    if name == scene.outputs and scene.preset.row_names:
        return scene.preset.row_names
    return tuple(str(row + 1) for row in range(scene.sizes.shapes[name][0]))


def _fitted(units: tuple[int, ...]) -> tuple[str, float] | None:
    """The name of the largest row height at which these units (inputs, then each layer) fit on one page, and the height
    of all bands; None if they do not fit."""
    rows, bands = max(units[0], 3) + 2 * sum(units[1:]), 2 * len(units) - 1  # the diagram is as high as three rows
    heights = {"": 8.0, "low": 7.0, "lowest": 6.5}
    totals = ((name, rows * height + bands * 12) for name, height in heights.items())
    return next(((name, total) for name, total in totals if total <= BANDS_HEIGHT), None)


def paper_text(scene: Scene, name: Name, row: int, column: int, all_digits: int) -> str:
    """One entry (from 0) as on the board; a given number that the board rounds, with all of its digits if they fit."""
    text, value = scene.text(name, row, column), scene.exact(name).item(row, column)
    if not name.is_given or is_written(value, text):
        return text
    full = in_full(value)
    return full if characters(full) <= all_digits else text


def _room(scene: Scene, names: tuple[Name, ...], all_digits: int) -> int:
    """The key of CELL_WIDTHS for the numbers of these matrices; 0 if they are too long."""
    longest = max(_longest(scene, name, all_digits) for name in names)
    least = 5 if names[0].has_examples else 3  # a number is written by hand into Z and A
    return next((room for room in CELL_WIDTHS if room >= max(longest, least)), 0)


def _longest(scene: Scene, name: Name, all_digits: int) -> int:
    """The characters of the longest number of a matrix."""
    rows, columns = scene.sizes.shapes[name]
    if not name.is_given or rows > MAX_PAPER_UNITS:
        return scene.matrices.longest[name]
    cells = product(range(rows), range(columns))
    return max(characters(paper_text(scene, name, *cell, all_digits)) for cell in cells)


def _name_room(scene: Scene, names: tuple[Name, ...]) -> int:
    longest = max(len(text) for name in names for text in row_names(scene, name))
    return next((room for room in NAME_WIDTHS if room >= longest), max(NAME_WIDTHS))


def rounded_decimals(scene: Scene, excerpt: Excerpt) -> dict[Name, int]:
    """The decimals of every Z and A that is rounded, or follows from rounded numbers; empty if none is."""
    given = [name for layer in excerpt.layers for name in names_of(layer) if name.is_given]
    has_rounded = any(_is_rounded(scene, name, excerpt) for name in (excerpt.given, *given))
    results = [name for name in excerpt.names[1:] if has_rounded or _is_rounded(scene, name, excerpt)]
    return {name: scene.matrices.decimals[name] for name in results}


def _is_rounded(scene: Scene, name: Name, excerpt: Excerpt) -> bool:
    columns = excerpt.examples if name.has_examples else range(scene.sizes.shapes[name][1])
    values, texts = scene.exact(name)[:, columns.start : columns.stop], _texts(scene, name, excerpt)
    pairs = zip(values.tolist(), texts, strict=True)
    return not all(all(map(is_written, row, written)) for row, written in pairs)


def has_powers(scene: Scene, excerpt: Excerpt) -> bool:
    """Whether a result of the excerpt is written as a power of ten."""
    return any("·" in text for name in excerpt.names[1:] for row in _texts(scene, name, excerpt) for text in row)


def drift(scene: Scene, excerpt: Excerpt) -> str:
    """The largest difference from the answers if one computes with the printed numbers, and rounds every result or
    only what one writes down. Empty if there is none.
    """
    largest, decimals = 0.0, 0
    for rounds in (True, False):
        A = _shown(scene, excerpt.given, excerpt)
        for layer in excerpt.layers:
            W_name, b_name, Z_name, A_name = names_of(layer)
            W, b = _shown(scene, W_name, excerpt), _shown(scene, b_name, excerpt)
            Z = W @ A + b
            Z = _rounded(scene, Z_name, Z) if rounds else Z
            A = scene.activation(layer).op(Z)
            A = _rounded(scene, A_name, A) if rounds else A
            for name, values in ((Z_name, Z), (A_name, A)):
                off = float(np.abs(_rounded(scene, name, values) - _shown(scene, name, excerpt)).max())
                decimals = max(decimals, scene.matrices.decimals[name]) if off > 0 else decimals
                largest = max(largest, off)
    return figure(largest, decimals) if largest else ""


def _texts(scene: Scene, name: Name, excerpt: Excerpt) -> list[list[str]]:
    """The numbers of a matrix, as the sheet shows them."""
    rows, columns = scene.sizes.shapes[name]
    shown = excerpt.examples if name.has_examples else range(columns)
    return [[paper_text(scene, name, row, column, excerpt.all_digits) for column in shown] for row in range(rows)]


def _shown(scene: Scene, name: Name, excerpt: Excerpt) -> Array:
    """The values of these texts."""
    return np.array([[float(number(text)) for text in row] for row in _texts(scene, name, excerpt)])


def _rounded(scene: Scene, name: Name, values: Array) -> Array:
    """The values as they are written down in that matrix."""
    decimals = scene.matrices.decimals[name]
    return np.array([[float(number(figure(float(value), decimals))) for value in row] for row in values])
