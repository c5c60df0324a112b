"""The forms of the controls: the query of a form holds a state and the edits that it asks for."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from app.engine.activations import ACTIVATIONS
from app.engine.network import Plan
from app.state import edits
from app.state.limits import MAX_ENTRY
from app.state.plans import most_examples, most_units
from app.state.query import KEYS, parse, repeated_keys
from app.state.reading import LARGEST_ENTRY, Unreadable, ambiguous_comma, readings
from app.state.state import MOST_LAYERS, State, plan_of

FEATURES_KEY, EXAMPLES_KEY, ENTRY_KEY = "features", "examples", "entry"
UNITS_KEYS = tuple(f"units{layer}" for layer in range(1, MOST_LAYERS + 1))
ACTIVATION_KEYS = tuple(f"activation{layer}" for layer in range(1, MOST_LAYERS + 1))
ACTION_KEY = "wish"
"""The key of every button."""
REMOVE_LAYER, ADD_LAYER, NEW_NUMBERS = "remove-layer", "add-layer", "new-numbers"
FEWER_EXAMPLES, MORE_EXAMPLES = "fewer", "more"
"""The values of the buttons."""


@dataclass(eq=False)
class BadForm(Exception):
    """Edits that cannot be made: the state without them, the texts, and a sentence for each invalid field."""

    state: State
    typed: Mapping[str, str]
    problems: Mapping[str, str]


def submitted(query: Iterable[tuple[str, str]], plans: Mapping[str, Plan]) -> State:
    """The state after the edits of a form. BadAddress for an invalid state, BadForm for an invalid edit."""
    pairs = list(query)
    before = state = parse([pair for pair in pairs if pair[0] in KEYS], plans)
    typed = {key: text.strip() for key, text in pairs if key in FORM_KEYS}
    problems = repeated_keys(key for key, _ in pairs if key in FORM_KEYS)
    for key, edit in FIELD_EDITS.items():
        if key in typed and key not in problems:
            try:
                state = edit(state, key, typed[key], plans[state.preset])
            except edits.BadEdit as problem:
                problems[key] = str(problem)
    if problems:
        raise BadForm(before, typed, problems)
    return state


def _units(state: State, key: str, text: str, base: Plan) -> State:
    index = UNITS_KEYS.index(key) + 1 if key in UNITS_KEYS else 0
    n = plan_of(state, base).sizes.n
    if index >= len(n):
        return state
    most = most_units(index, base)
    what = f"Layer {index} has 1 to {most} neurons" if index else f"There are 1 to {most} features"
    units = _whole(text, most, what)
    return state if units == n[index] else edits.with_units(state, index, units, base)


def _activation(state: State, key: str, text: str, base: Plan) -> State:
    layer = ACTIVATION_KEYS.index(key) + 1
    activations = plan_of(state, base).activations
    if layer > len(activations) or text == activations[layer - 1]:
        return state
    if text not in ACTIVATIONS:
        raise edits.BadEdit(f"There is no activation called “{text[:MAX_ENTRY]}”. There are: {', '.join(ACTIVATIONS)}.")
    return edits.with_activation(state, layer, text, base)


def _examples(state: State, key: str, text: str, base: Plan) -> State:
    most = most_examples(state, base)
    m = _whole(text, most, f"m is a whole number from 1 to {most}")
    return state if m == plan_of(state, base).sizes.m else edits.with_m(state, m, base)


def _action(state: State, key: str, text: str, base: Plan) -> State:
    action = ACTIONS.get(text)
    return (action(state, base) if action else None) or state  # unchanged at a limit, or if there is no such action


def _by(examples: int, state: State, base: Plan) -> State | None:
    m = plan_of(state, base).sizes.m + examples
    return edits.with_m(state, m, base) if 1 <= m <= most_examples(state, base) else None


ACTIONS: dict[str, Callable[[State, Plan], State | None]] = {
    REMOVE_LAYER: edits.without_layer,
    ADD_LAYER: edits.with_layer,
    FEWER_EXAMPLES: partial(_by, -1),
    MORE_EXAMPLES: partial(_by, 1),
    NEW_NUMBERS: edits.with_new_numbers,
}


def _entry(state: State, key: str, text: str, base: Plan) -> State:
    if state.cell is None or not state.cell.matrix.is_given:
        raise edits.BadEdit("Choose an entry of X, W or b first.")
    return edits.with_entry(state, state.cell, _number(text) if text else None, base)


def _number(text: str) -> float:
    """One number, with a decimal point or comma. BadEdit for any other text."""
    shown = f"“{text[:MAX_ENTRY]}”"
    if len(text) > MAX_ENTRY:
        raise edits.BadEdit(f"A number may have {MAX_ENTRY} characters at most. This has {len(text)}.")
    if problem := ambiguous_comma(text):
        raise edits.BadEdit(problem)
    pointed = text.replace(",", ".") if text.count(",") == 1 and "." not in text else text
    try:
        rows = readings(pointed)[0].rows
    except Unreadable as error:
        raise edits.BadEdit(
            f"{shown} cannot be used. Write a number such as 0.5 or −2, {LARGEST_ENTRY:,.0f} at most."
        ) from error
    if len(rows) != 1 or len(rows[0]) != 1:
        raise edits.BadEdit(f"One number belongs here, such as 0.5 or −2, not {shown}.")
    return rows[0][0]


def _whole(text: str, most: int, what: str) -> int:
    if text.isascii() and text.isdecimal() and len(text) <= 6 and 1 <= int(text) <= most:
        return int(text)
    raise edits.BadEdit(f"{what}, not “{text[:MAX_ENTRY]}”.")


FIELD_EDITS: dict[str, Callable[[State, str, str, Plan], State]] = {
    FEATURES_KEY: _units,
    **dict.fromkeys(UNITS_KEYS, _units),
    **dict.fromkeys(ACTIVATION_KEYS, _activation),
    EXAMPLES_KEY: _examples,
    ENTRY_KEY: _entry,
    ACTION_KEY: _action,
}
"""The edit of each field, in order: an action applies to the network that the other fields describe."""
FORM_KEYS = tuple(FIELD_EDITS)
