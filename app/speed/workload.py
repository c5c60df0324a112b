"""The workload of a race: a network, and as many examples of it as are asked for."""

import random
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from app.engine.activations import ACTIVATIONS
from app.engine.network import Network, network
from app.engine.ops import Array, Shape
from app.presets import opened, plans
from app.state import State, plan_of
from app.state.visit import DIGIT_CLASSIFIER, Setup


@dataclass(frozen=True, slots=True, eq=False)
class Workload:
    """A network and some of its examples, (n_x, any number); ``name`` says where the numbers are from."""

    name: str
    network: Network
    examples: Array

    def X(self, m: int) -> Array:
        """m examples, read-only: the examples repeated as often as needed."""
        X: Array = np.take(self.examples, np.arange(m) % self.examples.shape[1], axis=1)
        X.flags.writeable = False
        return X


def workload(state: State, setup: Setup) -> Workload:
    """The network of that setup with its numbers: the board's, or drawn ones."""
    if setup.network == "board":
        _, trace = opened(state.preset, plan_of(state, plans()[state.preset]), state.seed, state.overrides)
        return Workload("the network on the board", trace.network, trace.X)
    if setup.network == "digits":
        return drawn("a digit classifier", DIGIT_CLASSIFIER)
    return drawn("a network of your sizes", setup.sizes)


def drawn(name: str, sizes: tuple[int, ...]) -> Workload:
    """A network of those sizes with drawn numbers: ReLU in between; at the end softmax, or sigmoid for one unit."""
    source = random.Random(5)
    last = ACTIVATIONS["sigmoid" if sizes[-1] == 1 else "softmax"]
    layers = [
        (_matrix(source, (units, before)), _matrix(source, (units, 1)), ACTIVATIONS["relu"])
        for before, units in pairwise(sizes)
    ]
    W, b, _ = layers.pop()
    return Workload(name, network([*layers, (W, b, last)]), _matrix(source, (sizes[0], 16)))


def tiny(workload: Workload) -> Workload:
    """As many layers with the same activations, each of two neurons: the same calls, with next to nothing to compute.

    Not of one neuron: for a product of single numbers NumPy takes a shorter way.
    """
    W, b = np.full((2, 2), 0.5), np.full((2, 1), 0.1)
    return Workload("two neurons a layer", network((W, b, layer.activation) for layer in workload.network.layers), W)


def _matrix(source: random.Random, shape: Shape) -> Array:
    """Numbers from −1 to 1, by Python's generator, which gives the same numbers everywhere."""
    rows, columns = shape
    drawn = np.array([source.uniform(-1, 1) for _ in range(rows * columns)])
    return drawn.reshape(shape)
