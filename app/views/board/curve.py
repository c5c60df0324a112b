"""Small pictures of an activation: its curve with the point on it, or a column's shares as bars."""

from dataclasses import dataclass
from math import ceil

import numpy as np

from app.engine.activations import Activation
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


def curve(activation: Activation, z: float) -> Curve:
    """The curve of an elementwise activation with the point at z."""
    reach = max(REACH, float(ceil(abs(z))))
    zs = np.linspace(-reach, reach, SAMPLES)
    values = activation.op(zs[None, :])[0]  # (1, samples) -> (samples,)
    a = float(activation.op(np.array([[z]]))[0, 0])
    low, high = min(0.0, float(values.min())), max(1.0, float(values.max()))

    def across(value: float) -> float:
        return round(MARGIN + (value + reach) / (2 * reach) * (WIDTH - 2 * MARGIN), 1)

    def down(value: float) -> float:
        return round(HEIGHT - MARGIN - (value - low) / (high - low) * (HEIGHT - 2 * MARGIN), 1)

    points = (f"{across(float(each))} {down(float(value))}" for each, value in zip(zs, values, strict=True))
    return Curve(
        width=WIDTH,
        height=HEIGHT,
        path="M" + "L".join(points),
        axis_x=across(0.0),
        axis_y=down(0.0),
        x=across(z),
        y=down(a),
        label=f"Curve of {activation.name} with the point at this number",
    )


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
