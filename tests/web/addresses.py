"""Addresses to ask for, and how htmx asks for a part."""

from hypothesis import strategies as st

from app.lessons import PRESETS, preset_sizes
from app.state import settled
from app.views.place import url
from tests.strategies import raw_states
from tests.views.places import VIEWS, steps

AS_PART = {"HX-Request": "true", "HX-Request-Type": "partial"}
"""The headers with which htmx asks for the stage alone."""

PAGES = (
    "/",
    "/?step=5",
    "/?step=20&cell=A1.2.3",
    "/?view=vectorized",
    "/?view=vectorized&step=3&cell=Z2.2.4",
    "/?present=1&step=2",
    "/?preset=iris",
    "/?preset=iris&step=399",
    "/?preset=iris&view=vectorized&step=4&cell=A2.3.150",
    "/about",
)
"""A page of every kind that answers 200."""

WRONG = ("/?step=99", "/?preset=none&view=3", "/?cell=Q.1.1", "/?step=1&step=2", "/?window=151&preset=iris")
"""Addresses that cannot be shown."""

EVERY_STEP = [
    f"/?preset={preset}&view={view}&step={step}" for preset in PRESETS for view in VIEWS for step in steps(preset, view)
]


@st.composite
def addresses(draw: st.DrawFn) -> str:
    """The address of any state of any preset."""
    key = draw(st.sampled_from(list(PRESETS)))
    return url(settled(draw(raw_states(key, preset_sizes()[key])), preset_sizes()[key]))
