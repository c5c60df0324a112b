"""The query of the address as a value: text to a frozen, validated, hashable state, and back."""

from app.state.navigation import Position, canonical
from app.state.query import KEYS, BadAddress, format_state, pairs_of, parse
from app.state.state import WINDOW_EXAMPLES, WINDOW_FEATURES, Cell, State, plan_of

__all__ = [
    "KEYS",
    "WINDOW_EXAMPLES",
    "WINDOW_FEATURES",
    "BadAddress",
    "Cell",
    "Position",
    "State",
    "canonical",
    "format_state",
    "pairs_of",
    "parse",
    "plan_of",
]
