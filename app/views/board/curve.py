"""Plots of an activation: its curve with a point on it, or the shares of a softmax column as bars."""

from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from typing import NamedTuple

import numpy as np

from app.engine.activations import ACTIVATIONS, Activation
from app.engine.ops import Array

PLOT_WIDTH, PLOT_HEIGHT, PLOT_MARGIN = 132, 84, 8
"""The view box of a plot and the margin inside it. All lengths are in its units."""


@dataclass(frozen=True, slots=True)
class Curve:
    """A curve as an SVG path, the origin of its axes, and the point (x, y)."""

    path: str
    axis_x: float
    axis_y: float
    x: float
    y: float
    label: str
    width: int = PLOT_WIDTH
    height: int = PLOT_HEIGHT


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    chosen: bool


@dataclass(frozen=True, slots=True)
class Shares:
    """The shares of one column as bars."""

    base: float
    bars: tuple[Bar, ...]
    label: str
    width: int = PLOT_WIDTH
    height: int = PLOT_HEIGHT


def curve(activation: Activation, z: float, a: float) -> Curve:
    """The curve of an elementwise activation with the point at (z, a)."""
    path, scale = _drawn(activation.key, max(4.0, float(ceil(abs(z)))))
    return Curve(
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
        return round(PLOT_MARGIN + (z + self.reach) / (2 * self.reach) * (PLOT_WIDTH - 2 * PLOT_MARGIN), 1)

    def down(self, a: float) -> float:
        return round(
            PLOT_HEIGHT - PLOT_MARGIN - (a - self.low) / (self.high - self.low) * (PLOT_HEIGHT - 2 * PLOT_MARGIN), 1
        )


@lru_cache(maxsize=64)
def _drawn(key: str, reach: float) -> tuple[str, _Scale]:
    """The path of that activation's curve as far as that, and its scale."""
    zs = np.linspace(-reach, reach, 65)
    values = ACTIVATIONS[key].op(zs[None, :])[0]  # (1, samples) -> (samples,)
    scale = _Scale(reach, min(0.0, float(values.min())), max(1.0, float(values.max())))
    points = [f"{scale.across(float(z))} {scale.down(float(a))}" for z, a in zip(zs, values, strict=True)]
    return "M" + "L".join(points), scale


def shares(column: Array, chosen: int) -> Shares:
    """The bars of a column (n,) of shares, whose sum is 1; ``chosen`` counts from 0."""
    step = (PLOT_WIDTH - 2 * PLOT_MARGIN) / len(column)
    gap = min(4.0, step / 3)
    room = PLOT_HEIGHT - 2 * PLOT_MARGIN
    return Shares(
        base=PLOT_HEIGHT - PLOT_MARGIN,
        bars=tuple(
            Bar(
                x=round(PLOT_MARGIN + j * step + gap / 2, 1),
                y=round(PLOT_HEIGHT - PLOT_MARGIN - float(share) * room, 1),
                width=round(step - gap, 1),
                height=round(float(share) * room, 1),
                chosen=j == chosen,
            )
            for j, share in enumerate(column)
        ),
        label="The shares of this column as bars",
    )
