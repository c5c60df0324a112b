"""Where the printed sheets of a state are."""

from urllib.parse import urlencode

from app.state import State, format_state
from app.state.sheet import Wish

WORKSHEET_PATH = "/worksheet"
HANDOUT_PATH = "/handout"


def worksheet_url(state: State, wish: Wish) -> str:
    """The address of the sheet that leaves that blank."""
    pairs = (("blank", wish.blank or ""), ("key", "1" if wish.key else ""))
    return _url(WORKSHEET_PATH, state, [(key, text) for key, text in pairs if text])


def handout_url(state: State) -> str:
    """The address of all steps of the state's program."""
    return _url(HANDOUT_PATH, state, [])


def _url(path: str, state: State, pairs: list[tuple[str, str]]) -> str:
    query = "&".join(text for text in (format_state(state), urlencode(pairs)) if text)
    return f"{path}?{query}" if query else path
