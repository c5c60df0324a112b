"""Any matrix, printed in every supported dialect, is read back as it is printed, or asked about; never another alone.

Each printer takes rows of texts: the numbers as that dialect writes them have been chosen before.
"""

from collections.abc import Callable
from decimal import Decimal

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from app.state.matrix_text import as_csv, as_entries, as_latex, as_numpy
from app.state.reading import Rows, readings
from tests.support.each import for_each

NUMBERS = (
    st.sampled_from([0.0, 1.0, -1.0, 0.5, -0.25, 1e-7, -1e-7, 1e6, -1e6, 2.104, 1.25, 0.05])
    | st.integers(-99, 99).map(float)
    | st.integers(1_000, 999_999).map(float)
    | st.integers(-9_999, 9_999).map(lambda number: number / 100)
    | st.integers(-99_999, 99_999).map(lambda number: number / 1000)
    | st.floats(-1000, 1000).map(lambda number: round(number, 4) + 0.0)
)
Printer = Callable[[Rows], str]


@st.composite
def matrices(draw: st.DrawFn) -> Rows:
    """1×1 to 6×6."""
    rows, columns = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    return tuple(draw(st.lists(st.tuples(*[NUMBERS] * columns), min_size=rows, max_size=rows)))


def plain(value: float) -> str:
    """Without an exponent and without .0: 0.0000001."""
    return f"{Decimal(repr(value)):f}".removesuffix(".0")


def comma(value: float) -> str:
    return plain(value).replace(".", ",")


def grouped(value: float, group: str, sign: str) -> str:
    """1,234.5 or 1.234,5 or 1’234.5: with groups of thousands, as a spreadsheet shows a number."""
    whole, _, rest = plain(abs(value)).partition(".")
    text = f"{int(whole):,}".replace(",", group) + (sign + rest if rest else "")
    return f"-{text}" if value < 0 else text


def table(number: Callable[[float], str], between: str, end: str = "\n", before: str = "", after: str = "") -> Printer:
    """Rows ended by ``end``, numbers with ``between`` between them."""
    return lambda rows: before + end.join(between.join(map(number, row)) for row in rows) + after


def aligned(number: Callable[[float], str], before: str, after: str = "", start: str = "  ") -> Printer:
    """Columns of equal width below each other, as MATLAB and Julia print them."""

    def printed(rows: Rows) -> str:
        width = max(len(number(value)) for row in rows for value in row) + 2
        shape = before.format(rows=len(rows), columns=len(rows[0]))
        lines = (start + "".join(number(value).rjust(width) for value in row) for row in rows)
        return shape + "\n".join(lines) + after

    return printed


def numpy(printed: Callable[[object], str], **options: object) -> Printer:
    def written(rows: Rows) -> str:
        with np.printoptions(floatmode="unique", **options):  # type: ignore[arg-type]
            return printed(np.array(rows))

    return written


def nested(start: str, end: str, brackets: str = "[]", indent: str = " ") -> Printer:
    """A list of lists with a row on each line."""
    opened, closed = brackets

    def written(rows: Rows) -> str:
        lines = (opened + ", ".join(map(repr, row)) + closed for row in rows)
        return start + opened + (",\n" + indent).join(lines) + closed + end.format(rows=len(rows), columns=len(rows[0]))

    return written


def tensorflow(rows: Rows) -> str:
    return f"tf.Tensor(\n{numpy(str)(rows)}, shape=({len(rows)}, {len(rows[0])}), dtype=float64)"


def eager(rows: Rows) -> str:
    return f"<tf.Tensor: shape=({len(rows)}, {len(rows[0])}), dtype=float64, numpy=\n{numpy(repr)(rows)}>"


def keras(rows: Rows) -> str:
    return f"<Variable path=dense/kernel, shape=({len(rows)}, {len(rows[0])}), dtype=float32, value={numpy(str)(rows)}>"


def with_factor(rows: Rows) -> str:
    """MATLAB's print with a common factor."""
    lines = ("".join(f"{Decimal(repr(value)).scaleb(-3):f}".rjust(16) for value in row) for row in rows)
    return "W =\n\n   1.0e+03 *\n\n" + "\n".join(lines) + "\n"


def in_columns(rows: Rows) -> str:
    """MATLAB's print of a wide matrix: blocks of two columns."""
    blocks = []
    for start in range(0, len(rows[0]), 2):
        lines = ("".join(plain(value).rjust(16) for value in row[start : start + 2]) for row in rows)
        last = min(start + 2, len(rows[0]))
        title = f"Columns {start + 1} through {last}" if last > start + 1 else f"Column {last}"
        blocks.append(f"  {title}\n\n" + "\n".join(lines))
    return "W =\n\n" + "\n\n".join(blocks) + "\n"


def in_r(rows: Rows) -> str:
    heading = "     " + " ".join(f"[,{column}]".rjust(14) for column in range(1, len(rows[0]) + 1))
    lines = (f"[{number},] " + " ".join(f"{value!r:>14}" for value in row) for number, row in enumerate(rows, 1))
    return heading + "\n" + "\n".join(lines)


def pandas(names: Callable[[int], str]) -> Printer:
    def written(rows: Rows) -> str:
        heading = " " * 4 + "".join(names(column).rjust(16) for column in range(len(rows[0])))
        lines = (f"{number:<4}" + "".join(repr(value).rjust(16) for value in row) for number, row in enumerate(rows))
        return heading + "\n" + "\n".join(lines)

    return written


def mathematica(value: float) -> str:
    return repr(value).replace("e", "*^")


def markdown(rows: Rows) -> str:
    lines = ["| " + " | ".join(map(plain, row)) + " |" for row in rows]
    heading = "| " + " | ".join(f"x{column}" for column in range(len(rows[0]))) + " |"
    return "\n".join([heading, "|" + "---|" * len(rows[0]), *lines])


DIALECTS: dict[str, Printer] = {
    "NumPy print": numpy(str),
    "NumPy repr": numpy(repr),
    "NumPy narrow": numpy(str, linewidth=30),
    "NumPy signs": numpy(repr, sign="+"),
    "savetxt": table("{:.18e}".format, " "),
    "Python": lambda rows: repr([list(row) for row in rows]),
    "tuples": repr,
    "PyTorch": nested("tensor(", ")", indent="        "),
    "PyTorch parameter": nested("Parameter containing:\ntensor(", ",\n       requires_grad=True)", indent="        "),
    "old PyTorch": aligned(plain, "\n", "\n[torch.FloatTensor of size {rows}x{columns}]\n"),
    "TensorFlow": tensorflow,
    "TensorFlow repr": eager,
    "Keras": keras,
    "JAX": nested("Array(", ", dtype=float32)"),
    "course": lambda rows: f"{{'W1': {numpy(repr)(rows)}}}",
    "MATLAB": table(repr, " ", "; ", "W = [", "];"),
    "MATLAB commas": table(repr, ", ", ";\n", "[", "]"),
    "MATLAB lines": table(plain, " ", "\n     ", "W = [", "];"),
    "MATLAB lines and commas": table(plain, ", ", "\n", "[", "]"),
    "MATLAB print": aligned(plain, "\nW =\n\n", "\n\n"),
    "MATLAB factor": with_factor,
    "MATLAB columns": in_columns,
    "Octave": aligned("{:.9e}".format, "ans =\n\n", "\n\n"),
    "Julia": table(repr, " ", "; ", "[", "]"),
    "Julia print": aligned(repr, "{rows}×{columns} Matrix{{Float64}}:\n"),
    "R": in_r,
    "Mathematica": lambda rows: table(mathematica, ", ", "}, {", "{{", "}}")(rows),
    "pandas": pandas(lambda column: f"x{column}"),
    "pandas without names": pandas(str),
    "CSV": table(plain, ","),
    "CSV with blanks": table(plain, ", "),
    "CSV with heading": lambda rows: ",".join(f"x{k}" for k in range(len(rows[0]))) + "\n" + table(plain, ",")(rows),
    "TSV": table(plain, "\t", "\r\n"),
    "semicolons": table(plain, ";"),
    "German CSV": table(comma, ";"),
    "German TSV": table(comma, "\t"),
    "German blanks": table(comma, " "),
    "English groups, tabs": table(lambda value: grouped(value, ",", "."), "\t"),
    "English groups, semicolons": table(lambda value: grouped(value, ",", "."), ";"),
    "English groups, blanks": table(lambda value: grouped(value, ",", "."), " "),
    "English groups, quoted": table(lambda value: f'"{grouped(value, ",", ".")}"', ","),
    "German groups, tabs": table(lambda value: grouped(value, ".", ","), "\t"),
    "German groups, semicolons": table(lambda value: grouped(value, ".", ","), ";"),
    "Swiss groups, tabs": table(lambda value: grouped(value, "’", "."), "\t"),
    "Swiss groups, semicolons": table(lambda value: grouped(value, "'", "."), ";"),
    "French groups, tabs": table(lambda value: grouped(value, "\u202f", ","), "\t"),
    "LaTeX bmatrix": table(plain, " & ", r" \\ ", r"\begin{bmatrix} ", r" \end{bmatrix}"),
    "LaTeX array": lambda rows: (
        r"\left( \begin{array}{" + "c" * len(rows[0]) + "}\n" + table(plain, " & ", " \\\\[2pt]\n")(rows)
        + "\n\\end{array} \\right)"
    ),
    "LaTeX commas": table(
        lambda value: comma(value).replace(",", "{,}"), " & ", r"\\", r"\[ W = \begin{pmatrix}", r"\end{pmatrix} \]"
    ),
    "Markdown": markdown,
    "minus signs": table(lambda value: plain(value).replace("-", "−"), " "),
    "en dashes": table(lambda value: plain(value).replace("-", "–"), "\t"),
    "C": nested("double W[] = ", ";", "{}"),
    "as_numpy": as_numpy,
    "as_csv": as_csv,
    "as_latex": as_latex,
    "as_entries": as_entries,
}  # fmt: skip

SEMICOLONS = [name for name in DIALECTS if "semicolons" in name or name == "German CSV"]
"""In a single line, ; ends a row, as in the address; pasting asks about the turn."""
TWO_COLUMNS = [name for name in DIALECTS if name.startswith(("German", "French"))]
"""A column of decimal commas is two columns of CSV: 1,5 and 2,5 below each other, or on one line 1,5;2,5."""


@for_each("dialect", DIALECTS)
@given(rows=matrices())
@example(rows=((2104.0, 3.0, 399_900.0),))
@example(rows=((0.05,), (0.12,), (0.3,)))
@example(rows=((1.0, 2.0), (3.0, 4.0)))
@example(rows=((1_000_000.0,),))
@example(rows=((2.104, 3.0), (1.6, 4.0)))
def test_every_print_is_read_back_or_asked_about(dialect: str, rows: Rows) -> None:
    text = DIALECTS[dialect](rows)
    text = text.format(rows=len(rows), columns=len(rows[0])) if "{columns}" in text else text
    read = [reading.rows for reading in readings(text)]
    wanted = rows
    if dialect in SEMICOLONS and len(rows) == 1:
        wanted = tuple(zip(*rows, strict=True))
    if dialect in TWO_COLUMNS and len(wanted[0]) == 1 and "," in text and wanted not in read:
        wanted = tuple(tuple(map(float, each.split(","))) for each in text.replace(";", "\n").split("\n"))
    assert wanted in read, text
