"""The plot of an activation: its curve with a point on it."""

from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from typing import NamedTuple

import numpy as np

from app.engine.activations import ACTIVATIONS, Activation

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
