"""How the results on a sheet are rounded, and whether rounding on the way changes them."""

from dataclasses import dataclass

import numpy as np

from app.engine.names import Name, names_of
from app.engine.ops import Array
from app.views.figures import exact_decimals, figure, number
from app.views.part import Part
from app.views.scene import Scene

MOST_DECIMALS = 2


@dataclass(frozen=True, slots=True)
class Rounding:
    """``decimals`` of each result that is rounded, by name; none if every result is exact. ``drift`` is how far whoever
    goes on with the figures on paper ends from them at most; empty if nowhere."""

    decimals: dict[Name, int]
    drift: str


def rounding(scene: Scene, part: Part) -> Rounding:
    """Of every Z and A of that part."""
    names = [name for name in part.names if name != part.given]
    rounded = {
        name: scene.figures.decimals[name]
        for name in names
        if exact_decimals(scene.matrix(name)[:, _columns(part)], MOST_DECIMALS) is None
    }
    return Rounding(rounded, _drift(scene, part))


def _drift(scene: Scene, part: Part) -> str:
    """The largest difference from the figures when every step is computed from figures and rounded."""
    A, largest, decimals = _figures(scene, part.given, part), 0.0, 0
    for layer in part.layers:
        W_name, b_name, Z_name, A_name = names_of(layer)
        W, b = _figures(scene, W_name, part), _figures(scene, b_name, part)
        Z = _written(scene, Z_name, W @ A + b)
        A = _written(scene, A_name, scene.network.layers[layer - 1].activation.op(Z))
        for name, values in ((Z_name, Z), (A_name, A)):
            off = float(np.abs(values - _figures(scene, name, part)).max())
            decimals = max(decimals, scene.figures.decimals[name]) if off > 0 else decimals
            largest = max(largest, off)
    text = figure(largest, decimals)
    return text if number(text) else ""


def _figures(scene: Scene, name: Name, part: Part) -> Array:
    """The numbers that the figures of that matrix on the sheet show."""
    return _written(scene, name, scene.matrix(name)[:, _columns(part)] if name.has_examples else scene.matrix(name))


def _written(scene: Scene, name: Name, values: Array) -> Array:
    """The values as somebody writes them with the decimals of that matrix."""
    decimals = scene.figures.decimals[name]
    return np.array([[float(number(figure(float(value), decimals))) for value in row] for row in values])


def _columns(part: Part) -> slice:
    return slice(part.examples.start, part.examples.stop)
