"""Estimate the time that a worksheet takes by hand, and choose the difficulty that takes ten minutes."""

from dataclasses import dataclass

import numpy as np

from app.engine.names import inputs_of, names_of
from app.state.sheet import BLANKS, Blank
from app.views.base.scene import Scene
from app.views.paper.fit import Excerpt
from app.views.paper.staircase import IsBlank, blanks

TEN_MINUTES = 600
"""Seconds that the default difficulty takes at most."""
EASY_SECONDS, HARD_SECONDS = 5, 20
"""Time for a product with its addition, or for an activation: in the head, and with a calculator or a table."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """The numbers of products and activations to work out, and about how many seconds that takes.

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


def estimate(scene: Scene, excerpt: Excerpt, is_blank: IsBlank) -> Estimate:
    """The estimate for filling in the blank cells. A factor of 0, 1 or −1 makes a product easy."""
    products = activations = seconds = 0
    for layer in excerpt.layers:
        W_name, _, Z_name, _ = names_of(layer)
        columns = [i for i in excerpt.examples if is_blank(Z_name, i)]
        W, A = scene.matrix(W_name), scene.matrix(inputs_of(layer))[:, columns]
        hard_W, hard_A = ((~np.isin(values, (-1.0, 0.0, 1.0))).astype(int) for values in (W, A))
        hard = hard_W @ hard_A  # (n_l, n_prev) @ (n_prev, blank)
        count, results = W.size * len(columns), len(W) * len(columns)
        is_easy = scene.activation(layer).key in ("relu", "leaky_relu", "linear")
        products, activations = products + count, activations + results
        seconds += EASY_SECONDS * count + (HARD_SECONDS - EASY_SECONDS) * int(hard.sum())
        seconds += results * (EASY_SECONDS if is_easy else HARD_SECONDS)
    return Estimate(products, activations, seconds)


def default_blank(scene: Scene, excerpt: Excerpt) -> Blank:
    """The hardest difficulty that takes ten minutes or less; the easiest if there is none."""
    seconds = ((blank, estimate(scene, excerpt, blanks(scene, excerpt, blank)).seconds) for blank in reversed(BLANKS))
    return next((blank for blank, each in seconds if each <= TEN_MINUTES), "column")
