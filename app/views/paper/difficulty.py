"""How long a sheet takes by hand, and which difficulty suits ten minutes."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.engine.names import inputs_of, names_of
from app.engine.ops import Array
from app.state.sheet import BLANKS, Blank
from app.views.base.scene import Scene
from app.views.paper.fit import Excerpt
from app.views.paper.staircase import IsBlank, blanks

TEN_MINUTES = 600
PRODUCT, EASY = 20, 5
"""Seconds for a product with its addition: with a pocket calculator, and in the head, where a factor is 0, 1 or −1."""
LOOKED_UP = 20
"""Seconds for an activation that takes a table or a calculator; ReLU and linear are read off."""
READ_OFF = ("relu", "leaky_relu", "linear")


@dataclass(frozen=True, slots=True)
class Effort:
    """How many products and activations are to be worked out, and about how many seconds that takes.

    The course's column is 4·3 + 2·4 = 20 products and 6 activations: 520 seconds. Every entry of XOR is
    4·(2·2 + 1·2) = 24 products in the head and 12 activations read off: 180 seconds.
    """

    products: int
    activations: int
    seconds: int

    @property
    def minutes(self) -> int:
        """Whole minutes, rounded up."""
        return -(-self.seconds // 60)


def effort(scene: Scene, part: Excerpt, is_blank: IsBlank) -> Effort:
    """What it takes to fill in what is blank."""
    products = activations = seconds = 0
    for layer in part.layers:
        W_name, _, Z_name, _ = names_of(layer)
        columns = [i for i in part.examples if is_blank(Z_name, i)]
        W, A = scene.matrix(W_name), scene.matrix(inputs_of(layer))[:, columns]
        hard = (~_trivial(W)).astype(int) @ (~_trivial(A)).astype(int)  # (n_l, n_prev) @ (n_prev, blank)
        count, results = W.size * len(columns), len(W) * len(columns)
        is_easy = scene.activation(layer).key in READ_OFF
        products, activations = products + count, activations + results
        seconds += EASY * count + (PRODUCT - EASY) * int(hard.sum()) + results * (EASY if is_easy else LOOKED_UP)
    return Effort(products, activations, seconds)


def default_blank(scene: Scene, part: Excerpt) -> Blank:
    """The most that can be done by hand in ten minutes; the least there is if even that takes longer."""
    fits = (each for each in reversed(BLANKS) if effort(scene, part, blanks(scene, part, each)).seconds <= TEN_MINUTES)
    return next(fits, "column")


def _trivial(values: Array) -> npt.NDArray[np.bool_]:
    return np.isin(values, (-1.0, 0.0, 1.0))
