"""What was done with a pasted text: a key of the board's address, which the page says in words and no link keeps."""

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from app.engine.names import Name
from app.state.reading import Reading
from app.state.state import MATRICES

Turn: TypeAlias = Literal["", "turned", "column", "without-last", "without-first"]
"""How a text became the matrix: as it is, transposed, a list as a column, or turned without a column of it."""
Detail: TypeAlias = Literal[
    "decimal",
    "thousands",
    "points",
    "split",
    "list",
    "lines",
    "heading",
    "names",
    "labels",
    "counts",
    "factor",
    "array",
    "rounded",
    "cut",
]
"""What was taken for granted: commas, lines in brackets, what was left out, a factor, one array of several; and what an
accepted offer did."""

REPORT_KEY = "done"
REPORT_PATTERN = re.compile(
    rf"(?P<name>{'|'.join(MATRICES)})\.(?P<shape>[0-9]{{1,4}}(?:x[0-9]{{1,4}})?)"
    rf"(?:\.(?P<turn>{'|'.join(filter(None, get_args(Turn)))}))?"
    rf"(?P<details>(?:\.(?:{'|'.join(get_args(Detail))}))*)(?:\.was(?P<n>[0-9]{{1,4}}(?:-[0-9]{{1,4}}){{1,4}}))?"
)


@dataclass(frozen=True, slots=True)
class PasteReport:
    """The matrix, the shape of the text, and what was done. ``n`` are the sizes before if they have changed."""

    name: Name
    shape: tuple[int, ...]
    turn: Turn = ""
    details: tuple[Detail, ...] = ()
    n: tuple[int, ...] = ()

    @classmethod
    def of(
        cls, name: Name, reading: Reading, turn: Turn, n: tuple[int, ...], is_rounded: bool, is_cut: bool
    ) -> "PasteReport":
        """The report on a text that was read like that, and shortened if an offer was accepted."""
        details: dict[Detail, bool] = {
            "decimal": reading.comma == "decimal",
            "thousands": reading.comma == "thousands",
            "points": reading.comma == "points",
            "split": reading.splits,
            "list": reading.is_list is True,
            "lines": reading.is_list is False,
            **dict.fromkeys(reading.left_out, True),
            "factor": bool(reading.factor),
            "array": bool(reading.number),
            "rounded": is_rounded,
            "cut": is_cut,
        }
        return cls(name, reading.shape, turn, tuple(each for each, holds in details.items() if holds), n)

    def __str__(self) -> str:
        """The text in the address, such as W1.3x4.turned.was3-4-2."""
        was = f"was{'-'.join(map(str, self.n))}" if self.n else ""
        parts = (self.name, "x".join(map(str, self.shape)), self.turn, *self.details, was)
        return ".".join(part for part in parts if part)


def read_report(text: str) -> PasteReport | None:
    """The report of that text; None for any other text."""
    found = REPORT_PATTERN.fullmatch(text)
    if not found:
        return None
    n = tuple(map(int, found["n"].split("-"))) if found["n"] else ()
    details = tuple(found["details"].split(".")[1:])
    shape = tuple(map(int, found["shape"].split("x")))
    return PasteReport(Name(found["name"]), shape, found["turn"] or "", details, n)  # type: ignore[arg-type]
