"""Small pictures of an activation: its curve with the point on it, or a column's shares as bars."""

from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from typing import NamedTuple

import numpy as np

from app.engine.activations import ACTIVATIONS, Activation
from app.engine.ops import Array

WIDTH, HEIGHT, MARGIN = 132, 84, 8
REACH = 4.0
"""The curve spans z from −4 to 4, or as far as the point needs."""
SAMPLES = 65


@dataclass(frozen=True, slots=True)
class Curve:
    """A curve as an SVG path, its axes' crossing and the point; all in the picture's units."""

    width: int
    height: int
    path: str
    axis_x: float
    axis_y: float
    x: float
    y: float
    label: str


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    chosen: bool


@dataclass(frozen=True, slots=True)
class Shares:
    """The shares of one column as bars, the chosen one marked."""

    width: int
    height: int
    base: float
    bars: tuple[Bar, ...]
    label: str


def curve(activation: Activation, z: float, a: float) -> Curve:
    """The curve of an elementwise activation with the point at (z, a)."""
    path, scale = _drawn(activation.key, max(REACH, float(ceil(abs(z)))))
    return Curve(
        width=WIDTH,
        height=HEIGHT,
        path=path,
        axis_x=scale.across(0.0),
        axis_y=scale.down(0.0),
        x=scale.across(z),
        y=scale.down(a),
        label=f"Curve of {activation.name} with the point at this number",
    )


class _Scale(NamedTuple):
    """Where numbers lie in the picture: z from −reach to reach across, a from low to high upwards."""

    reach: float
    low: float
    high: float

    def across(self, z: float) -> float:
        return round(MARGIN + (z + self.reach) / (2 * self.reach) * (WIDTH - 2 * MARGIN), 1)

    def down(self, a: float) -> float:
        return round(HEIGHT - MARGIN - (a - self.low) / (self.high - self.low) * (HEIGHT - 2 * MARGIN), 1)


@lru_cache(maxsize=64)
def _drawn(key: str, reach: float) -> tuple[str, _Scale]:
    """The path of that activation's curve as far as that, and its scale."""
    zs = np.linspace(-reach, reach, SAMPLES)
    values = ACTIVATIONS[key].op(zs[None, :])[0]  # (1, samples) -> (samples,)
    scale = _Scale(reach, min(0.0, float(values.min())), max(1.0, float(values.max())))
    points = [f"{scale.across(float(z))} {scale.down(float(a))}" for z, a in zip(zs, values, strict=True)]
    return "M" + "L".join(points), scale


def shares(column: Array, chosen: int) -> Shares:
    """The bars of a column (n,) of shares that add up to 1; ``chosen`` counts from 0."""
    step = (WIDTH - 2 * MARGIN) / len(column)
    gap = min(4.0, step / 3)
    room = HEIGHT - 2 * MARGIN
    return Shares(
        width=WIDTH,
        height=HEIGHT,
        base=HEIGHT - MARGIN,
        bars=tuple(
            Bar(
                x=round(MARGIN + j * step + gap / 2, 1),
                y=round(HEIGHT - MARGIN - float(share) * room, 1),
                width=round(step - gap, 1),
                height=round(float(share) * room, 1),
                chosen=j == chosen,
            )
            for j, share in enumerate(column)
        ),
        label="The shares of this column as bars",
    )
