"""A matrix as text: the notations to copy. `app.state.reading` reads each back to the same numbers, or asks."""

from collections.abc import Sequence
from decimal import Decimal

from app.state.reading import Rows


def number_text(value: float) -> str:
    """The shortest text that reads back as the same number: 1, 0.3, -2, 1e-05. Never -0."""
    return repr(float(value) + 0.0).removesuffix(".0")


def as_numpy(rows: Rows) -> str:
    """``np.array([[…],`` and a line for each further row; always floats."""
    lines = (", ".join(repr(float(value) + 0.0) for value in row) for row in rows)
    return "np.array([[" + "],\n          [".join(lines) + "]])"


def as_csv(rows: Rows) -> str:
    """A line for each row, commas between the entries."""
    return "\n".join(",".join(map(number_text, row)) for row in rows)


def as_entries(rows: Sequence[Sequence[float | None]]) -> str:
    """The address's form: commas between the entries of a row, semicolons between the rows.

    An entry that is None, and a row of nothing else, is written as nothing.
    """
    lines = (["" if entry is None else number_text(entry) for entry in row] for row in rows)
    return ";".join(",".join(line) if any(line) else "" for line in lines)


def as_latex(rows: Rows) -> str:
    r"""``\begin{bmatrix} … \end{bmatrix}``, without exponents, which LaTeX would print as a letter e."""
    lines = (" & ".join(f"{Decimal(number_text(value)):f}" for value in row) for row in rows)
    return "\\begin{bmatrix}\n" + " \\\\\n".join(lines) + "\n\\end{bmatrix}"
