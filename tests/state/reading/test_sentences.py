"""What the reader says about a text that is no matrix, and where in the text it points."""

import pickle
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.state.limits import MAX_PASTED
from app.state.matrix_text import as_csv, as_entries, as_latex, as_numpy
from app.state.reading import Rows
from tests.support.pasted import matrices, refused


@pytest.mark.parametrize(
    ("text", "line", "column", "sentence"),
    [
        ("", 1, 1, "There is no number here."),
        (" \n ", 2, 2, "There is no number here."),
        ("W1 =", 1, 5, "There is no number here."),
        ("[]", 1, 1, "There is no number here."),
        (" [\n]", 1, 2, "There is no number here."),
        (r"\begin{bmatrix}\end{bmatrix}", 1, 1, "There is no number here."),
        ("[[1],\n []]", 2, 2, "There is no number in this row."),
        ("1 2\n3", 2, 1, "Row 2 has 1 number, but row 1 has 2."),
        ("[[1 2 3 4 5]\n [1 2 3 4 5]\n [1 2 3 4]]", 3, 3, "Row 3 has 4 numbers, but row 1 has 5."),
        ("1,2;3,4,5", 1, 5, "Row 2 has 3 numbers, but row 1 has 2."),
        ("1,2\nbias,2", 2, 1, "“bias” is not a number. Only numbers can be read."),
        ("1-2", 1, 1, "“1-2” is not a number."),
        ("1.2.3", 1, 1, "“1.2.3” is not a number."),
        ("1 2_0", 1, 3, "“2_0” is not a number."),
        ("٣", 1, 1, "“٣” is not a number."),
        ("0x10", 1, 1, "“0x10” is not a number."),
        ('1,""', 1, 3, "There is no number in these quotation marks."),
        ('1,"2', 1, 3, '“"2” is not a number.'),
        ("'1'2", 1, 1, "“'1'2” is not a number."),
        ("\\", 1, 1, "“\\” is not a number."),
        ("+" * 25, 1, 1, f"“{'+' * 20}…” is not a number."),
        ("1,2,3\t4", 1, 1, "“1,2,3” is not a number."),
        ("1, 2; 3\n4; 5", 1, 4, "Only a blank stands before “2”. Between two numbers stands “;”."),
        ("1 2)", 1, 3, "“2)” is not a number."),
        (
            r"\begin{bmatrix} 1, 2 \end{bmatrix}",
            1,
            20,
            "Only a blank stands before “2”. Between two numbers stands “&”.",
        ),
        ("1 nan", 1, 3, "“nan” is not finite. Only finite numbers can be read."),
        ("[-inf]", 1, 2, "“-inf” is not finite. Only finite numbers can be read."),
        ("∞", 1, 1, "“∞” is not finite. Only finite numbers can be read."),
        ("1\n1000001", 2, 1, "“1000001” is too large. Numbers may go from −1,000,000 to 1,000,000."),
        ("-1e999", 1, 1, "“-1e999” is too large. Numbers may go from −1,000,000 to 1,000,000."),
        ("9" * 7000, 1, 1, f"“{'9' * 20}…” is too large. Numbers may go from −1,000,000 to 1,000,000."),
        ("[[[1, 2]]]", 1, 3, "A matrix has rows and columns. This bracket would be a third dimension."),
        ("[[1, 2]", 1, 1, "This bracket is never closed."),
        ("[[1, 2)]", 1, 7, "“)” does not close “[”."),
        ("array(0.5)", 1, 7, "Here the numbers must follow in brackets, such as [[1, 2], [3, 4]]."),
        ("array([[1, 2]]", 1, 15, "A “)” is missing at the end."),
        ("array([[1]], 2)", 1, 12, "The matrix ends before “, 2)”. Only one matrix can be read."),
        ("[1] hello", 1, 5, "The matrix ends before “hello”. Only one matrix can be read."),
        ("1,,2", 1, 3, "A number is missing before “,”."),
        (",1", 1, 1, "A number is missing before “,”."),
        ("1\t\t2", 1, 3, "A number is missing before a tab."),
        ("1;2\n;4", 2, 1, "A number is missing before “;”."),
        ("1;;2", 1, 3, "A row is missing before “;”."),
        ("[[1],,[2]]", 1, 6, "A row is missing before “,”."),
        (r"\begin{bmatrix} 1 \\ \\ 2 \end{bmatrix}", 1, 22, r"A row is missing before “\\”."),
        ("1,2\n3 4", 2, 3, "Only a blank stands before “4”. Between two numbers stands “,”."),
        ("1\t2 3", 1, 5, "Only a blank stands before “3”. Between two numbers stands a tab."),
        ("1 2;3\n4;5", 1, 3, "Only a blank stands before “2”. Between two numbers stands “;”."),
        ("[[1], [2] [3]]", 1, 11, "Only a blank stands before “[”. Between two rows stands “,”."),
        (
            r"\begin{bmatrix} 1 2 \end{bmatrix}",
            1,
            19,
            "Only a blank stands before “2”. Between two numbers stands “&”.",
        ),
        ("[[1; 2]]", 1, 4, "“;” cannot stand here. Between two numbers stands a blank."),
        ("[1, [2]]", 1, 2, "“1” cannot stand here. Between two rows stands “,”."),
        ("[\n1\n[2\n3]]", 2, 1, "“1” cannot stand here. Between two rows stands a blank."),
        ("1.234,5\t0.125", 1, 9, "Some numbers have a decimal point and some a decimal comma. Use one of them."),
        ("1.234,5\t2.5", 1, 9, "Some numbers have a decimal point and some a decimal comma. Use one of them."),
        ("1.5\t2\n3\t4,5", 2, 3, "Some numbers have a decimal point and some a decimal comma. Use one of them."),
        (r"\begin{align} 1", 1, 1, r"Of LaTeX only a matrix can be read, such as \begin{bmatrix} 1 & 2 \end{bmatrix}."),
        (r"\begin{bmatrix} 1 \end{pmatrix}", 1, 1, r"This is never closed: \end{bmatrix} is missing."),
        (r"\begin{bmatrix}1\end{bmatrix}^T", 1, 30, "“^T” is not computed here. Paste its result."),
        (" 1 " + "\r\n2" * 2 + "\rx", 4, 1, "“x” is not a number. Only numbers can be read."),
        ("\ufeffx", 1, 1, "“x” is not a number. Only numbers can be read."),
        ("1" + " " * MAX_PASTED, 1, MAX_PASTED + 1, "This has 30,001 characters. At most 30,000 can be read."),
        ("1\n" * 1024 + "1", 1025, 1, "At most 1,024 numbers can be read. This is one more."),
    ],
)
def test_unreadable_text_is_reported_with_line_and_column(text: str, line: int, column: int, sentence: str) -> None:
    problem = refused(text)
    assert (problem.message, problem.line, problem.column) == (sentence, line, column)


NUMPY = "NumPy has left numbers out here. Print all of them: np.set_printoptions(threshold=sys.maxsize)."


PANDAS = "pandas has left numbers out here. Print all of them with df.to_string()."


TORCH = "PyTorch has left numbers out here. Print all of them: torch.set_printoptions(profile='full')."


@pytest.mark.parametrize(
    ("text", "line", "column", "sentence"),
    [
        (repr(np.arange(3000.0).reshape(1500, 2)), 4, 8, NUMPY),
        ("tensor([[1., 2., ..., 3.]])", 1, 18, TORCH),
        ("    x\n0  1\n..  ..\n9  2\n\n[10 rows x 1 columns]", 3, 5, PANDAS),
        (
            "     x  ...    y\n0  1.0  ...  2.0\n\n[1 rows x 9 columns]",
            2,
            9,
            PANDAS,
        ),
        (str(np.arange(2000)), 1, 17, "Three dots stand for numbers that are not here. Give all of them."),
        ("1 2 … 9", 1, 5, "Three dots stand for numbers that are not here. Give all of them."),
    ],
)
def test_three_dots_are_explained_by_their_author(text: str, line: int, column: int, sentence: str) -> None:
    problem = refused(text)
    assert (problem.message, problem.line, problem.column) == (sentence, line, column)


def test_unreadable_has_its_place_in_its_text_and_can_be_pickled() -> None:
    problem = refused("1\n 2 x")
    sentence = "Line 2, column 4: “x” is not a number. Only numbers can be read."
    assert str(problem) == str(pickle.loads(pickle.dumps(problem))) == sentence


@given(
    matrices(st.sampled_from([0.0, 1.0, -2.5])).filter(lambda rows: len(rows[0]) > 1),
    st.sampled_from([as_numpy, as_csv, as_latex, as_entries]),
    st.data(),
)
def test_error_place_is_the_first_character_of_the_invalid_number(
    rows: Rows, write: Callable[[Rows], str], data: st.DataObject
) -> None:
    j, k = data.draw(st.integers(0, len(rows) - 1)), data.draw(st.integers(0, len(rows[0]) - 1))
    marked = (*rows[:j], (*rows[j][:k], 987.5, *rows[j][k + 1 :]), *rows[j + 1 :])
    text = write(marked).replace("987.5", "word")
    problem = refused(text)
    assert text.split("\n")[problem.line - 1][problem.column - 1 :].startswith("word")
