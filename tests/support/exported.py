"""For tests of exported programs: states to export, running a program, comparing it with the page."""

import contextlib
import io
from typing import Any

import numpy as np
from hypothesis import strategies as st

from app.engine.activations import ACTIVATIONS
from app.engine.names import names_of
from app.engine.rounding import rounding
from app.presets import plans
from app.state import canonical, plan_of
from app.views.base.numbers import fixed
from app.views.base.scene import Scene, scene
from tests.support.strategies import own_states

ROOT = "http://127.0.0.1:8000/"
HUGE = "X=1000000,-1000000,3;-999999,0.3,0.00001"
NETWORKS = (
    *(f"act=tanh-{key}" for key in ACTIVATIONS),
    *(f"layers=2-3-4-3&act={key}-{key}-{key}&m=6&seed=5" for key in ACTIVATIONS),
    *(f"layers=1-1&act={key}&m=1&seed=4" for key in ACTIVATIONS),
    *(f"layers=2-3-2&act={key}-{key}&m=3&seed=1&{HUGE}" for key in ACTIVATIONS),
    "layers=8-8-8-8-8&m=64&seed=3",
    "preset=digits&act=relu-linear",
    "preset=digits&layers=64-16&act=tanh",
    "W1=0,0,0;0,0,0;0,0,0;0,0,0&b1=0;0;0;0",
)
"""Queries with overrides: every activation, the smallest and the largest network, extreme numbers."""


@st.composite
def own_scenes(draw: st.DrawFn) -> Scene:
    """Any overrides over a small preset."""
    key = draw(st.sampled_from(["course", "xor", "one-neuron", "house"]))
    state = draw(own_states(key, plans()[key]))
    return scene(canonical(state, plan_of(state, plans()[key]).sizes))


def run(program: str) -> tuple[dict[str, Any], str]:
    """Run the program; return its global names and what it printed."""
    names: dict[str, Any] = {}
    with (
        contextlib.redirect_stdout(io.StringIO()) as printed,
        np.errstate(),
    ):  # restores the settings that a program changes
        exec(compile(program, "export", "exec"), names)
    return names, printed.getvalue()


def check(scene: Scene, names: dict[str, Any]) -> None:
    """Assert that the program's predictions equal the page's, as numbers and as printed digits."""
    last = names_of(scene.sizes.L).A
    made = np.asarray(names[str(last)])
    assert made.shape == scene.sizes.shapes[last]
    off = rounding(scene.network, scene.trace.X, scene.trace.vectorized).A[-1]
    for view in (scene.trace.loop, scene.trace.vectorized):
        assert (np.abs(made - view.A[-1]) < off).all()
    if off.max() < 1e-6 and scene.trace.max_abs < 1e9:  # else figures have digits that rounding may change
        shown, decimals = scene.exact(last), scene.matrices.decimals[last]
        assert [fixed(float(value), decimals) for value in made.flat] == [fixed(float(v), decimals) for v in shown.flat]
