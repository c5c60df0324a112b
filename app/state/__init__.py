"""The address bar as a value: query text to a frozen, validated, hashable state, and back."""

from app.state.address import KEYS, PATH, BadAddress, format_state, pairs_of, parse
from app.state.state import WINDOW, Cell, State, settled

__all__ = ["KEYS", "PATH", "WINDOW", "BadAddress", "Cell", "State", "format_state", "pairs_of", "parse", "settled"]
