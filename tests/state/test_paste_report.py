"""What was done with a pasted text, as a key of the address and in words."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.state.paste_report import Detail, PasteReport, Turn, read_report
from app.state.state import MATRICES
from app.views.base.paste_words import said

SIZES = st.integers(1, 1_024)
REPORTS = st.builds(
    PasteReport,
    st.sampled_from(MATRICES),
    st.tuples(SIZES) | st.tuples(SIZES, SIZES),
    st.sampled_from(get_args(Turn)),
    st.lists(st.sampled_from(get_args(Detail)), max_size=3).map(tuple),
    st.just(()) | st.lists(SIZES, min_size=2, max_size=5).map(tuple),
)


@given(REPORTS)
def test_report_round_trips_through_the_address(report: PasteReport) -> None:
    assert read_report(str(report)) == report


@given(st.text() | REPORTS.map(str).flatmap(lambda text: st.just(text[1:]) | st.just(f"{text}.")))
def test_any_other_text_is_no_report(text: str) -> None:
    assert read_report(text) is None or str(read_report(text)) == text


LIBRARIES = "Keras, scikit-learn and many courses keep weights as (inputs, neurons). Here a row of W is a neuron."


@pytest.mark.parametrize(
    ("text", "n", "shape", "sentence"),
    [
        ("X.5x3.turned", (3, 4, 2), (3, 5), "5 rows were 5 examples: turned."),
        ("X.3.turned", (3, 4, 2), (3, 1), "1 row was 1 example: turned."),
        ("X.3x5", (3, 4, 2), (3, 5), "X is (3, 5), as in your text: 3 features, 5 examples."),
        ("b1.4.column", (3, 4, 2), (4, 1), "(4,) stood up as a column (4, 1): b[1]."),
        ("W1.3x4.turned", (3, 4, 2), (4, 3), f"(3, 4) was turned to (4, 3). {LIBRARIES}"),
        (
            "X.8x64.rounded.cut",
            (8, 1),
            (8, 39),
            "X is (8, 39), from your (8, 64): 8 features, 39 examples. The numbers were rounded, so that they fit the "
            "address. The further examples were left out, so that the rest fits the address.",
        ),
        (
            "X.64x8.turned.cut",
            (8, 1),
            (8, 33),
            "(64, 8) was turned to (8, 33). The further examples were left out, so that the rest fits the address.",
        ),
        (
            "W2.8x8.rounded",
            (8, 8, 8),
            (8, 8),
            "W[2] is (8, 8), from your (8, 8). The numbers were rounded, so that they fit the address.",
        ),
        ("X.2x4.without-last", (3, 4, 2), (3, 2), "2 rows became 2 examples, without the last column."),
        (
            "W2.2x4.thousands",
            (3, 4, 2),
            (2, 4),
            "W[2] is (2, 4), as in your text. A comma grouped thousands: 2,104 is 2104.",
        ),
        (
            "W1.4x4.was3-4-2",
            (4, 4, 2),
            (4, 4),
            "W[1] is (4, 4), as in your text. The network was 3–4–2 and is 4–4–2 now. "
            "In X, feature 4 is made up: W[1] had room for it.",
        ),
        (
            "X.5x2.was3-4-2",
            (5, 4, 2),
            (5, 2),
            "X is (5, 2), as in your text: 5 features, 2 examples. The network was 3–4–2 and is 5–4–2 now. "
            "In W[1], columns 4 to 5 are made up, because X has 5 features.",
        ),
    ],
)
def test_report_in_words(text: str, n: tuple[int, ...], shape: tuple[int, int], sentence: str) -> None:
    report = read_report(text)
    assert report and said(report, n, shape) == sentence
