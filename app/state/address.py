"""Query text to state and back: parse(format(state)) == state."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import get_args
from urllib.parse import urlencode

from pydantic import ValidationError

from app.engine.network import Sizes
from app.engine.program import View, program
from app.state.state import State, settled

PATH = "/"
LONGEST = 40
"""Characters in one value of the address. The longest that means anything is a cell's, with 17."""

KEYS = tuple(State.model_fields)


@dataclass(eq=False)  # not frozen: Python sets an exception's traceback while it passes through `with`
class BadAddress(Exception):
    """What was typed, key by key, and for each key that is wrong a sentence for the person who typed it."""

    typed: Mapping[str, str]
    problems: Mapping[str, str]


def pairs_of(state: State) -> list[tuple[str, str]]:
    """The keys and texts of that state in the address's order, without what is the default anyway."""
    return [(key, str(value)) for key, value in state if value != State.model_fields[key].default]


def format_state(state: State) -> str:
    """The query of that state, without the question mark; empty for the default picture."""
    return urlencode(pairs_of(state))


def parse(pairs: Iterable[tuple[str, str]], sizes_of: Mapping[str, Sizes]) -> State:
    """Read the pairs of a query. Unknown keys and empty values are ignored; BadAddress for what cannot be meant."""
    typed, problems = _known(pairs)
    wrong = set(problems)
    state = State()
    try:
        state = State.model_validate({key: text for key, text in typed.items() if key not in wrong})
    except ValidationError as error:
        wrong |= {str(place["loc"][0]) for place in error.errors()}
        state = State.model_validate({key: text for key, text in typed.items() if key not in wrong})
    if state.preset not in sizes_of:
        wrong.add("preset")
        state = state.model_copy(update={"preset": next(iter(sizes_of))})
    sizes = sizes_of[state.preset]
    wrong |= _outside(state, sizes)
    problems = {key: problems.get(key) or _sentence(key, typed[key], state, sizes_of) for key in KEYS if key in wrong}
    if problems:
        raise BadAddress(typed, problems)
    return settled(state, sizes)


def _known(pairs: Iterable[tuple[str, str]]) -> tuple[dict[str, str], dict[str, str]]:
    typed: dict[str, str] = {}
    problems: dict[str, str] = {}
    for key, text in pairs:
        if key not in KEYS or not text:
            continue
        if key in typed:
            problems[key] = f"The address gives “{key}” more than once. Keep one."
        elif len(text) > LONGEST:
            problems[key] = f"“{key}” may have {LONGEST} characters at most; this has {len(text)}."
        typed.setdefault(key, text)
    return typed, problems


def _outside(state: State, sizes: Sizes) -> set[str]:
    """The keys whose value is well formed but lies outside this network or program."""
    wrong = set()
    if state.step > len(program(state.view, sizes)):
        wrong.add("step")
    if state.window and state.window > sizes.m:
        wrong.add("window")
    if state.cell and not state.cell.matrix and state.cell.column > sizes.m:
        wrong.add("cell")
    if state.cell and state.cell.matrix:
        if state.cell.matrix not in sizes.names():
            return wrong | {"cell"}
        rows, columns = sizes.shape(state.cell.matrix)
        if state.cell.row > rows or state.cell.column > columns:
            wrong.add("cell")
    return wrong


def _sentence(key: str, text: str, state: State, sizes_of: Mapping[str, Sizes]) -> str:
    sizes = sizes_of[state.preset]
    steps = len(program(state.view, sizes))
    given = f"“{text}”"
    match key:
        case "preset":
            return f"There is no network called {given}. There are: {', '.join(sizes_of)}."
        case "view":
            return f"The view is {' or '.join(get_args(View))}, not {given}."
        case "step":
            return f"The step is a whole number from 0 to {steps} here, not {given}."
        case "window":
            return f"The window starts at an example from 1 to {sizes.m}, not {given}."
        case "present":
            return f"Classroom mode is 1 or 0, not {given}."
        case _:
            return _cell_sentence(state, sizes, given)


def _cell_sentence(state: State, sizes: Sizes, given: str) -> str:
    if state.cell and state.cell.matrix in sizes.names():
        shape = sizes.shape(state.cell.matrix)
        return f"{state.cell.matrix} is {shape}: it has no cell in row {state.cell.row}, column {state.cell.column}."
    return f"A cell is a matrix, a row and a column, such as Z1.3.2, not {given}. Matrices: {', '.join(sizes.names())}."
