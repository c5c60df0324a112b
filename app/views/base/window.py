"""How much of each matrix is on show: on the board a window of examples and of features, in class as much as fits.

In front of a class figures are large, so only one layer is shown, and of that as many rows and columns as fit on any
screen from 4:3 on. Lengths are hundredths of the screen's height, as in static/css/pages/present.css.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from app.engine.names import Name, inputs_of, names_of
from app.engine.network import Sizes
from app.state import TALL, WINDOW

WIDTH, MORE_WIDTH = 115.7, 26.7
"""Room for the columns of W, b and Z side by side on a screen that is 133 wide, and what one of 16:10 has more."""
HEIGHT = 81.0
"""Room for the input, Z and A below each other."""
HEADS, PICTURES, WORDS, ROW = 4.8, 12.4, 31.0, 5.0
"""Height of the heads of the columns, of such heads with pictures, of the words beside the input, and of a row."""
FEW = 5
"""Rows of the input that are shown where not all rows fit."""
LONGEST = 16
"""Characters for which a column is made wider at fit."""
SCALES = (1.8, 1.5, 1.2, 1.0)
"""How much larger figures may be where there is room."""


@dataclass(frozen=True, slots=True)
class Window:
    """What is on show: the examples, and the rows and the columns of every matrix, all from 0."""

    examples: range
    rows: Mapping[Name, range]
    columns: Mapping[Name, range]


@dataclass(frozen=True, slots=True)
class Fit:
    """What fits: how many examples, for each layer how many inputs and neurons, and how large, everywhere the same.

    ``figures`` counts the characters of the longest figure of X, Z and A. ``wide_scale`` is for screens from 16:10 on.
    """

    examples: int
    inputs: Mapping[int, int]
    neurons: Mapping[int, int]
    figures: int
    scale: float
    wide_scale: float


@lru_cache(maxsize=256)
def board_window(sizes: Sizes, first_example: int, first_feature: int) -> Window:
    """Eight examples and sixteen features, and all the rest, beginning at these, which count from 1."""
    features = _from(first_feature, TALL, sizes.n[0])
    return _window(sizes, 1, _from(first_example, WINDOW, sizes.m), features, range(sizes.n[1]))


def classroom_window(sizes: Sizes, fit: Fit, layer: int, example: int, first_input: int, neuron: int) -> Window:
    """Of one layer what fits, with that example, input and neuron (from 1); the first input if there is no such."""
    before, units = sizes.n[layer - 1], sizes.n[layer]
    return _window(
        sizes,
        layer,
        _around(example, fit.examples, sizes.m),
        _around(first_input if first_input <= before else 1, fit.inputs[layer], before),
        _around(neuron, fit.neurons[layer], units),
    )


def _window(sizes: Sizes, layer: int, examples: range, inputs: range, neurons: range) -> Window:
    """These examples, and of that layer these inputs and neurons; other layers are whole."""
    W, b, Z, A = names_of(layer)
    rows = {name: range(shape[0]) for name, shape in sizes.shapes.items()} | dict.fromkeys((W, b, Z, A), neurons)
    columns = {name: examples if name.has_examples else range(sizes.shapes[name][1]) for name in sizes.shapes}
    return Window(examples, rows | {inputs_of(layer): inputs}, columns | {W: inputs})


def column_width(characters: int) -> float:
    """Width of a column whose longest figure has so many characters, not counting its point."""
    return max(8.0, 2.15 * min(characters, LONGEST) + 2.1)


def fit(sizes: Sizes, longest: Mapping[Name, int], heads: float = HEADS) -> Fit:
    """What fits in front of a class; ``longest`` has the characters of a matrix's longest figure."""
    layers = range(1, sizes.L + 1)
    figures = max(longest[name] for name in sizes.shapes if name.has_examples)
    weights = {layer: max(longest[names_of(layer).W], longest[names_of(layer).b]) for layer in layers}
    inputs, neurons = {}, {}
    for layer in layers:
        inputs[layer], neurons[layer] = _rows(sizes.n[layer - 1], sizes.n[layer], heads)

    def width(layer: int, examples: int) -> float:
        columns = column_width(weights[layer]) * (inputs[layer] + 1)
        return columns + column_width(figures) * examples

    least = min(sizes.m, 2)
    for layer in layers:
        while inputs[layer] > 1 and width(layer, least) > WIDTH:
            inputs[layer] -= 1
    fits = [n for n in range(least, WINDOW + 1) if all(width(layer, n) <= WIDTH for layer in layers)]
    examples = min(max(fits, default=least), sizes.m)
    if examples < sizes.m and examples > 1:
        examples -= examples % 2  # windows begin at hues 1, 3 and 5, as on the board
    widest = max(width(layer, examples) for layer in layers)
    scales = [
        scale
        for scale in SCALES
        if all(_height(inputs[layer], neurons[layer], heads, scale) <= HEIGHT for layer in layers)
    ]
    return Fit(
        examples,
        inputs,
        neurons,
        min(figures, LONGEST),
        next((scale for scale in scales if widest * scale <= WIDTH), 1.0),
        next((scale for scale in scales if widest * scale <= WIDTH + MORE_WIDTH), 1.0),
    )


def _rows(inputs: int, neurons: int, heads: float) -> tuple[int, int]:
    """How many of the inputs and of the neurons fit below each other: a few inputs at least, then the neurons."""
    shown = neurons
    while shown > 1 and _height(min(inputs, FEW), shown, heads) > HEIGHT:
        shown -= 1
    fits = [n for n in range(1, inputs + 1) if _height(n, shown, heads) <= HEIGHT]
    return max(fits, default=1), shown


def _height(inputs: int, neurons: int, heads: float, scale: float = 1.0) -> float:
    """The input, beside which the words stand, with Z and A below it."""
    return max(WORDS, heads + ROW * scale * inputs) + 2 * ROW * scale * neurons


def _from(first: int, most: int, last: int) -> range:
    return range(first - 1, min(first - 1 + most, last))


def _around(number: int, most: int, last: int) -> range:
    """The window of that many, counted from 1, in which the number lies."""
    return _from((number - 1) // most * most + 1, most, last)
