"""Random networks, sizes and states, for the tests that state a property."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from app.engine.activations import ACTIVATIONS
from app.engine.network import Network, Sizes, inputs, network
from app.engine.ops import Array
from app.engine.program import program
from app.lessons import preset_sizes
from app.state import Cell, State, settled

few = settings(max_examples=25)
"""For a test that runs once for every operation or activation."""

UNITS = st.integers(1, 6)
VIEWS = st.sampled_from(["loop", "vectorized"])
SEEDS = st.integers(0, 2**32 - 1)


def matrices(rows: int, columns: int, largest: float = 1.0) -> st.SearchStrategy[Array]:
    """Matrices with entries from −largest to largest, drawn one by one: extremes, equals, zeros."""
    return arrays(np.float64, (rows, columns), elements=st.floats(-largest, largest))


def spread(seed: int, rows: int, columns: int, largest: float = 1.0) -> Array:
    """The same drawn all at once, in a hundredth of the time. Every other one may have zeros and equals."""
    values = np.random.default_rng([seed, rows, columns]).uniform(-largest, largest, (rows, columns))
    return values if seed % 2 else values.round(1)


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """Networks of 1 to 4 layers with 1 to 6 features and units, and every activation."""
    n, seed = draw(st.lists(UNITS, min_size=2, max_size=5)), draw(SEEDS)
    activation = st.sampled_from(list(ACTIVATIONS.values()))
    return network(
        (spread(seed + layer, units, before), spread(seed + 10 + layer, units, 1), draw(activation))
        for layer, (before, units) in enumerate(pairwise(n))
    )


class Run(NamedTuple):
    """A network and the examples that pass through it."""

    network: Network
    X: Array


@st.composite
def runs(draw: st.DrawFn, most: int = 7) -> Run:
    """A random network with 1 to ``most`` examples."""
    net = draw(networks())
    return Run(net, inputs(spread(draw(SEEDS), net.n_x, draw(st.integers(1, most)), 2.0), net))


@st.composite
def sizes(draw: st.DrawFn, most: int = 30) -> Sizes:
    """Sizes alone, with enough examples for several windows."""
    return Sizes(tuple(draw(st.lists(UNITS, min_size=2, max_size=5))), draw(st.integers(1, most)))


class Visit(NamedTuple):
    """A settled state and the presets that its address is read with."""

    state: State
    sizes_of: dict[str, Sizes]

    @property
    def sizes(self) -> Sizes:
        return self.sizes_of[self.state.preset]


@st.composite
def cells(draw: st.DrawFn, sizes: Sizes) -> Cell:
    """A cell of any matrix."""
    name = draw(st.sampled_from(sizes.names()))
    rows, columns = sizes.shape(name)
    return Cell(name, draw(st.integers(1, rows)), draw(st.integers(1, columns)))


@st.composite
def raw_states(draw: st.DrawFn, preset: str, sizes: Sizes) -> State:
    """A state as an address may say it: nothing left out, everything inside its limits."""
    view = draw(VIEWS)
    return State(
        preset=preset,
        view=view,
        step=draw(st.integers(0, len(program(view, sizes)))),
        cell=draw(st.none() | cells(sizes)),
        window=draw(st.none() | st.integers(1, sizes.m)),
        present=draw(st.sampled_from([0, 1])),
    )


@st.composite
def visits(draw: st.DrawFn) -> Visit:
    """Any settled state of a preset or of a network of random sizes."""
    sizes_of = draw(st.just(preset_sizes()) | st.builds(lambda only: {"course": only}, sizes()))
    preset = draw(st.sampled_from(list(sizes_of)))
    state = draw(raw_states(preset, sizes_of[preset]))
    return Visit(settled(state, sizes_of[preset]), sizes_of)
