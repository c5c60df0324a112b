"""The addresses of what can be taken along: a program, a notebook."""

import json

from flask import Blueprint, Response, abort, request

from app.lessons import plans
from app.state import parse
from app.views.notebook import NOTEBOOK_PATH, notebook
from app.views.place import where
from app.views.script import SCRIPT_PATH, script
from app.views.torch_script import torch_script
from app.web.answers import LONGEST_QUERY, bounded_query, page

blueprint = Blueprint("exports", __name__)

SCRIPTS = {"numpy": script, "torch": torch_script}
"""What writes the program for each framework; the first is the default."""
SUFFIXES = {"numpy": "", "torch": "-torch"}
LONGEST_EXPORT = LONGEST_QUERY + len("&framework=torch")
"""Characters of a query: what any page has, and the framework."""
MIMETYPES = {"py": "text/x-python", "ipynb": "application/x-ipynb+json"}


@blueprint.get(SCRIPT_PATH)
def script_file() -> Response:
    """The current numbers as a program in NumPy or PyTorch."""
    pairs = bounded_query(LONGEST_EXPORT)
    state, framework = parse(pairs, plans()), _framework(pairs)
    made = SCRIPTS[framework](where(state), request.url_root)
    return _file(made, f"{state.preset}{SUFFIXES[framework]}", "py")


@blueprint.get(NOTEBOOK_PATH)
def notebook_file() -> Response:
    """The current numbers as a notebook."""
    state = parse(bounded_query(LONGEST_EXPORT), plans())
    made = notebook(where(state), request.url_root)
    return _file(json.dumps(made, ensure_ascii=False, allow_nan=False, indent=1), state.preset, "ipynb")


def _framework(pairs: list[tuple[str, str]]) -> str:
    """The framework that the address names. 422 with a sentence if there is no such, or more than one."""
    asked = [text for key, text in pairs if key == "framework" and text]
    if len(asked) > 1:
        abort(422, "The address gives “framework” more than once. Keep one.")
    framework = asked[0] if asked else next(iter(SCRIPTS))
    if framework not in SCRIPTS:
        abort(422, f"The framework is {' or '.join(SCRIPTS)}, not “{framework[:60]}”.")
    return framework


def _file(content: str, name: str, ending: str) -> Response:
    response = page(Response(content, mimetype=MIMETYPES[ending]))
    response.headers.set("Content-Disposition", "attachment", filename=f"columnwise-{name}.{ending}")
    return response
