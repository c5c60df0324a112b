"""Strategies for random networks, sizes and states."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from app.engine.activations import ACTIVATIONS
from app.engine.network import Network, Plan, Sizes, inputs, network
from app.engine.ops import Array
from app.engine.program import program
from app.presets import plans
from app.state import Cell, Position, State, canonical, plan_of
from app.state.plans import canonical_numbers
from app.state.query import POSITION_KEYS
from app.state.state import MATRICES

few = settings(max_examples=settings.default.max_examples // 2)
"""Half the examples, for a test that runs once for every operation or activation."""

UNITS = st.integers(1, 6)
VIEWS = st.sampled_from(["loop", "vectorized"])
SEEDS = st.integers(0, 2**32 - 1)


def matrices(rows: int, columns: int, largest: float = 1.0) -> st.SearchStrategy[Array]:
    """Matrices with entries from −largest to largest, drawn one by one, with extremes, duplicates and zeros."""
    return arrays(np.float64, (rows, columns), elements=st.floats(-largest, largest))


def spread(seed: int, rows: int, columns: int, largest: float = 1.0) -> Array:
    """The same from one seed, in a hundredth of the time. With an even seed there are zeros and duplicates."""
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
    """A network and its examples X."""

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


def preset_sizes() -> dict[str, Sizes]:
    """The sizes of every preset, by key."""
    return {key: plan.sizes for key, plan in plans().items()}


def plain(sizes: Sizes) -> Plan:
    """A plan of those sizes with sigmoids."""
    return Plan(sizes, ("sigmoid",) * sizes.L)


class Visit(NamedTuple):
    """A canonical state and the plans of the presets that its address is read with."""

    state: State
    plans: dict[str, Plan]

    @property
    def base(self) -> Plan:
        return self.plans[self.state.preset]

    @property
    def sizes(self) -> Sizes:
        return plan_of(self.state, self.base).sizes

    @property
    def position(self) -> Position:
        return self.at(self.state)

    def at(self, state: State) -> Position:
        """The position of another state of the same numbers."""
        return Position(state, self.sizes)


@st.composite
def cells(draw: st.DrawFn, sizes: Sizes) -> Cell:
    """A cell of any matrix."""
    name = draw(st.sampled_from(list(sizes.shapes)))
    rows, columns = sizes.shapes[name]
    return Cell(name, draw(st.integers(1, rows)), draw(st.integers(1, columns)))


@st.composite
def raw_states(draw: st.DrawFn, preset: str, sizes: Sizes) -> State:
    """A state within its limits that need not be canonical."""
    return draw(looks(State(preset=preset), sizes))


@st.composite
def looks(draw: st.DrawFn, numbers: State, sizes: Sizes) -> State:
    """The state with any view, step, cell, window and display options."""
    view = draw(VIEWS)
    look = State(
        view=view,
        step=draw(st.integers(0, len(program(view, sizes)))),
        cell=draw(st.none() | cells(sizes)),
        window=draw(st.none() | st.integers(1, sizes.m)),
        rows=draw(st.none() | st.integers(1, sizes.n[0])),
        reading=draw(st.sampled_from(["column", "cell", "combination"])),
        present=draw(st.sampled_from([0, 1])),
        theme=draw(st.sampled_from(["auto", "light", "dark"])),
        letters=draw(st.sampled_from([0, 1])),
    )
    return numbers.model_copy(update={key: getattr(look, key) for key in POSITION_KEYS})


OWN = st.none() | st.integers(-99, 99).map(lambda tenths: tenths / 10) | st.floats(-1e6, 1e6).map(lambda x: x + 0.0)


@st.composite
def own_states(draw: st.DrawFn, preset: str, base: Plan) -> State:
    """Overrides of that preset: any sizes, activations, seed and entries within the limits."""
    n = draw(st.none() | st.lists(st.integers(1, 8), min_size=2, max_size=5).map(tuple))
    keys = st.sampled_from(list(ACTIVATIONS))
    state = State(preset=preset, layers=n, seed=draw(st.none() | st.integers(0, 999_999)))
    if draw(st.booleans()):
        state = state.model_copy(update={"act": tuple(draw(keys) for _ in range(plan_of(state, base).sizes.L))})
    state = state.model_copy(update={"m": draw(st.none() | st.integers(1, 64))})
    overrides = {}
    for name in draw(st.sets(st.sampled_from(MATRICES), max_size=3)):
        rows, columns = plan_of(state, base).sizes.shapes.get(name, (0, 0))
        if 0 < rows * columns < 40:
            overrides[name] = tuple(tuple(draw(OWN) for _ in range(columns)) for _ in range(rows))
    return canonical_numbers(state.model_copy(update=overrides), base)


@st.composite
def visits(draw: st.DrawFn) -> Visit:
    """Any canonical state: of a preset, of a network of random sizes, or with overrides."""
    known = draw(st.just(plans()) | st.builds(lambda only: {"course": plain(only)}, sizes()))
    preset = draw(st.sampled_from(list(known)))
    base = known[preset]
    is_own = max(base.sizes.n) <= 8 and draw(st.booleans())
    numbers = draw(own_states(preset, base)) if is_own else State(preset=preset)
    after = plan_of(numbers, base).sizes
    return Visit(canonical(draw(looks(numbers, after)), after), known)


@st.composite
def states(draw: st.DrawFn) -> State:
    """Any canonical state of any preset, with or without overrides."""
    preset = draw(st.sampled_from(list(plans())))
    base = plans()[preset]
    is_own = max(base.sizes.n) <= 8 and draw(st.booleans())
    numbers = draw(own_states(preset, base)) if is_own else State(preset=preset)
    sizes = plan_of(numbers, base).sizes
    return canonical(draw(looks(numbers, sizes)), sizes)
