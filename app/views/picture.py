"""One example as a picture: its column of X, rolled up again."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.engine.names import INPUTS
from app.state import Cell, State
from app.views.scene import Scene
from app.views.urls import PICTURE_PATH, url


@dataclass(frozen=True, slots=True)
class Pixel:
    """A square of the picture; ``ink`` goes from 0 to 1."""

    x: int
    y: int
    ink: float


@dataclass(frozen=True, slots=True)
class Picture:
    """Squares of one unit each; what has no ink is left out."""

    width: int
    height: int
    pixels: tuple[Pixel, ...]


def picture(scene: Scene) -> Picture | None:
    """The example looked at. None if the examples are no pictures."""
    if scene.preset.picture is None:
        return None
    height, width = scene.preset.picture
    X = scene.matrix(INPUTS)
    ink = inked(X[:, scene.example - 1], scene.figures.largest[INPUTS])
    pixels = (Pixel(k % width, k // width, float(each)) for k, each in enumerate(ink) if each)
    return Picture(width, height, tuple(pixels))


def inked(column: npt.NDArray[np.float64], black: float) -> npt.NDArray[np.float64]:
    """Numbers (n,) as ink from 0 to 1."""
    return np.clip(column / (black or 1.0), 0.0, 1.0).round(2)


def picture_urls(state: State, examples: range) -> list[str]:
    """The addresses of the pictures of these examples (from 0)."""
    numbers = state.numbers
    return [url(PICTURE_PATH, numbers, cell=str(Cell(INPUTS, 1, i + 1))) for i in examples]
