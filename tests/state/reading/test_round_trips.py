"""Random matrices in the notations of NumPy, spreadsheets and MATLAB are read back exactly."""

import csv
import io
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.state.reading import Rows
from tests.support.pasted import ENTRIES, matrices, meanings, rows_of


def with_commas(rows: Rows) -> list[list[str]]:
    return [[repr(value).replace(".", ",") for value in row] for row in rows]


def sheet(rows: Rows | list[list[str]], dialect: str, **options: str) -> str:
    written = io.StringIO()
    csv.writer(written, dialect, **options).writerows(rows)  # type: ignore[arg-type]
    return written.getvalue()


@given(matrices(), st.sampled_from([np.float64, np.float32]), st.sampled_from([str, repr]), st.integers(4, 100))
def test_unrounded_numpy_output_round_trips(
    rows: Rows, dtype: type[np.floating], printed: Callable[[object], str], width: int
) -> None:
    array = np.array(rows, dtype)
    with np.printoptions(floatmode="unique", linewidth=width):
        read = np.array(rows_of(printed(array)), dtype)
    assert np.array_equal(read, array)


@given(matrices(), st.integers(0, 12), st.booleans(), st.sampled_from([" ", ", "]), st.sampled_from("- +"))
def test_rounded_numpy_output_is_read_as_printed(
    rows: Rows, precision: int, small: bool, between: str, sign: str
) -> None:
    text = np.array2string(np.array(rows), precision=precision, suppress_small=small, separator=between, sign=sign)
    words = text.replace("[", " ").replace("]", " ").replace(",", " ").split()
    assert [value for row in rows_of(text) for value in row] == [float(word) for word in words]


@given(st.lists(ENTRIES, min_size=1, max_size=30), st.sampled_from([str, repr]))
def test_wrapped_flat_numpy_array_is_flat(values: list[float], printed: Callable[[object], str]) -> None:
    with np.printoptions(floatmode="unique"):
        assert (tuple(values),) in meanings(printed(np.array(values)))


@given(matrices())
def test_list_of_numpy_scalars_is_read(rows: Rows) -> None:
    assert rows_of(repr([list(row) for row in np.array(rows)])) == rows


@pytest.mark.parametrize("dialect", ["excel", "excel-tab", "unix"])
@given(rows=matrices())
def test_spreadsheet_with_decimal_points_round_trips(dialect: str, rows: Rows) -> None:
    assert rows_of(sheet(rows, dialect)) == rows


@pytest.mark.parametrize("dialect", ["excel", "unix"])
@given(rows=matrices())
def test_csv_with_quoted_decimal_commas_round_trips(dialect: str, rows: Rows) -> None:
    assert rows_of(sheet(with_commas(rows), dialect)) == rows


@pytest.mark.parametrize("mark", [";", "\t"])
@given(rows=matrices().filter(lambda rows: len(rows) > 1 and len(rows[0]) > 1))
def test_spreadsheet_with_decimal_commas_round_trips(mark: str, rows: Rows) -> None:
    assert rows_of(sheet(with_commas(rows), "excel", delimiter=mark)) == rows


@given(matrices(), st.sampled_from([" ", ", ", ","]), st.sampled_from([";", "; ", ";\n", " ;\r\n  "]))
def test_matlab_matrix_round_trips(rows: Rows, between: str, end: str) -> None:
    inside = end.join(between.join(map(repr, row)) for row in rows)
    assert rows_of(f"W = [{inside}];") == rows


@given(matrices(), st.sampled_from([" ", "  ", "\t", "\u00a0"]), st.sampled_from(["\n", "\r\n", "\r", "\n\n"]))
def test_rows_on_lines_round_trip(rows: Rows, between: str, end: str) -> None:
    assert rows_of(end.join(between.join(map(repr, row)) for row in rows)) == rows
