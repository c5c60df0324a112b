"""Reads a pasted text: `readings` returns every matrix that it may sensibly mean."""

from app.state.reading.readings import Reading, is_inputs_first, readings
from app.state.reading.tokens import LARGEST_ENTRY, MOST_ENTRIES, Rows, Unreadable, ambiguous_comma

__all__ = [
    "LARGEST_ENTRY",
    "MOST_ENTRIES",
    "Reading",
    "Rows",
    "Unreadable",
    "ambiguous_comma",
    "is_inputs_first",
    "readings",
]
