"""The options of a worksheet in its address: what is blank, and whether the answers are printed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, cast, get_args

from app.engine.network import Plan
from app.state.query import parse_with
from app.state.state import State

Blank = Literal["column", "layer", "results"]
"""One example's column of every Z and A, Z and A of one layer, or every Z and A."""
BLANKS: tuple[Blank, ...] = get_args(Blank)
SHEET_KEYS = ("blank", "key")


@dataclass(frozen=True, slots=True)
class SheetOptions:
    """What is blank (None: the default of the network), and whether the answers are printed there."""

    blank: Blank | None = None
    key: bool = False


def parse_sheet(pairs: Iterable[tuple[str, str]], plans: Mapping[str, Plan]) -> tuple[State, SheetOptions]:
    """Read the pairs of a worksheet's query. BadAddress names all invalid keys, of the state and of the options."""
    state, typed = parse_with(pairs, plans, SHEET_KEYS, _parse_errors)
    blank = cast(Blank, typed["blank"]) if "blank" in typed else None
    return state, SheetOptions(blank, typed.get("key") == "1")


def _parse_errors(typed: Mapping[str, str]) -> dict[str, str]:
    """A sentence for each invalid value."""
    problems = {}
    if (blank := typed.get("blank", "column")) not in BLANKS:
        problems["blank"] = f"What is blank is column, layer or results, not “{blank}”."
    if (key := typed.get("key", "0")) not in ("0", "1"):
        problems["key"] = f"The answers are printed with 1 and left out with 0, not “{key}”."
    return problems
