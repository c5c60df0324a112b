"""Addresses that tests request, and the headers of a partial request."""

from typing import NamedTuple

from hypothesis import strategies as st

from app.presets import PRESETS
from app.state import KEYS, canonical
from app.state.limits import MAX_QUERY
from app.views.base.urls import BOARD_PATH, url
from app.web.assets import collect
from tests.support.strategies import preset_sizes, raw_states

AS_PART = {"HX-Request": "true", "HX-Request-Type": "partial"}
"""The headers with which htmx requests the stage alone."""

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
    "/?layers=5-3-3-1&act=relu-tanh-softmax&m=9&seed=3&step=7",
    "/?W1=1,2,3;;,-0.5,;&step=3&cell=Z1.1.1",
    "/?cell=X.2.3",
    "/?preset=digits&step=11&rows=17",
    "/?preset=digits&view=vectorized&step=4&cell=A2.3.1797",
    "/about",
    "/matrix?matrix=X",
    "/matrix?preset=iris&step=600&matrix=A2",
    "/matrix?preset=digits&matrix=W1",
    "/share",
    "/share?preset=iris&step=41&present=1",
    "/share?W1=1,2,3;;,-0.5,;&step=3",
    "/embed",
    "/embed?step=7&cell=Z1.1.2&present=1",
    "/embed?preset=digits&view=vectorized&step=2",
    "/worksheet",
    "/worksheet?preset=iris&step=331&blank=layer&key=1",
    "/worksheet?preset=digits",
    "/worksheet?layers=8-8-8-8-8&m=64&seed=5&step=509&blank=results",
    "/handout",
    "/handout?preset=iris&view=vectorized",
    "/handout?preset=digits",
    "/speed",
    "/speed?preset=iris&step=3&network=digits&threads=all&guess=40",
)
"""A page of every kind that is answered with 200."""

WRONG = (
    "/?step=99",
    "/?preset=none&view=3",
    "/?cell=Q.1.1",
    "/?step=1&step=2",
    "/?window=151&preset=iris",
    "/?W2=1,2;3,4",
    "/share?step=99",
    "/worksheet?blank=everything",
    "/worksheet?key=yes&step=99",
    "/handout?step=99",
)
"""Addresses that are answered with 422."""

TOO_LONG = "x" * (MAX_QUERY + 1)
FRAMES = ("/embed", "/embed?preset=iris&step=3", "/embed?step=99", f"/embed?{TOO_LONG}")
CARD = collect().urls["cards/course.png"]
PARTS_OF_FRAMES = ("/picture.svg?preset=digits", collect().urls["app.css"], collect().urls["app.js"], CARD)
FOR_PROGRAMS = ("/trace.json", "/trace.json?preset=iris", "/trace.json?step=99", "/trace.json?step=x")
NO_PAGES = (
    *("/healthz", "/readyz", "/qr.svg", "/qr.svg?step=5", "/oembed", "/oembed?url=http://localhost/", "/export.py"),
    *("/export.ipynb", f"/?{TOO_LONG}", f"/trace.json?{TOO_LONG}", "/change?units1=3", "/speed.csv"),
)


def is_frame(address: str) -> bool:
    """Whether other sites may frame this page."""
    return address.partition("?")[0] == "/embed"


class Question(NamedTuple):
    """A request: an address, for the page or for the part."""

    address: str
    as_part: bool = False

    @property
    def headers(self) -> dict[str, str]:
        return AS_PART if self.as_part else {}


def questions(*addresses: str) -> tuple[Question, ...]:
    """Each address as a page and as a part."""
    return tuple(Question(address, as_part) for address in dict.fromkeys(addresses) for as_part in (False, True))


EVERYTHING = questions(*PAGES, *WRONG, "/nowhere", *FRAMES, *PARTS_OF_FRAMES, *FOR_PROGRAMS, *NO_PAGES)
"""A request for every kind of answer to a GET, except 5xx."""


@st.composite
def addresses(draw: st.DrawFn) -> str:
    """The address of any state of any preset."""
    key = draw(st.sampled_from(list(PRESETS)))
    return url(BOARD_PATH, canonical(draw(raw_states(key, preset_sizes()[key])), preset_sizes()[key]))


STATUSES = {200, 414, 422}
"""How any query of the board or an export may be answered."""
NEARLY = (
    st.sampled_from(["0", "1", "-1", "5", "20", "21", "999999", "1e3", "٣", " 1", "1.0", "+1", "nan"])
    | st.sampled_from(["loop", "vectorized", "LOOP", "iris", "course", "Z1.1.1", "Z1.0.1", "Z9.1.1", "Z1"])
    | st.sampled_from(["X.3.5", "X.4.5", "W1.4.3", "b1.4.1", "b1.4.2", "1.1", "A2.2.999999"])
)
"""Valid values and near misses."""
VALUES = st.text(max_size=50) | NEARLY | st.integers(-3, 1000).map(str)
PAIRS = st.lists(st.tuples(st.sampled_from(KEYS) | st.text(max_size=10), VALUES), max_size=8)
"""Queries: known and unknown keys with any values."""
