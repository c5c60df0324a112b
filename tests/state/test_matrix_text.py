"""Matrices as text to copy: short, exact, and read back to the same numbers."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import example, given

from app.state.matrix_text import as_csv, as_entries, as_latex, as_numpy, number_text
from app.state.reading import Rows
from tests.support.pasted import ENTRIES, matrices, rows_of


@pytest.mark.parametrize(
    "write", [as_numpy, as_csv, as_latex, as_entries, lambda rows: str([list(row) for row in rows])]
)
@given(rows=matrices())
@example(rows=((1.5,), (2.5,)))
@example(rows=((1.0, 5.0), (2.0, 5.0)))
def test_copies_and_python_lists_round_trip(write: Callable[[Rows], str], rows: Rows) -> None:
    assert rows_of(write(rows)) == rows


@given(matrices())
def test_numpy_copy_evaluates_to_the_same_float_array(rows: Rows) -> None:
    made = eval(as_numpy(rows), {"np": np})
    assert made.dtype == np.float64 and np.array_equal(made, np.array(rows))


@given(ENTRIES)
def test_number_text_round_trips_without_trailing_zero(value: float) -> None:
    text = number_text(value)
    assert float(text) == value and not text.endswith(".0") and text != "-0"


def test_copies_of_a_worked_matrix() -> None:
    rows = ((1.0, 0.3), (-2.0, 1e-05), (-0.0, 1e6))
    assert as_numpy(rows) == "np.array([[1.0, 0.3],\n          [-2.0, 1e-05],\n          [0.0, 1000000.0]])"
    assert as_csv(rows) == "1,0.3\n-2,1e-05\n0,1000000"
    assert as_entries(rows) == "1,0.3;-2,1e-05;0,1000000"
    assert as_latex(rows) == "\\begin{bmatrix}\n1 & 0.3 \\\\\n-2 & 0.00001 \\\\\n0 & 1000000\n\\end{bmatrix}"
