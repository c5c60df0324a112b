"""What each key of an address may hold, as JSON Schema says it: for /openapi.json.

Nothing is said here that is not said where the key is read. A schema tells how a value is written; whether it lies
inside the network at hand, only the network can say.
"""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias, get_args

from app.engine.activations import ACTIVATIONS
from app.engine.network import Plan, Sizes
from app.state import forms, pasting, race, sheet
from app.state.address import LONGEST, LONGEST_NUMBERS
from app.state.matrix_text import LONGEST_TEXT
from app.state.plans import Way, most_examples, most_units
from app.state.state import MATRICES, MOST_LAYERS, State

Schema: TypeAlias = dict[str, Any]


def of_state(plans: Mapping[str, Plan]) -> dict[str, Schema]:
    """The keys of every board."""
    schemas = {key: _given(schema) for key, schema in State.model_json_schema()["properties"].items()}
    for key, schema in schemas.items():
        if schema["type"] == "string" and "enum" not in schema:
            schema["maxLength"] = LONGEST_NUMBERS if key in MATRICES else LONGEST
    return {**schemas, "preset": {**schemas["preset"], "enum": list(plans)}}


def of_change(plans: Mapping[str, Plan]) -> dict[str, Schema]:
    """What the workshop's form sends beside the state."""
    bases = plans.values()
    units = {
        key: _whole(max(most_units(place, base) for base in bases))
        for place, key in enumerate((forms.FEATURES, *forms.UNITS))
    }
    return {
        **units,
        **{key: _one_of(ACTIVATIONS) for key in forms.ACTIVATION},
        forms.EXAMPLES: _whole(max(most_examples(State(), base) for base in bases)),
        forms.ENTRY: _text(forms.LONGEST_CHANGE),
        forms.WISH: _one_of(forms.WISHES),
    }


def of_matrix() -> dict[str, Schema]:
    """Which matrix is meant, and what the form for a pasted one sends."""
    largest = Sizes((1,) * (MOST_LAYERS + 1), 1)
    return {
        "matrix": _one_of(largest.names()),
        pasting.TEXT: _text(LONGEST_TEXT),
        pasting.WAY: _one_of(get_args(Way)),
        pasting.FIT: {"type": "string", "pattern": _whole_text(pasting.ACCEPTED.pattern)},
    }


def of_sheet() -> dict[str, Schema]:
    """What is left blank on a worksheet, and whether the answers are printed."""
    return {"blank": _one_of(sheet.BLANKS), "key": _one_of(("0", "1"))}


def of_visit() -> dict[str, Schema]:
    """What races, the visitor's guess, the race that is looked at, and the saved races beside it."""
    return {
        "network": _one_of(race.RACED),
        "sizes": _text(LONGEST, race.SIZES.pattern),
        "threads": _one_of(race.THREADS),
        "guess": _text(LONGEST, race.GUESS.pattern),
        "race": _text(LONGEST, f"{race.LAST}|{race.TICKET.pattern}"),
        race.BESIDE: _text(race.LONGEST_VISIT),
    }


def _given(schema: Schema) -> Schema:
    """The schema of a value that is given: the address has no null, and leaves out what is the default."""
    (given, *_) = schema.get("anyOf", [schema])
    default = {} if schema.get("default") is None else {"default": schema["default"]}
    return {key: value for key, value in given.items() if key not in ("title", "default")} | default


def _one_of(values: Iterable[str]) -> Schema:
    return {"type": "string", "enum": list(values)}


def _whole(most: int) -> Schema:
    return {"type": "integer", "minimum": 1, "maximum": most}


def _text(longest: int, pattern: str = "") -> Schema:
    return {"type": "string", "maxLength": longest} | ({"pattern": _whole_text(pattern)} if pattern else {})


def _whole_text(pattern: str) -> str:
    return f"^(?:{pattern})$"
