"""The reader under attack: any text has readings or an error in its place, in linear time."""

import contextlib
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.state.limits import MAX_PASTED
from app.state.matrix_text import as_entries
from app.state.reading import LARGEST_ENTRY, MOST_ENTRIES, Unreadable, readings
from tests.support.pasted import meanings, refused, rows_of

NEAR_TEXTS = st.text("0123456789.,;[]()+-eE \n\t…&\\\"'naif=", max_size=60)


STRANGE_TEXTS = (
    *("1", "9", ".", "...", "e", "1e9 ", "-", "\u2212", "=", "a", "0.", "nan ", "1_", "\ud800"),
    *("[", "]", "[]", "[[", "[1],", "(1,", "[1]\n", "array(", "tensor([1],", "\\begin{bmatrix}", "np.float64(", "{}"),
    *(",", ";", "&", "\\", "\\\\", "1,", "1;", "1&", "1 ", "1\n", "1\t", "1,5;2\n", "1,5\t", ",;", ";\n"),
    *(
        ">>> a\n",
        "> ",
        "...\n",
        ", ...\n",
        "; % ",
        "# ",
        "|",
        "1|",
        "```\n",
        "W1 =\n",
        "a=1 ",
        "tensor([1]) ",
        "1\u202f000",
    ),
    *(" ", "\n", "\t", "\r", "\r\n", "\ufeff", "\u00a0", '"', "'", "\"'", '"1",', "''"),
)


@given(st.text(st.characters()) | NEAR_TEXTS | NEAR_TEXTS.map(lambda text: f"[{text}]"))
@example("\ud800")
@example("1\x852\u20283")
@example("W=")
@example("array(")
@example("\\begin{bmatrix}")
def test_any_text_gives_a_matrix_or_an_error_with_its_place(text: str) -> None:
    try:
        found = meanings(text)
    except Unreadable as problem:
        assert problem.message.endswith(".")
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        assert 1 <= problem.line <= len(lines) and 1 <= problem.column <= len(lines[problem.line - 1]) + 1
    else:
        assert found
        for rows in found:
            assert rows and rows[0] and {len(row) for row in rows} == {len(rows[0])}
            assert all(type(value) is float and abs(value) <= LARGEST_ENTRY for row in rows for value in row)
            assert rows in meanings(as_entries(rows))


@pytest.mark.parametrize("part", STRANGE_TEXTS)
@pytest.mark.parametrize("start", ["", "[", "array([1]", "a", "0."])
def test_parser_takes_linear_time_on_adversarial_text(start: str, part: str) -> None:
    text = (start + part * MAX_PASTED)[:MAX_PASTED]
    began = time.process_time()
    with contextlib.suppress(Unreadable):
        readings(text)
    assert time.process_time() - began < 2  # a quadratic reader would take minutes; a linear one 20 ms


def test_text_beyond_the_limit_is_rejected_without_parsing() -> None:
    assert refused("[" * 5_000_000).message == "This has 5,000,000 characters. At most 30,000 can be read."


def test_longest_text_and_most_entries_are_read() -> None:
    assert rows_of("1" + " " * (MAX_PASTED - 1)) == ((1.0,),)
    assert rows_of("\n".join(["1 2"] * (MOST_ENTRIES // 2))) == ((1.0, 2.0),) * (MOST_ENTRIES // 2)
