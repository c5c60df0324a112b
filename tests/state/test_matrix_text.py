"""Matrices as text: all supported formats are read exactly, and errors have a place."""

import contextlib
import csv
import io
import pickle
import time
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.state.limits import MAX_PASTED
from app.state.matrix_text import as_csv, as_entries, as_latex, as_numpy, number_text
from app.state.reading import LARGEST_ENTRY, MOST_ENTRIES, Reading, Rows, Unreadable, readings

ENTRIES = (
    st.floats(-LARGEST_ENTRY, LARGEST_ENTRY)
    | st.integers(-1000, 1000).map(float)
    | st.sampled_from([0.1, -0.0, 1e-5, 5e-324])
)
NEAR_TEXTS = st.text("0123456789.,;[]()+-eE \n\t…&\\\"'naif=", max_size=60)
STRANGE_TEXTS = (
    *("1", "9", ".", "...", "e", "1e9 ", "-", "\u2212", "=", "a", "0.", "nan ", "1_", "\ud800"),
    *("[", "]", "[]", "[[", "[1],", "(1,", "[1]\n", "array(", "tensor([1],", "\\begin{bmatrix}", "np.float64(", "{}"),
    *(",", ";", "&", "\\", "\\\\", "1,", "1;", "1&", "1 ", "1\n", "1\t", "1,5;2\n", "1,5\t", ",;", ";\n"),
    *(" ", "\n", "\t", "\r", "\r\n", "\ufeff", "\u00a0", '"', "'", "\"'", '"1",', "''"),
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


def with_commas(rows: Rows) -> list[list[str]]:
    return [[repr(value).replace(".", ",") for value in row] for row in rows]


def sheet(rows: Rows | list[list[str]], dialect: str, **options: str) -> str:
    written = io.StringIO()
    csv.writer(written, dialect, **options).writerows(rows)  # type: ignore[arg-type]
    return written.getvalue()


TWO_BY_TWO = ((1.0, -2.5), (0.0, 300.0))


@pytest.mark.parametrize(
    "text",
    [
        "[[  1.   -2.5]\n [  0.  300. ]]",
        "[[ 1.0e+00 -2.5e+00]\n [-0.0e+00  3.0E+02]]",
        "array([[  1. ,  -2.5],\n       [  0. , 300. ]])",
        "array([[1., -2.5], [0., 300.]],\n      dtype=float32)",
        "W1 = np.array([[1, -2.5], [0, 300]], dtype=np.float64);",
        "parameters['W1'] = numpy.array( ( (1, -2.5), (0, 300) ), dtype='float32', )",
        'W1=np.asarray([[1, -2.5,], [0, 300,],], dtype="float32")',
        "tensor([[  1.0000,  -2.5000],\n        [  0.0000, 300.0000]])",
        "tensor([[1., -2.5],\n        [0., 300.]], dtype=torch.float32, device='cuda:0', grad_fn=<AddmmBackward0>)",
        "Parameter containing:\ntensor([[1., -2.5],\n        [0., 300.]], requires_grad=True)",
        "Array([[1., -2.5], [0., 300.]], dtype=float32)",
        "[[np.float64(1.0), np.float64(-2.5)], [np.int64(0), np.float32(300.0)]]",
        "[[1, -2.5], [0, 300]]",
        "([1, -2.5], [0, 300]),",
        "[['1', '-2.5'], ['0', '300']]",
        "{{1, -2.5}, {0, 300}}",
        "[[1 -2.5]; [0 300]]",
        "[1 -2.5; 0 300]",
        "W = [1, -2.5; 0, 300;];",
        "[1 -2.5;\n 0 300]",
        "W =\n\n    1.0000   -2.5000\n         0  300.0000\n",
        "1,-2.5;0,300",
        "1 -2.5; 0 300;",
        "1 -2.5;\n0 300;\n",
        "1,-2.5\n0,300",
        "1, -2.5,\r\n0, 300,\r\n",
        "\ufeff1;-2.5\r0;300\r",
        "1,0;-2,5\n0,0;300,0\n",
        "1;-2,5\n\n0;300",
        "1\t-2,5\n0\t300",
        "1 \t -2.5\n0\t300\t\n",
        "\t1 -2.5\n\t0 300",
        "1,\t-2.5\n0,\t300",
        '"1","-2,5"\n"0","300"',
        '"1.0","-2.5"\n0,300',
        "+1 \u22122.5\n-0 +3e2",
        "1\u00a0-2.5\n0\u2003\u200b300",
        r"\begin{bmatrix} 1 & -2.5 \\ 0 & 300 \end{bmatrix}",
        "W^{[1]} = \\begin{pmatrix}\n1 & −2.5 \\\\\n0 & 300 \\\\\n\\end{pmatrix}.",
    ],
)
def test_matrix_is_read_from_every_format(text: str) -> None:
    assert (rows_of(text), only(text).flat) == (TWO_BY_TWO, False)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "[1. 2. 3.]",
            "[1, 2, 3]",
            "(1, 2, 3)",
            "array([1., 2., 3.])",
            "tensor([1, 2, 3])",
            "[1,2,\t3,]",
        ),
        *(
            "1 2 3",
            "1,2,3",
            "1\t2\t3\n",
            "b1 = np.array([1, 2, 3])",
            "np.array((1, 2, 3), dtype=int)",
            "['1', '2', '3']",
        ),
    ],
)
def test_list_without_rows_is_flat(text: str) -> None:
    assert (rows_of(text), only(text).flat) == (((1.0, 2.0, 3.0),), True)


@pytest.mark.parametrize(
    "text",
    [
        "[[1], [2]]",
        "[1\n 2]",
        "[[1]\n [2]]",
        "[1; 2]",
        "1;2",
        "1\n2",
        "1;\n2;",
        r"\begin{matrix}1\\2\end{matrix}",
        '"1"\n"2"',
    ],
)
def test_column_is_not_flat(text: str) -> None:
    assert (rows_of(text), only(text).flat) == (((1.0,), (2.0,)), False)


@pytest.mark.parametrize("text", ["[[1 2]]", "[[1, 2]]", "[1, 2;]", "1,2;", r"\begin{bmatrix} 1 & 2 \end{bmatrix}"])
def test_marked_single_row_is_not_flat(text: str) -> None:
    assert (rows_of(text), only(text).flat) == (((1.0, 2.0),), False)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("1,5", ((1, 5),)),
        ("1,5\n2,5", ((1, 5), (2, 5))),
        ("1,5;2,5", ((1, 5), (2, 5))),
        ("1,5;2,5;", ((1, 5), (2, 5))),
        ("1,5;2,5\n3,5;4,5", ((1.5, 2.5), (3.5, 4.5))),
        ("1;2\n3;4", ((1, 2), (3, 4))),
        ("1,5;2,5\n3,5", ((1, 5), (2, 5), (3, 5))),
        ("1,5\t2,5", ((1.5, 2.5),)),
        ('"1,5"', ((1.5,),)),
        ('"1,5","2,5"', ((1.5, 2.5),)),
        ("[1,5]", ((1, 5),)),
        ("[1,5;2,5\n3,5;4,5]", ((1, 5), (2, 5), (3, 5), (4, 5))),
        ("[1 -2]", ((1, -2),)),
    ],
)
def test_ambiguous_commas_and_semicolons_are_resolved_as_documented(text: str, rows: Rows) -> None:
    assert rows_of(text) == rows


@pytest.mark.parametrize("text", ["-0", "-0.0", "\u22120", "-1e-999", "[[-0.]]"])
def test_negative_zero_is_read_as_zero(text: str) -> None:
    assert str(rows_of(text)) == "((0.0,),)"


@pytest.mark.parametrize("text", ["1000000", "-1e6", "+1.e+06", "1" + "0" * 6 + "." + "0" * 6000])
def test_largest_allowed_number_is_read(text: str) -> None:
    assert abs(rows_of(text)[0][0]) == LARGEST_ENTRY


def test_longest_text_and_most_entries_are_read() -> None:
    assert rows_of("1" + " " * (MAX_PASTED - 1)) == ((1.0,),)
    assert rows_of("\n".join(["1 2"] * (MOST_ENTRIES // 2))) == ((1.0, 2.0),) * (MOST_ENTRIES // 2)


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
        ("1,2\nbias,2", 2, 1, "“bias” is not a number. Leave out headings and the names of rows."),
        ("[True, False]", 1, 2, "“True” is a truth value. Write 1 for True and 0 for False."),
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
        ("1.5\t2\n3\t4,5", 2, 3, "Some numbers have a decimal point and some a decimal comma. Use one of them."),
        (r"\begin{align} 1", 1, 1, r"Of LaTeX only a matrix can be read, such as \begin{bmatrix} 1 & 2 \end{bmatrix}."),
        (r"\begin{bmatrix} 1 \end{pmatrix}", 1, 1, r"This is never closed: \end{bmatrix} is missing."),
        (r"\begin{bmatrix}1\end{bmatrix}^T", 1, 30, "“^T” is not computed here. Paste its result."),
        (" 1 " + "\r\n2" * 2 + "\rx", 4, 1, "“x” is not a number. Leave out headings and the names of rows."),
        ("\ufeffx", 1, 1, "“x” is not a number. Leave out headings and the names of rows."),
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
        ("[1 2 ...\n 3 4]", 1, 6, "In MATLAB, three dots go on in the next line. Write the whole row in one line."),
        (str(np.arange(2000)), 1, 17, "Three dots stand for numbers that are not here. Give all of them."),
        ("1 2 … 9", 1, 5, "Three dots stand for numbers that are not here. Give all of them."),
    ],
)
def test_three_dots_are_explained_by_their_author(text: str, line: int, column: int, sentence: str) -> None:
    problem = refused(text)
    assert (problem.message, problem.line, problem.column) == (sentence, line, column)


def test_unreadable_has_its_place_in_its_text_and_can_be_pickled() -> None:
    problem = refused("1\n 2 x")
    sentence = "Line 2, column 4: “x” is not a number. Leave out headings and the names of rows."
    assert str(problem) == str(pickle.loads(pickle.dumps(problem))) == sentence


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


@given(st.text(st.characters()) | NEAR_TEXTS | NEAR_TEXTS.map(lambda text: f"[{text}]"))
@example("\ud800")
@example("1\x852\u20283")
@example("W=")
@example("array(")
@example("\\begin{bmatrix}")
def test_any_text_gives_a_matrix_or_an_error_with_its_place(text: str) -> None:
    try:
        rows = rows_of(text)
    except Unreadable as problem:
        assert problem.message.endswith(".")
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        assert 1 <= problem.line <= len(lines) and 1 <= problem.column <= len(lines[problem.line - 1]) + 1
    else:
        assert rows and rows[0] and {len(row) for row in rows} == {len(rows[0])}
        assert all(type(value) is float and abs(value) <= LARGEST_ENTRY for row in rows for value in row)
        assert rows_of(as_entries(rows)) == rows


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
