"""Which matrices of the board are open, and how many rows they need: the others are ribbons where the window is low."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.engine.names import INPUTS, Name, computed_names, inputs_of, names_of
from app.views.base.scene import Scene

ROW, BAND, RIBBON = 25, 23, 24
"""Pixels of a row of figures, of the gaps of a matrix, and of a ribbon, as in staircase.css and ribbon.css."""
HEAT_ROW = 13
HEADS = 62
LOW, MIDDLE = 560, 720
"""Heights of a board in pixels at which ribbon.css opens more."""


@dataclass(frozen=True, slots=True)
class Openness:
    """What is open: of the open ``layer`` the two matrices that the step is about ("step"), and the third ("layer").

    The three numbers are rows: of all matrices with examples, of the largest layer (its input, Z and A), of its largest
    pair. ``all_fits`` and ``layer_fits`` say from which height of the board on all matrices, or the whole layer, are
    open: "low", "middle" or "" for none.
    """

    layer: int
    opened: Mapping[Name, str]
    all_rows: int
    layer_rows: int
    step_rows: int
    all_fits: str
    layer_fits: str


def layer_names(layer: int) -> tuple[Name, Name, Name]:
    """The matrices with examples that a layer reads and writes."""
    return inputs_of(layer), *names_of(layer)[2:]


def openings(scene: Scene) -> Mapping[tuple[int, bool], Openness]:
    """The openness by the layer that is open, and by whether the step or the chosen cell is about its A."""
    numbers = _rows(scene)
    keys = ((layer, is_A) for layer in scene.layers for is_A in (False, True))
    return {key: Openness(key[0], _opened(*key), *numbers) for key in keys}


def _opened(layer: int, is_A: bool) -> Mapping[Name, str]:
    read, Z, A = names = layer_names(layer)
    step = (Z, A) if is_A else (read, Z)
    return {name: "step" if name in step else "layer" for name in names}


def _rows(scene: Scene) -> tuple[int, int, int, str, str]:
    """The numbers of rows and the heights, which no step changes."""

    def count(*names: Name) -> int:
        return sum(len(scene.window.rows[name]) for name in names)

    every = (INPUTS, *computed_names(scene.layers))
    layer = max(count(*layer_names(number)) for number in scene.layers)
    pair = max(max(count(read, Z), count(Z, A)) for read, Z, A in map(layer_names, scene.layers))
    row = HEAT_ROW if scene.is_heat else ROW
    fits = (
        HEADS + BAND * len(every) + row * count(*every),
        HEADS + BAND * 3 + RIBBON * (len(every) - 3) + row * layer,
    )
    all_fits, layer_fits = map(_height, fits)
    return count(*every), layer, pair, all_fits, layer_fits


def _height(pixels: int) -> str:
    return "low" if pixels <= LOW else "middle" if pixels <= MIDDLE else ""
