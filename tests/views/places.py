"""Places to look at: those of an address, of every step, and random ones."""

from collections.abc import Iterator
from urllib.parse import parse_qsl

from hypothesis import strategies as st

from app.engine.forward import trace
from app.engine.program import program
from app.lessons import PRESETS, Preset, preset_sizes
from app.state import State, format_state, parse, settled
from app.views.place import Place, place
from app.views.stage import where
from tests.strategies import raw_states, runs

VIEWS = ("loop", "vectorized")


def state(query: str) -> State:
    """The state of a query, such as preset=iris&step=3, or of a whole address."""
    return parse(parse_qsl(query.rpartition("?")[2] if "?" in query else query.strip("/")), preset_sizes())


def at(query: str = "") -> Place:
    """The place of a query or an address."""
    return where(state(query))


def other(here: Place, **changes: object) -> Place:
    """The same place with other words in its address."""
    return at(format_state(settled(here.state.model_copy(update=changes), here.sizes)))


def steps(preset: str, view: str) -> range:
    """The numbers of all steps, from 0."""
    return range(len(program(view, preset_sizes()[preset])) + 1)


def every_step(preset: str) -> Iterator[Place]:
    """Every step of both views."""
    return (at(f"preset={preset}&view={view}&step={step}") for view in VIEWS for step in steps(preset, view))


@st.composite
def preset_places(draw: st.DrawFn) -> Place:
    """Anywhere in the presets: any step, cell and window."""
    key = draw(st.sampled_from(list(PRESETS)))
    sizes = preset_sizes()[key]
    return where(settled(draw(raw_states(key, sizes)), sizes))


@st.composite
def random_places(draw: st.DrawFn) -> Place:
    """Anywhere in a random network: 1 to 4 layers, any activation, 1 to 20 examples."""
    run = draw(runs(most=20))
    made = Preset("course", "Random", "", run.network, run.X)
    return place(settled(draw(raw_states("course", made.sizes)), made.sizes), made, trace(*run))


def places() -> st.SearchStrategy[Place]:
    """Anywhere in the presets or in a random network."""
    return preset_places() | random_places()
