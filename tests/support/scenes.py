"""Scenes: of an address, of every step, random ones."""

from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import parse_qsl

import numpy as np
from hypothesis import strategies as st

from app.engine.activations import ACTIVATIONS
from app.engine.forward import trace
from app.engine.names import computed_names, names_of
from app.engine.network import inputs, network
from app.engine.program import program
from app.presets import PRESETS, Preset, plans
from app.state import Cell, State, canonical, format_state, parse
from app.views.base.scene import Scene, scene
from tests.support.strategies import SEEDS, preset_sizes, raw_states, runs, spread

VIEWS = ("loop", "vectorized")


def state(query: str) -> State:
    """The state of a query, such as preset=iris&step=3, or of a whole address."""
    return parse(parse_qsl(query.rpartition("?")[2] if "?" in query else query.strip("/")), plans())


def at(query: str = "") -> Scene:
    """The scene of a query or an address."""
    return scene(state(query))


def other(here: Scene, **changes: object) -> Scene:
    """The scene with these keys of its state changed."""
    return at(format_state(canonical(here.state, here.sizes, **changes)))


def steps(preset: str, view: str) -> range:
    """The numbers of all steps, from 0."""
    return range(len(program(view, preset_sizes()[preset])) + 1)


def some_steps(preset: str, view: str) -> list[int]:
    """All steps of a short program; of a long one the first, some in the middle, the last."""
    every = steps(preset, view)
    middle = len(every) // 2
    return list(every) if len(every) < 1_000 else [*every[:17], *every[middle : middle + 17], *every[-17:]]


def every_step(preset: str) -> Iterator[Scene]:
    """Every step of both views."""
    return (at(f"preset={preset}&view={view}&step={step}") for view in VIEWS for step in steps(preset, view))


@st.composite
def preset_scenes(draw: st.DrawFn) -> Scene:
    """Any step, cell and window of any preset."""
    key = draw(st.sampled_from(list(PRESETS)))
    sizes = preset_sizes()[key]
    return scene(canonical(draw(raw_states(key, sizes)).model_copy(update={"present": 0}), sizes))


@st.composite
def random_scenes(draw: st.DrawFn) -> Scene:
    """Any step, cell and window of a random network: 1 to 4 layers, any activation, 1 to 20 examples."""
    run = draw(runs(most=20))
    made = Preset("course", "Random", "", run.network, run.X)
    state = draw(raw_states("course", made.sizes)).model_copy(update={"present": 0})
    return Scene(canonical(state, made.sizes), made.sizes, made, trace(*run))


@st.composite
def far_scenes(draw: st.DrawFn) -> Scene:
    """The last step of a network whose short numbers are as small as 0.000001 and as large as 1,000,000."""
    n, m = draw(st.lists(st.integers(1, 3), min_size=2, max_size=4)), draw(st.integers(1, 3))
    rng = np.random.default_rng(draw(SEEDS))
    smallest, largest = sorted(draw(st.tuples(st.integers(-6, 4), st.integers(-6, 4))))

    def numbers(rows: int, columns: int) -> list[list[float]]:
        """Decimals such as −0.00012, 3 and 450000; some are 0."""
        made = rng.integers(-99, 100, (rows, columns)), rng.integers(smallest, largest + 1, (rows, columns))
        return [
            [float(f"{digits}e{place}") for digits, place in zip(*row, strict=True)] for row in zip(*made, strict=True)
        ]

    keys = st.sampled_from(list(ACTIVATIONS))
    net = network((numbers(after, before), numbers(after, 1), ACTIVATIONS[draw(keys)]) for before, after in pairwise(n))
    made = Preset("course", "Far", "", net, inputs(numbers(n[0], m), net))
    layer = draw(st.integers(1, net.L))
    cell = Cell(names_of(layer)[draw(st.sampled_from([2, 3]))], draw(st.integers(1, n[layer])), draw(st.integers(1, m)))
    reading = draw(st.sampled_from(["column", "cell", "combination"]))
    state = State(view="vectorized", step=2 * net.L, cell=cell, reading=reading)
    return Scene(canonical(state, made.sizes), made.sizes, made, trace(net, made.X))


@st.composite
def wide_scenes(draw: st.DrawFn) -> Scene:
    """A computed cell of a random network with up to 64 inputs: ReLU, then softmax over up to 12 classes."""
    n = [draw(st.integers(*bounds)) for bounds in ((11, 64), (5, 16), (6, 12))]
    seed, decimals = draw(SEEDS), draw(st.sampled_from([2, 3, 17]))
    weights = [spread(seed + l, n[l], n[l - 1], draw(st.sampled_from([0.2, 2.0]))).round(decimals) for l in (1, 2)]
    biases = [spread(seed + 2 + l, n[l], 1).round(decimals) for l in (1, 2)]
    net = network(zip(weights, biases, (ACTIVATIONS["relu"], ACTIVATIONS["softmax"]), strict=True))
    X = inputs(np.abs(spread(seed, n[0], 3, 16.0)).round(draw(st.sampled_from([0, 17]))), net)
    made, name = Preset("course", "Wide", "", net, X), draw(st.sampled_from(computed_names(range(1, 3))))
    cell = Cell(name, draw(st.integers(1, n[name.layer])), draw(st.integers(1, 3)))
    state = canonical(State(view="vectorized", step=4, cell=cell), made.sizes)
    return Scene(state, made.sizes, made, trace(net, X))


@st.composite
def class_scenes(draw: st.DrawFn, anywhere: st.SearchStrategy[Scene] | None = None) -> Scene:
    """Any scene in present mode."""
    here = draw(scenes() if anywhere is None else anywhere)
    rows = draw(st.none() | st.integers(1, max(here.sizes.n[:-1])))
    return here.at(canonical(here.state, here.sizes, present=1, rows=rows))


def scenes() -> st.SearchStrategy[Scene]:
    """Any scene of a preset or a random network."""
    return preset_scenes() | random_scenes()
