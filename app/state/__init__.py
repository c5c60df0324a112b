"""The address bar as a value: query text to a frozen, validated, hashable state, and back."""

from app.state.navigation import Position, canonical
from app.state.query import KEYS, BadAddress, format_state, pairs_of, parse
from app.state.state import TALL, WINDOW, Cell, Entries, State, plan_of

__all__ = [
    "KEYS",
    "TALL",
    "WINDOW",
    "BadAddress",
    "Cell",
    "Entries",
    "Position",
    "State",
    "canonical",
    "format_state",
    "pairs_of",
    "parse",
    "plan_of",
]
