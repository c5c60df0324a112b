"""Every public address as OpenAPI 3.1 describes it, for programs: /openapi.json.

What a key may hold is asked of whoever reads it (`state/schemas.py`); here stands which address takes which keys, and
what it answers.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

from app.lessons import plans
from app.state import PATH, schemas
from app.state.record import Saved
from app.views.notebook import NOTEBOOK_PATH
from app.views.picture import PICTURE_PATH
from app.views.place import EMBED_PATH, MATRIX_PATH, OEMBED_PATH, SHARE_PATH, SPEED_PATH
from app.views.preview import NO_LIMIT
from app.views.problem import LABELS
from app.views.qr import QR_PATH
from app.views.script import SCRIPT_PATH
from app.views.sheet_urls import HANDOUT_PATH, WORKSHEET_PATH
from app.views.speed import CSV_PATH, LEAVE_PATH, SAVE_PATH, START_PATH, STREAM_PATH

OPENAPI_PATH = "/openapi.json"
HTML, JSON, SVG, TEXT, CSV = "text/html", "application/json", "image/svg+xml", "text/plain", "text/csv"
PYTHON, NOTEBOOK, EVENTS, ANYTHING = "text/x-python", "application/x-ipynb+json", "text/event-stream", "*/*"

Json: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Address:
    """One address: what it shows, the type of that, the groups of keys that it takes, its other answers.

    ``refuses`` is the type of its refusals. ``shows``: it has something to show, and does not only lead elsewhere.
    ``kept``: whoever has the answer may ask whether it is still the same.
    """

    path: str
    line: str
    gives: str = HTML
    keys: tuple[str, ...] = ("state",)
    others: tuple[int, ...] = ()
    refuses: str = HTML
    shows: bool = True
    kept: bool = True


ADDRESSES = (
    Address(PATH, "The board: one step of a forward pass. htmx gets the part of the page that changes."),
    Address("/change", "The board with other sizes, activations or entries.", keys=("state", "change"), others=(303,)),
    Address(MATRIX_PATH, "A matrix as text, and a form to paste another.", keys=("state", "matrix"), others=(303, 404)),
    Address(PICTURE_PATH, "The example looked at, where the examples are pictures.", SVG, others=(404,)),
    Address("/about", "The idea, the notation, and how to use the page.", keys=()),
    Address("/trace.json", "Every number of both programs, at full precision.", JSON, refuses=JSON),
    Address(SCRIPT_PATH, "The current numbers as a program.", PYTHON, ("state", "script")),
    Address(NOTEBOOK_PATH, "The current numbers as a notebook.", NOTEBOOK),
    Address(SHARE_PATH, "Everything that can be taken along from a step."),
    Address(QR_PATH, "The address of a step as a QR code.", SVG),
    Address(EMBED_PATH, "The board for a frame on another page."),
    Address(OEMBED_PATH, "How a program shows a board: oembed.com.", JSON, ("oembed",), (404, 501), refuses=JSON),
    Address(WORKSHEET_PATH, "A sheet to fill in by hand.", keys=("state", "sheet")),
    Address(HANDOUT_PATH, "All steps of a program, on paper."),
    Address(SPEED_PATH, "The race of the loop and the matrix form.", keys=("state", "race"), others=(503,)),
    Address(
        START_PATH,
        "Starts a race: leads to the page that shows it.",
        keys=("state", "race"),
        others=(303, 503),
        shows=False,
        kept=False,
    ),
    Address(LEAVE_PATH, "Leaves a race.", keys=("state", "race"), others=(303, 503), shows=False, kept=False),
    Address(STREAM_PATH, "How a race stands, as it changes.", EVENTS, ("state", "race"), (204, 503), kept=False),
    Address(CSV_PATH, "A finished race as a table.", CSV, ("state", "race"), (404, 503)),
    Address(SAVE_PATH, "A finished race, to be opened again.", JSON, ("state", "race"), (404, 503), refuses=JSON),
    Address("/healthz", "Whether the process answers.", TEXT, keys=(), kept=False),
    Address("/readyz", "Whether it can do its work.", TEXT, keys=(), others=(503,), kept=False),
    Address("/static/{name}", "A file that pages use, under a name with its hash.", ANYTHING, ("static",), (404,)),
    Address(OPENAPI_PATH, "This description.", JSON, keys=()),
)

MEANS = {
    200: "What was asked for.",
    204: "There is no race to tell of, or no room for one more stream.",
    303: "What was asked for has an address of its own.",
    304: "The same as the asker has.",
    400: "Columnwise is not asked for by this host's name.",
    404: "There is nothing here.",
    414: "The query is too long.",
    422: "A value cannot be meant: a sentence for each.",
    501: "There is no such format.",
    503: "Not now.",
}
NO_BODY = (204, 303, 304)
_SENTENCES = {"type": "object", "additionalProperties": {"type": "string"}}
_ERRORS = {
    "type": "object",
    "required": ["errors"],
    "properties": {"errors": _SENTENCES},
    "additionalProperties": False,
}
_NUMBERS = {"type": "array", "items": {"type": "array", "items": {"type": "number"}}}
_TRACE = {
    "type": "object",
    "required": ["notation", "m", "layers", "X", "view", "step", "steps", "max_abs_difference"],
    "properties": {
        "m": {"type": "integer", "minimum": 1},
        "layers": {
            "type": "array",
            "items": {"type": "object", "properties": dict.fromkeys("WbZA", _NUMBERS)},
        },
        "X": _NUMBERS,
        "steps": {"type": "array", "items": {"type": "object", "required": ["operation", "writes", "reads"]}},
        "max_abs_difference": {"type": "number"},
    },
}
_FRAME = {
    "type": "object",
    "required": ["type", "version", "title", "html", "width", "height"],
    "properties": {"type": {"const": "rich"}, "version": {"const": "1.0"}, "html": {"type": "string"}},
}
_RACE = Saved.model_json_schema(ref_template="#/components/schemas/{model}")
_PARTS_OF_RACE = _RACE.pop("$defs")
SCHEMAS: dict[str, Json] = {
    "/trace.json": _TRACE,
    OEMBED_PATH: _FRAME,
    OPENAPI_PATH: {"type": "object"},
    SAVE_PATH: _RACE,
}
"""What the JSON of an address looks like."""


@cache
def openapi(frameworks: tuple[str, ...]) -> Json:
    """The description. ``frameworks`` are those that the exported program may be written for."""
    groups = _groups(frameworks)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Columnwise",
            "version": "1",
            "description": "A neural network's forward pass as the loop over examples and vectorized. All addresses "
            "take GET alone, and keep nothing of whoever asks. Keys that are not named here are ignored; so is a key "
            "of the board that is given without a value.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "paths": {each.path: {"get": _operation(each, groups)} for each in ADDRESSES},
        "components": {
            "parameters": {
                f"{group}.{key}": _parameter(key, schema)
                for group, keys in groups.items()
                for key, schema in keys.items()
            },
            "schemas": _PARTS_OF_RACE,
        },
    }


def _groups(frameworks: tuple[str, ...]) -> dict[str, dict[str, Json]]:
    """The keys that stand together, each with what it may hold."""
    pixels = {"type": "integer", "minimum": 1, "maximum": NO_LIMIT - 1}
    return {
        "state": schemas.of_state(plans()),
        "change": schemas.of_change(plans()),
        "matrix": schemas.of_matrix(),
        "sheet": schemas.of_sheet(),
        "race": schemas.of_visit(),
        "script": {"framework": {"type": "string", "enum": list(frameworks)}},
        "oembed": {
            "url": {"type": "string", "format": "uri"},
            "format": {"type": "string", "enum": ["json"]},
            "maxwidth": pixels,
            "maxheight": pixels,
        },
        "static": {"name": {"type": "string", "minLength": 1}},
    }


def _parameter(key: str, schema: Json) -> Json:
    place: Json = {"in": "path", "required": True} if key == "name" else {"in": "query"}
    label = {"description": LABELS[key]} if key in LABELS else {}
    return {"name": key, **place, **label, "schema": schema}


def _operation(address: Address, groups: dict[str, dict[str, Json]]) -> Json:
    keys = [f"#/components/parameters/{group}.{key}" for group in address.keys for key in groups[group]]
    return {
        "summary": address.line,
        "parameters": [{"$ref": key} for key in keys],
        "responses": {str(status): _answer(address, status) for status in _statuses(address)},
    }


def _statuses(address: Address) -> list[int]:
    refused = (414, 422) if address.keys and address.keys != ("static",) else ()
    shown, same = ((200,) if address.shows else ()), ((304,) if address.kept else ())
    return sorted({400, *shown, *same, *refused, *address.others})


def _answer(address: Address, status: int) -> Json:
    said: Json = {"description": MEANS[status]}
    if status in NO_BODY:
        return said
    if status == 200:
        return said | {"content": {address.gives: _schema(SCHEMAS.get(address.path))}}
    kind = TEXT if address.path == "/readyz" and status == 503 else address.refuses
    return said | {"content": {kind: _schema(_ERRORS if kind == JSON else None)}}


def _schema(schema: Json | None) -> Json:
    return {"schema": schema} if schema else {}
