"""Matrices to paste, and what the reader makes of a text."""

import pytest
from hypothesis import strategies as st

from app.state.reading import LARGEST_ENTRY, Reading, Rows, Unreadable, readings

ENTRIES = (
    st.floats(-LARGEST_ENTRY, LARGEST_ENTRY)
    | st.integers(-1000, 1000).map(float)
    | st.sampled_from([0.1, -0.0, 1e-5, 5e-324])
)


@st.composite
def matrices(draw: st.DrawFn, entries: st.SearchStrategy[float] = ENTRIES) -> Rows:
    """Up to 4 by 5: the text is below MAX_PASTED even with 326 digits in each entry."""
    rows, columns = draw(st.integers(1, 4)), draw(st.integers(1, 5))
    return tuple(tuple(draw(st.lists(entries, min_size=columns, max_size=columns))) for _ in range(rows))


def only(text: str) -> Reading:
    """The reading of a text that has only one."""
    (reading,) = readings(text)
    return reading


def rows_of(text: str) -> Rows:
    return only(text).rows


def meanings(text: str) -> list[Rows]:
    return [reading.rows for reading in readings(text)]


def refused(text: str) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        readings(text)
    return caught.value
