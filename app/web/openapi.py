"""/openapi.json: the paths come from Flask's routes, the schemas of the parameters from the code that parses them."""

import re
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any, NamedTuple, TypeAlias

from flask import Flask

from app.engine.activations import ACTIVATIONS
from app.engine.network import Sizes
from app.presets import plans
from app.state import KEYS, State, forms, pasting, sheet, visit
from app.state.paste_report import REPORT_KEY
from app.state.state import MOST_LAYERS
from app.views.pages.problem import LABELS
from app.web.exports import FRAMEWORKS
from app.web.sharing import OEMBED_KEYS

Json: TypeAlias = dict[str, Any]
HTML, JSON, PLAIN = "text/html", "application/json", "text/plain"
RACE_PARAMETERS = (*KEYS, *visit.RACE_KEYS, visit.COMPARED_KEY)


class Address(NamedTuple):
    """What a path takes and answers. Every path also answers 400, and one with a query 414 and 422."""

    parameters: tuple[str, ...] = KEYS
    content_type: str = HTML
    statuses: tuple[int, ...] = (200, 304)


ADDRESSES = {
    "/": Address((*KEYS, REPORT_KEY)),
    "/change": Address((*KEYS, *forms.FORM_KEYS), statuses=(200, 303, 304)),
    "/matrix": Address((*KEYS, "matrix", *pasting.PASTE_KEYS), statuses=(200, 303, 304, 404)),
    "/picture.svg": Address(KEYS, "image/svg+xml", (200, 304, 404)),
    "/about": Address(()),
    "/trace.json": Address(KEYS, JSON),
    "/export.py": Address((*KEYS, "framework"), "text/x-python"),
    "/export.ipynb": Address(KEYS, "application/x-ipynb+json"),
    "/qr.svg": Address(KEYS, "image/svg+xml"),
    "/oembed": Address(OEMBED_KEYS, JSON, (200, 304, 404, 501)),
    "/worksheet": Address((*KEYS, *sheet.SHEET_KEYS)),
    "/speed": Address(RACE_PARAMETERS, statuses=(200, 304, 503)),
    "/speed/start": Address(RACE_PARAMETERS, statuses=(303, 503)),
    "/speed/leave": Address(RACE_PARAMETERS, statuses=(303, 503)),
    "/speed/stream": Address(RACE_PARAMETERS, "text/event-stream", (200, 204, 503)),
    "/speed.csv": Address(RACE_PARAMETERS, "text/csv", (200, 304, 404, 503)),
    "/speed.json": Address(RACE_PARAMETERS, JSON, (200, 304, 404, 503)),
    "/healthz": Address((), PLAIN, (200,)),
    "/readyz": Address((), PLAIN, (200, 503)),
    "/openapi.json": Address((), JSON),
    "/static/{name}": Address((), "*/*", (200, 304, 404)),
}
"""Every path but the pages that take the state alone."""


def openapi(app: Flask) -> Json:
    """Describe every route of the app."""
    schemas = _schemas()
    paths = {}
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<(?:path:)?(\w+)>", r"{\1}", rule.rule)
        address = ADDRESSES.get(path, Address())
        keys = [("query", key) for key in address.parameters] + [("path", key) for key in rule.arguments]
        statuses = {*address.statuses, 400, *((414, 422) if address.parameters else ())}
        operation = {
            "summary": str(app.view_functions[rule.endpoint].__doc__).partition("\n")[0],
            "parameters": [_parameter(place, key, schemas.get(key, {"type": "string"})) for place, key in keys],
            "responses": {str(status): _response(address.content_type, status) for status in sorted(statuses)},
        }
        paths[path] = {"get": operation}
        if "POST" in (rule.methods or ()):
            paths[path]["post"] = _posted(operation, schemas)
    about = "Every path takes GET. Unknown and empty keys are ignored."
    info = {"title": "Columnwise", "version": "1", "description": about}
    return {"openapi": "3.1.0", "info": info, "paths": paths}


def _posted(operation: Json, schemas: dict[str, Json]) -> Json:
    """The same operation with the keys of the paste form in the body."""
    keys = [each for each in operation["parameters"] if each["name"] not in pasting.PASTE_KEYS]
    form = {key: schemas.get(key, {"type": "string"}) for key in pasting.PASTE_KEYS}
    body = {"content": {"application/x-www-form-urlencoded": {"schema": {"type": "object", "properties": form}}}}
    responses = {**operation["responses"], "413": _response(HTML, 413)}
    return {**operation, "parameters": keys, "requestBody": body, "responses": responses}


def _parameter(place: str, key: str, schema: Json) -> Json:
    return {"name": key, "in": place, "required": place == "path", "description": LABELS.get(key, ""), "schema": schema}


def _response(content_type: str, status: int) -> Json:
    description = {"description": HTTPStatus(status).phrase}
    if status in (204, 303, 304):
        return description
    is_page = status != 200 and content_type != JSON and (content_type, status) != (PLAIN, 503)  # of an error
    return {**description, "content": {HTML if is_page else content_type: {}}}


def _schemas() -> dict[str, Json]:
    """The schemas of parameters: the state's as pydantic reads them, the others as their forms are read."""
    state = State.model_json_schema()["properties"]
    whole = (forms.FEATURES_KEY, *forms.UNITS_KEYS, forms.EXAMPLES_KEY, "maxwidth", "maxheight")
    patterns = {
        "fit": pasting.OFFER_PATTERN.pattern,
        "sizes": visit.SIZES_PATTERN.pattern,
        "guess": visit.GUESS_PATTERN.pattern,
        "race": f"{visit.LAST}|{visit.TICKET_PATTERN.pattern}",
    }
    choices: dict[str, Iterable[str]] = {
        **dict.fromkeys(forms.ACTIVATION_KEYS, ACTIVATIONS),
        "preset": plans(),
        "wish": forms.ACTIONS,
        "matrix": map(str, Sizes((1,) * (MOST_LAYERS + 1), 1).shapes),
        "blank": sheet.BLANKS,
        "key": ("0", "1"),
        "network": visit.NETWORKS,
        "threads": visit.THREADS,
        "framework": FRAMEWORKS,
        "format": ("json",),
    }
    return {
        **{key: schema.get("anyOf", [schema])[0] for key, schema in state.items()},  # [1] is null, which has no text
        **{key: {"type": "integer", "minimum": 1} for key in whole},
        **{key: {"type": "string", "pattern": f"^(?:{pattern})$"} for key, pattern in patterns.items()},
        **{key: {"type": "string", "enum": list(values)} for key, values in choices.items()},
    }
