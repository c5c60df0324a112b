"""What the forms of the workshop send: a state, and beside it the change that a person asks for."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from app.engine.activations import ACTIVATIONS
from app.engine.network import Plan
from app.state.edits import (
    Misfit,
    with_activation,
    with_entry,
    with_layer,
    with_m,
    with_new_numbers,
    with_units,
    without_layer,
)
from app.state.limits import MAX_ENTRY
from app.state.matrix_text import LARGEST, Unreadable, read_matrix
from app.state.plans import activation_names, most_examples, most_units
from app.state.query import KEYS, given_twice, parse
from app.state.state import MOST_LAYERS, State, plan_of

FEATURES, EXAMPLES, ENTRY = "features", "examples", "entry"
UNITS = tuple(f"units{layer}" for layer in range(1, MOST_LAYERS + 1))
ACTIVATION = tuple(f"activation{layer}" for layer in range(1, MOST_LAYERS + 1))
WISH = "wish"
REMOVE_LAYER, ADD_LAYER, FEWER, MORE, NEW = "remove-layer", "add-layer", "fewer", "more", "new-numbers"
"""What a button of the form wishes, besides what is typed in its fields."""
CHANGES = (FEATURES, *UNITS, *ACTIVATION, EXAMPLES, ENTRY, WISH)
"""In this order: a wish is about the network that is typed."""


@dataclass(eq=False)
class BadChange(Exception):
    """A change that cannot be made: the state as it is, what was typed, and a sentence for each field."""

    state: State
    typed: Mapping[str, str]
    problems: Mapping[str, str]


def changed(pairs: Iterable[tuple[str, str]], plans: Mapping[str, Plan]) -> State:
    """The state that a form asks for. BadAddress for a bad state, BadChange for a change that cannot be made."""
    given = list(pairs)
    before = state = parse([pair for pair in given if pair[0] in KEYS], plans)
    typed = {key: text.strip() for key, text in given if key in CHANGES}
    problems = given_twice(key for key, _ in given if key in CHANGES)
    for key in CHANGES:
        if key in typed and key not in problems:
            try:
                state = _change(key)(state, key, typed[key], plans[state.preset])
            except Misfit as problem:
                problems[key] = str(problem)
    if problems:
        raise BadChange(before, typed, problems)
    return state


_Change = Callable[[State, str, str, Plan], State]


def _change(key: str) -> _Change:
    if key in UNITS or key == FEATURES:
        return _units
    return {EXAMPLES: _examples, ENTRY: _entry, WISH: _wish}.get(key, _activation)


def _units(state: State, key: str, text: str, base: Plan) -> State:
    place = UNITS.index(key) + 1 if key in UNITS else 0
    n = plan_of(state, base).sizes.n
    if place >= len(n):
        return state
    most = most_units(place, base)
    what = f"Layer {place} has 1 to {most} neurons" if place else f"There are 1 to {most} features"
    units = _whole(text, most, what)
    return state if units == n[place] else with_units(state, place, units, base)


def _activation(state: State, key: str, text: str, base: Plan) -> State:
    layer = ACTIVATION.index(key) + 1
    activations = plan_of(state, base).activations
    if layer > len(activations) or text == activations[layer - 1]:
        return state
    if text not in ACTIVATIONS:
        raise Misfit(f"There is no activation called “{text[:MAX_ENTRY]}”. There are: {activation_names()}.")
    return with_activation(state, layer, text, base)


def _examples(state: State, key: str, text: str, base: Plan) -> State:
    most = most_examples(state, base)
    m = _whole(text, most, f"m is a whole number from 1 to {most}")
    return state if m == plan_of(state, base).sizes.m else with_m(state, m, base)


def _wish(state: State, key: str, text: str, base: Plan) -> State:
    wished = WISHES.get(text)
    return (wished(state, base) if wished else None) or state  # at its end already, or no wish at all: stay


def _by(examples: int, state: State, base: Plan) -> State | None:
    m = plan_of(state, base).sizes.m + examples
    return with_m(state, m, base) if 1 <= m <= most_examples(state, base) else None


WISHES: dict[str, Callable[[State, Plan], State | None]] = {
    REMOVE_LAYER: without_layer,
    ADD_LAYER: with_layer,
    FEWER: partial(_by, -1),
    MORE: partial(_by, 1),
    NEW: with_new_numbers,
}


def _entry(state: State, key: str, text: str, base: Plan) -> State:
    if state.cell is None or not state.cell.matrix.is_given:
        raise Misfit("Choose an entry of X, W or b first.")
    return with_entry(state, state.cell, read_number(text) if text else None, base)


def read_number(text: str) -> float:
    """One number as a person types it, with a point or a decimal comma. Misfit for anything else."""
    shown = f"“{text[:MAX_ENTRY]}”"
    if len(text) > MAX_ENTRY:
        raise Misfit(f"A number may have {MAX_ENTRY} characters at most. This has {len(text)}.")
    pointed = text.replace(",", ".") if text.count(",") == 1 and "." not in text else text
    try:
        rows = read_matrix(pointed).rows
    except Unreadable as problem:
        raise Misfit(f"{shown} cannot be used. Write a number such as 0.5 or −2, {LARGEST:,.0f} at most.") from problem
    if len(rows) != 1 or len(rows[0]) != 1:
        raise Misfit(f"One number belongs here, such as 0.5 or −2, not {shown}.")
    return rows[0][0]


def _whole(text: str, most: int, what: str) -> int:
    if text.isascii() and text.isdecimal() and len(text) <= 6 and 1 <= int(text) <= most:
        return int(text)
    raise Misfit(f"{what}, not “{text[:MAX_ENTRY]}”.")
