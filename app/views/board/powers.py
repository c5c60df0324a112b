"""A softmax as a table: every entry of the column, its power of e, and its share of their sum."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil

import numpy as np

from app.engine.names import names_of
from app.engine.ops import Array
from app.state import Cell
from app.views.base import words
from app.views.base.numbers import BOARD_DECIMALS, LARGE, figure, fixed, number, power_of_ten
from app.views.base.scene import Scene

MOST_ROWS, FOLDED_ROWS, LARGE_ROWS = 10, 8, 3
"""Rows that are all shown; of more, how many of the largest; and how many are as large as a figure gets."""
MOST_DECIMALS = 6
"""The most decimals of a power of e."""
LARGEST_ARGUMENT = 700.0
"""Beyond this size of an entry the largest is subtracted from all, as the program does: e^710 is no float64."""


@dataclass(frozen=True, slots=True)
class Power:
    """One entry z of the column, e^z, and its share a. ``relation`` is "=" only if the share is exact."""

    head: str
    z: str
    power: str
    relation: str
    share: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Powers:
    """The column, entry by entry; of a long one the largest entries and the chosen one, in their order.

    ``rest`` is the sum of the powers that are not shown, and ``others`` says so beside it. ``sum_relation`` is "=" if
    ``sum`` is exactly the sum of the figures above it. ``is_shifted`` if the powers are those of z minus the largest z.
    """

    rows: tuple[Power, ...]
    others: str
    rest: str
    sum_relation: str
    sum: str
    is_shifted: bool
    is_small: bool
    saturated: str


def power_lines(rows: int) -> int:
    """The lines of that table with its heads and its sum; smaller lines count as less."""
    lines = 2 + (rows if rows <= MOST_ROWS else FOLDED_ROWS + 2)
    return lines if rows <= LARGE_ROWS else ceil(0.62 * lines)


def powers(scene: Scene, cell: Cell) -> Powers:
    """The softmax of a computed cell of A."""
    Z, column, chosen = names_of(cell.matrix.layer).Z, cell.column - 1, cell.row - 1
    z, a = scene.exact(Z)[:, column], scene.exact(cell.matrix)[:, column]  # (n,) each
    shares = [scene.text(cell.matrix, k, column) for k in range(len(a))]
    is_shifted = float(np.abs(z).max()) > LARGEST_ARGUMENT
    shifted = z - z.max() if is_shifted else z
    kept, is_known = _kept(z, chosen), scene.is_exact(cell.matrix, range(len(a)), column)
    decimals = scene.matrices.decimals[cell.matrix]
    texts, total = _figures(shifted, kept, [shares[k] for k in kept], decimals)
    is_exact = [
        is_known and number(share) == Decimal(repr(float(value))) for share, value in zip(shares, a, strict=True)
    ]
    heads = scene.preset.row_names if cell.matrix == scene.outputs else ()
    is_folded, result = len(kept) < len(z), number(shares[chosen])
    return Powers(
        rows=tuple(
            Power(
                head=heads[k] if heads else str(k + 1),
                z=scene.text(Z, k, column),
                power=power,
                relation="=" if is_exact[k] else "≈",
                share=shares[k],
                is_chosen=k == chosen,
            )
            for k, power in zip(kept, texts, strict=False)
        ),
        others=words.others(len(z) - len(kept)) if is_folded else "",
        rest=texts[-1] if is_folded else "",
        sum_relation="=" if sum(map(number, texts), start=Decimal(0)) == number(total) else "≈",
        sum=total,
        is_shifted=is_shifted,
        is_small=len(texts) > LARGE_ROWS,
        saturated=words.saturated("softmax", f"{result:.0f}") if result in (0, 1) and not is_exact[chosen] else "",
    )


def _kept(z: Array, chosen: int) -> list[int]:
    """The rows that are shown."""
    every = range(len(z))
    if len(z) <= MOST_ROWS:
        return list(every)
    return sorted({*sorted(every, key=lambda k: -float(z[k]))[:FOLDED_ROWS], chosen})


def _figures(z: Array, kept: Sequence[int], shares: Sequence[str], decimals: int) -> tuple[list[str], str]:
    """The power of each row kept, then of the others together if there are any, and the sum of all.

    With so many decimals, if that is possible, that each power divided by the sum is the share on the board.
    """
    powers = np.exp(z)
    values = [_power(float(z[k]), float(powers[k])) for k in kept]
    if len(kept) < len(z):
        values.append(Decimal(float(np.delete(powers, kept).sum())))
    for places in range(BOARD_DECIMALS, MOST_DECIMALS):
        texts, total = [_text(value, places) for value in values], _text(Decimal(float(powers.sum())), places)
        quotients = [float(number(text) / number(total)) for text in texts[: len(kept)]]
        if [figure(quotient, decimals) for quotient in quotients] == list(shares):
            break
    return texts, total


def _power(z: float, power: float) -> Decimal:
    """e^z, also where it is too small for a float64."""
    return Decimal(power) if power else Decimal(z).exp()


def _text(value: Decimal, places: int) -> str:
    """A power of e with that many decimals, or as a power of ten if it is very large, or if they would show 0."""
    size = float(value)
    return fixed(size, places) if 10.0**-places <= 2 * size < 2 * LARGE else power_of_ten(value, places)
