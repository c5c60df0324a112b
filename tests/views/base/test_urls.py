"""URLs: a path, the query of a state, and further keys."""

from app.state import State
from app.state.sheet import SheetOptions
from app.views.base.urls import BOARD_PATH, HANDOUT_PATH, WORKSHEET_PATH, display_url, join, url, worksheet_url


def test_the_default_board_has_the_bare_path() -> None:
    assert (url(BOARD_PATH, State()), url(HANDOUT_PATH, State())) == ("/", "/handout")


def test_further_keys_follow_the_state_and_empty_ones_are_left_out() -> None:
    assert url(WORKSHEET_PATH, State(step=5), blank="layer", key="") == "/worksheet?step=5&blank=layer"
    assert url(WORKSHEET_PATH, State(), blank="", key="1") == "/worksheet?key=1"
    assert url(BOARD_PATH, State(), text="a b&c") == "/?text=a+b%26c"


def test_join_leaves_out_empty_queries() -> None:
    assert join("/speed", "", "a=1", "", "b=2") == "/speed?a=1&b=2"
    assert join("/speed", "", "") == "/speed"


def test_worksheet_url_has_its_options() -> None:
    assert worksheet_url(State(step=3), SheetOptions("results", key=True)) == "/worksheet?step=3&blank=results&key=1"
    assert worksheet_url(State(), SheetOptions()) == "/worksheet"


def test_a_url_is_displayed_without_scheme_and_final_slash() -> None:
    assert display_url("https://columnwise.example/") == "columnwise.example"
    assert display_url("http://127.0.0.1:8000/?step=5") == "127.0.0.1:8000/?step=5"
