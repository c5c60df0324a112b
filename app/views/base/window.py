"""The rows and columns of each matrix that are shown: a window on the board, and in classroom mode what fits.

In classroom mode numbers are large, so one layer is shown, and of it as many rows and columns as fit on any screen from
4:3 on. Lengths are hundredths of the screen's height, as in static/css/pages/present.css.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from app.engine.names import Name, inputs_of, names_of
from app.engine.network import Sizes
from app.state import WINDOW_EXAMPLES, WINDOW_FEATURES

CLASSROOM_WIDTH, NARROW_WIDTH = 108.0, 98.5
"""Width for the columns of W, b and Z: the most, and up to which figures grow where little is left for the sum."""
CLASSROOM_HEIGHT = 74.0
"""Height for the input, Z and A below each other."""
HEAD_HEIGHT, PICTURE_HEAD_HEIGHT, TEXT_HEIGHT, ROW_HEIGHT = 5.6, 12.4, 22.0, 4.5
"""Heights of the column heads, of column heads with pictures, of the text next to the input, and of a row."""
LINES_HEIGHT, LABEL_HEIGHT = 26, 5.4
"""Height of a sum of as many lines as the page says, as in present.css, and of a line of text above it."""
MAX_CHARACTERS = 16
"""Characters of a number up to which its column gets wider."""


@dataclass(frozen=True, slots=True)
class Window:
    """The examples, and the rows and columns of each matrix, that are shown; all count from 0."""

    examples: range
    rows: Mapping[Name, range]
    columns: Mapping[Name, range]


@dataclass(frozen=True, slots=True)
class Fit:
    """How many examples fit, how many inputs and neurons of each layer, and the scale, which is the same at every step.

    ``characters`` is the length of the longest number in X, Z and A. ``wide_scale`` is for screens from 17:10 on.
    """

    examples: int
    inputs: Mapping[int, int]
    neurons: Mapping[int, int]
    characters: int
    scale: float
    wide_scale: float


@lru_cache(maxsize=256)
def board_window(sizes: Sizes, first_example: int, first_feature: int) -> Window:
    """WINDOW_EXAMPLES examples and WINDOW_FEATURES features from these (from 1) on; all other rows and columns."""
    features = _from(first_feature, WINDOW_FEATURES, sizes.n[0])
    return _window(sizes, 1, _from(first_example, WINDOW_EXAMPLES, sizes.m), features, range(sizes.n[1]))


def classroom_window(sizes: Sizes, fit: Fit, layer: int, example: int, first_input: int, neuron: int) -> Window:
    """What fits of one layer, with this example, input and neuron (from 1); from input 1 if there is no such input."""
    before, units = sizes.n[layer - 1], sizes.n[layer]
    return _window(
        sizes,
        layer,
        _around(example, fit.examples, sizes.m),
        _around(first_input if first_input <= before else 1, fit.inputs[layer], before),
        _around(neuron, fit.neurons[layer], units),
    )


def _window(sizes: Sizes, layer: int, examples: range, inputs: range, neurons: range) -> Window:
    """These examples, and these inputs and neurons of the layer; other layers are whole."""
    W, b, Z, A = names_of(layer)
    rows = {name: range(shape[0]) for name, shape in sizes.shapes.items()} | dict.fromkeys((W, b, Z, A), neurons)
    columns = {name: examples if name.has_examples else range(sizes.shapes[name][1]) for name in sizes.shapes}
    return Window(examples, rows | {inputs_of(layer): inputs}, columns | {W: inputs})


def column_width(characters: int) -> float:
    """Width of a column whose longest number has so many characters, not counting the point."""
    return max(8.0, 2.15 * min(characters, MAX_CHARACTERS) + 2.1)


def fit(sizes: Sizes, longest: Mapping[Name, int], heads: float = HEAD_HEIGHT) -> Fit:
    """What fits in classroom mode; ``longest`` has the length of each matrix's longest number."""
    layers = range(1, sizes.L + 1)
    characters = max(longest[name] for name in sizes.shapes if name.has_examples)
    weights = {layer: max(longest[names_of(layer).W], longest[names_of(layer).b]) for layer in layers}
    inputs, neurons = {}, {}
    for layer in layers:
        inputs[layer], neurons[layer] = _rows(sizes.n[layer - 1], sizes.n[layer], heads)

    def width(layer: int, examples: int) -> float:
        columns = column_width(weights[layer]) * (inputs[layer] + 1)
        return columns + column_width(characters) * examples

    least = min(sizes.m, 2)
    for layer in layers:
        for fewest, shown in ((4, min(sizes.m, 4)), (1, least)):  # of many inputs one less, for two examples more
            while inputs[layer] > fewest and width(layer, shown) > CLASSROOM_WIDTH:
                inputs[layer] -= 1
    fits = [n for n in range(least, WINDOW_EXAMPLES + 1) if all(width(layer, n) <= CLASSROOM_WIDTH for layer in layers)]
    examples = min(max(fits, default=least), sizes.m)
    if examples < sizes.m and examples > 1:
        examples -= examples % 2  # windows begin at hues 1, 3 and 5, as on the board
    widest = max(width(layer, examples) for layer in layers)
    scales = [
        scale
        for scale in (1.8, 1.5, 1.3, 1.1, 1.0)
        if all(_height(inputs[layer], neurons[layer], heads, scale) <= CLASSROOM_HEIGHT for layer in layers)
    ]
    return Fit(
        examples,
        inputs,
        neurons,
        min(characters, MAX_CHARACTERS),
        next((scale for scale in scales if widest * scale <= NARROW_WIDTH), 1.0),
        next((scale for scale in scales if widest * scale <= CLASSROOM_WIDTH), 1.0),
    )


def _rows(inputs: int, neurons: int, heads: float) -> tuple[int, int]:
    """How many inputs and neurons fit below each other: five inputs at least, then the neurons, then more inputs."""
    shown = neurons
    while shown > 1 and _height(min(inputs, 5), shown, heads) > CLASSROOM_HEIGHT:
        shown -= 1
    fits = [n for n in range(1, inputs + 1) if _height(n, shown, heads) <= CLASSROOM_HEIGHT]
    return max(fits, default=1), shown


def _height(inputs: int, neurons: int, heads: float, scale: float = 1.0) -> float:
    """The input, with the text next to it, and Z and A below."""
    return max(TEXT_HEIGHT, heads + ROW_HEIGHT * scale * inputs) + 2 * ROW_HEIGHT * scale * neurons


def height_below(inputs: int, neurons: int) -> float:
    """What W leaves for a sum below it on a 4:3 screen."""
    above = max(TEXT_HEIGHT, HEAD_HEIGHT + ROW_HEIGHT * inputs)
    return CLASSROOM_HEIGHT - above - ROW_HEIGHT * neurons - LABEL_HEIGHT


def _from(first: int, most: int, last: int) -> range:
    return range(first - 1, min(first - 1 + most, last))


def _around(number: int, most: int, last: int) -> range:
    """The window of ``most`` numbers, from 1, that contains the number."""
    return _from((number - 1) // most * most + 1, most, last)
