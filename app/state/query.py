"""Query text to state and back: parse(format(state)) == state."""

from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple, get_args
from urllib.parse import urlencode

from pydantic import ValidationError

from app.engine.activations import ACTIVATIONS
from app.engine.network import Plan, Sizes
from app.engine.program import program
from app.state.limits import MAX_NUMBERS, MAX_VALUE
from app.state.matrix_text import as_entries
from app.state.navigation import Position, canonical
from app.state.plans import canonical_numbers, plan_errors
from app.state.reading import LARGEST_ENTRY
from app.state.state import CELL_PATTERN, MATRICES, MOST_LAYERS, MOST_UNITS, NUMBER_KEYS, Cell, State, plan_of

KEYS = tuple(State.model_fields)
POSITION_KEYS = KEYS[len(NUMBER_KEYS) :]
_DEFAULTS = {key: field.default for key, field in State.model_fields.items()}
_POSITION_DEFAULTS = tuple((key, _DEFAULTS[key]) for key in POSITION_KEYS)
_number_values = itemgetter(*NUMBER_KEYS)


@dataclass(eq=False)  # not frozen: Python sets an exception's traceback while it passes through `with`
class BadAddress(Exception):
    """Invalid keys of an address: the text of every key, and a sentence for each invalid one."""

    typed: Mapping[str, str]
    problems: Mapping[str, str]


def pairs_of(state: State) -> list[tuple[str, str]]:
    """The keys and texts of that state in the order of the address, without defaults."""
    looks = [(key, str(value)) for key, default in _POSITION_DEFAULTS if (value := getattr(state, key)) != default]
    return [*_number_pairs(_number_values(state.__dict__)), *looks]


def format_state(state: State, **texts: str) -> str:
    """The query of that state, without the question mark; empty for the default state.

    ``texts`` replace the values of POSITION_KEYS. Optimized for the forty links of a board: the values of
    POSITION_KEYS need no escapes.
    """
    values = {**state.__dict__, **texts} if texts else state.__dict__
    numbers = _format_numbers(_number_values(values))
    looks = [f"{key}={value}" for key, default in _POSITION_DEFAULTS if (value := values[key]) != default]
    return "&".join([numbers, *looks] if numbers else looks)


def format_jump(here: Position) -> str:
    """The query to which a script adds a step: without step or window, and with only the example of the cell."""
    column = here.example if here.state.view == "vectorized" else 1
    anywhere = here.state.model_copy(update={"step": 0, "cell": None, "window": None})
    return format_state(anywhere, cell=f"1.{column}") if column > 1 else format_state(anywhere)


def url(path: str, state: State, **more: str) -> str:
    """The URL of that path and state. ``more`` are further keys; those with an empty text are left out."""
    query = format_state(state)
    if more:
        return join(path, query, urlencode([(key, text) for key, text in more.items() if text]))
    return f"{path}?{query}" if query else path


def join(path: str, *queries: str) -> str:
    """The path with the non-empty parts of a query."""
    query = "&".join([part for part in queries if part])
    return f"{path}?{query}" if query else path


@lru_cache(maxsize=64)
def _format_numbers(values: tuple[object, ...]) -> str:
    return urlencode(_number_pairs(values), safe=",;")


@lru_cache(maxsize=64)
def _number_pairs(values: tuple[object, ...]) -> tuple[tuple[str, str], ...]:
    pairs = zip(NUMBER_KEYS, values, strict=True)
    return tuple([(key, _text_of(value)) for key, value in pairs if value != _DEFAULTS[key]])


def length_of(state: State) -> int:
    """The length in characters of the part of the query that decides the numbers."""
    return len(_format_numbers(_number_values(state.__dict__)))


def _text_of(value: object) -> str:
    """The text of a value in the address."""
    if not isinstance(value, tuple):
        return str(value)
    if value and isinstance(value[0], tuple):
        return as_entries(value)
    return "-".join(map(str, value))


def parse(pairs: Iterable[tuple[str, str]], plans: Mapping[str, Plan]) -> State:
    """Parse the pairs of a query to a canonical state, without unknown keys and empty values. BadAddress if invalid.

    ``plans`` has the plan of every preset, by key.
    """
    typed, problems = read_keys(pairs)
    texts = {key: text for key, text in typed.items() if key not in problems}
    preset = texts.pop("preset", _DEFAULTS["preset"])
    if preset not in plans:
        problems["preset"] = f"There is no network called {_shown(preset)}. There are: {', '.join(plans)}."
        preset = next(iter(plans))
    numbers = _numbers(preset, tuple((key, texts.pop(key)) for key in NUMBER_KEYS if key in texts), plans[preset])
    unnamed = _take_unnamed_cell(texts)
    position, malformed = _well_formed(texts)
    state = position.model_copy(update=numbers.values)
    malformed |= _outside(state, numbers.sizes)
    if unnamed:
        row, column = unnamed
        malformed |= {"cell"} if column > numbers.sizes.m else set()
        cell = None if malformed else _cell_of_step(state, row, column, numbers.sizes)
        state = state.model_copy(update={"cell": cell})
    problems |= numbers.problems
    problems |= {key: _position_sentence(key, typed[key], state, numbers.sizes) for key in malformed}
    if problems:
        raise BadAddress(typed, {key: problems[key] for key in KEYS if key in problems})
    return canonical(state, numbers.sizes)


class _Numbers(NamedTuple):
    """The parsed keys that decide the numbers: values, sizes, and a sentence for each invalid key."""

    values: Mapping[str, object]
    sizes: Sizes
    problems: Mapping[str, str]


@lru_cache(maxsize=64)
def _numbers(preset: str, texts: tuple[tuple[str, str], ...], base: Plan) -> _Numbers:
    """Parse the keys that decide the numbers. Cached, because they are the same for all steps."""
    state, malformed = _well_formed({"preset": preset, **dict(texts)})
    problems = {key: _number_sentence(key, text) for key, text in texts if key in malformed}
    problems |= dict(plan_errors(state, base))
    state = state.model_copy(update={key: _DEFAULTS[key] for key in problems})
    problems |= _too_long(state)
    state = state if problems else canonical_numbers(state, base)
    return _Numbers({key: getattr(state, key) for key in NUMBER_KEYS}, plan_of(state, base).sizes, problems)


def parse_with(
    pairs: Iterable[tuple[str, str]],
    plans: Mapping[str, Plan],
    keys: tuple[str, ...],
    parse_errors: Callable[[Mapping[str, str]], Mapping[str, str]],
) -> tuple[State, dict[str, str]]:
    """The state of a query and the texts of other ``keys``. ``parse_errors`` returns a sentence for each invalid text.

    BadAddress names all that is invalid, of the state and of the other keys.
    """
    pairs = list(pairs)
    typed, problems = read_keys(pairs, keys)
    problems = {**parse_errors(typed), **problems}
    try:
        state = parse(pairs, plans)
    except BadAddress as bad:
        raise BadAddress({**bad.typed, **typed}, {**bad.problems, **problems}) from bad
    if problems:
        raise BadAddress({**read_keys(pairs)[0], **typed}, problems)
    return state, typed


def _take_unnamed_cell(texts: dict[str, str]) -> tuple[int, int] | None:
    """Remove a cell without a matrix from the texts, and return its row and column; None if there is none."""
    found = CELL_PATTERN.fullmatch(texts.get("cell", ""))
    if not found or found[1]:
        return None
    del texts["cell"]
    return int(found[2]), int(found[3])


def _cell_of_step(state: State, row: int, column: int, sizes: Sizes) -> Cell | None:
    """That cell of the matrix that the step writes, in row 1 if it has fewer rows; None before the first step."""
    step = Position(state, sizes).step
    return Cell(step.writes, row if row <= sizes.shapes[step.writes][0] else 1, column) if step else None


def _well_formed(texts: Mapping[str, str]) -> tuple[State, set[str]]:
    """The state without the malformed keys, and those keys."""
    try:
        return State.model_validate(texts), set()
    except ValidationError as error:
        wrong = {str(place["loc"][0]) for place in error.errors()}
        return State.model_validate({key: text for key, text in texts.items() if key not in wrong}), wrong


def read_keys(pairs: Iterable[tuple[str, str]], keys: Container[str] = KEYS) -> tuple[dict[str, str], dict[str, str]]:
    """The non-empty texts of these keys, and a sentence for each that is repeated or too long."""
    typed: dict[str, str] = {}
    problems: dict[str, str] = {}
    for key, text in pairs:
        if key not in keys or not text:
            continue
        most = MAX_NUMBERS if key in MATRICES else MAX_VALUE
        if key in typed:
            problems[key] = _twice(key)
        elif len(text) > most:
            problems[key] = f"“{key}” may have {most:,} characters at most; this has {len(text):,}."
        typed.setdefault(key, text)
    return typed, problems


def repeated_keys(keys: Iterable[str]) -> dict[str, str]:
    """A sentence for each of these keys that is repeated."""
    return {key: _twice(key) for key, times in Counter(keys).items() if times > 1}


def _twice(key: str) -> str:
    return f"The address gives “{key}” more than once. Keep one."


def _too_long(state: State) -> dict[str, str]:
    """A sentence for the longest matrix if all numbers together exceed MAX_NUMBERS."""
    length = length_of(state)
    if length <= MAX_NUMBERS:
        return {}
    longest, _ = max(state.overrides, key=lambda each: len(as_entries(each[1])))
    return {str(longest): f"The numbers may have {MAX_NUMBERS:,} characters together; these have {length:,}."}


def _outside(state: State, sizes: Sizes) -> set[str]:
    """The keys whose value is well-formed but outside this network or program."""
    wrong = set()
    if state.step > len(program(state.view, sizes)):
        wrong.add("step")
    if state.window and state.window > sizes.m:
        wrong.add("window")
    if state.rows and state.rows > _most_rows(state, sizes):
        wrong.add("rows")
    if state.cell and not state.cell.is_within(sizes):
        wrong.add("cell")
    return wrong


def _most_rows(state: State, sizes: Sizes) -> int:
    """The largest ``rows``: inputs of the widest layer in classroom mode, of layer 1 on the board."""
    return max(sizes.n[:-1]) if state.present else sizes.n[0]


def _number_sentence(key: str, text: str) -> str:
    if key in MATRICES:
        return (
            f"Separate the rows of {key} by ; and the numbers in a row by , such as 1,0.5;-2,0. Every row has as many, "
            f"and none is larger than {LARGEST_ENTRY:,.0f}."
        )
    layers = f"the features and the units of 1 to {MOST_LAYERS} layers, each from 1 to {MOST_UNITS}"
    rules = {
        "layers": f"The sizes are {layers}, such as 3-4-2",
        "act": "Name an activation for each layer, such as relu-sigmoid",
        "m": "m is a whole number from 1",
        "seed": "The seed is a whole number from 0 to 999999",
    }
    sentence = f"{rules[key]}, not {_shown(text)}."
    return f"{sentence} There are: {', '.join(ACTIVATIONS)}." if key == "act" else sentence


def _position_sentence(key: str, text: str, state: State, sizes: Sizes) -> str:
    if key == "cell" and (cell := state.cell) and (shape := sizes.shapes.get(cell.matrix)):
        return f"{cell.matrix} is {shape}: it has no cell in row {cell.row}, column {cell.column}."
    rules = {
        "view": f"The view is {_either('view')}",
        "step": f"The step is a whole number from 0 to {len(program(state.view, sizes))} here",
        "window": f"The window starts at an example from 1 to {sizes.m}",
        "rows": f"The rows on show start at a feature from 1 to {_most_rows(state, sizes)}",
        "present": "Classroom mode is 1 or 0",
        "reading": f"The reading is {_either('reading')}",
        "theme": f"The colours are {_either('theme')}",
        "letters": "Keys that are letters are on with 1 and off with 0",
        "turned": "The last pasted weights were turned with 1, and not with 0",
        "cell": "A cell is a matrix, a row and a column, such as Z1.3.2",
    }
    sentence = f"{rules[key]}, not {_shown(text)}."
    return f"{sentence} Matrices: {', '.join(sizes.shapes)}." if key == "cell" else sentence


def _shown(text: str) -> str:
    """The text in quotation marks, cut to MAX_VALUE."""
    return f"“{text if len(text) <= MAX_VALUE else text[:MAX_VALUE] + '…'}”"


def _either(key: str) -> str:
    *others, last = get_args(State.model_fields[key].annotation)
    return f"{', '.join(others)} or {last}"
