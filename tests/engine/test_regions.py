"""A region is a rectangle of cells."""

from hypothesis import given
from hypothesis import strategies as st

from app.engine.ops import Region

INDEX = st.integers(0, 5)


@st.composite
def regions(draw: st.DrawFn) -> Region:
    rows, columns = (sorted((draw(INDEX), draw(INDEX))) for _ in range(2))
    return Region(range(*rows), range(*columns))


def test_region_iterates_row_by_row() -> None:
    assert list(Region(range(1, 3), range(4, 6))) == [(1, 4), (1, 5), (2, 4), (2, 5)]


@given(regions())
def test_region_contains_exactly_the_cells_it_iterates(region: Region) -> None:
    listed = set(region)
    assert all(((row, column) in region) == ((row, column) in listed) for row in range(7) for column in range(7))


@given(st.integers(1, 6), st.integers(1, 6))
def test_region_covers_a_shape_only_if_it_has_all_cells(rows: int, columns: int) -> None:
    shape = (rows, columns)
    assert Region(range(rows), range(columns)).covers(shape)
    assert not Region(range(rows - 1), range(columns)).covers(shape)
    assert not Region(range(rows), range(1, columns)).covers(shape)
