"""The routes of exported code: a program, a notebook."""

import json
from collections.abc import Mapping

from flask import Blueprint, Response

from app.presets import plans
from app.state.query import parse_with
from app.views.base.scene import scene
from app.views.base.urls import NOTEBOOK_PATH, SCRIPT_PATH
from app.views.pages.notebook import notebook
from app.views.pages.script import script
from app.views.pages.torch_script import torch_script
from app.web.responses import asked_scene, base, bounded_query, page

blueprint = Blueprint("exports", __name__)

FRAMEWORKS = {"numpy": script, "torch": torch_script}
"""The view that writes the program, by framework; the first is the default."""
MIMETYPES = {"py": "text/x-python", "ipynb": "application/x-ipynb+json"}


@blueprint.get(SCRIPT_PATH)
def script_file() -> Response:
    """The current numbers as a program in NumPy or PyTorch."""
    state, typed = parse_with(bounded_query(), plans(), ("framework",), _framework_errors)
    framework = typed.get("framework", next(iter(FRAMEWORKS)))
    suffix = "" if framework == "numpy" else f"-{framework}"
    return _file(FRAMEWORKS[framework](scene(state), base()), f"{state.preset}{suffix}", "py")


@blueprint.get(NOTEBOOK_PATH)
def notebook_file() -> Response:
    """The current numbers as a notebook."""
    asked = asked_scene()
    made = notebook(asked, base())
    return _file(json.dumps(made, ensure_ascii=False, allow_nan=False, indent=1), asked.state.preset, "ipynb")


def _framework_errors(typed: Mapping[str, str]) -> dict[str, str]:
    """An error if the framework is unknown."""
    framework = typed.get("framework")
    if framework is None or framework in FRAMEWORKS:
        return {}
    return {"framework": f"The framework is {' or '.join(FRAMEWORKS)}, not “{framework[:60]}”."}


def _file(content: str, name: str, ending: str) -> Response:
    response = page(Response(content, mimetype=MIMETYPES[ending]))
    response.headers.set("Content-Disposition", "attachment", filename=f"columnwise-{name}.{ending}")
    return response
