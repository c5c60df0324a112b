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
from app.web.responses import asked_scene, base, bounded_query, download

blueprint = Blueprint("exports", __name__)

FRAMEWORKS = {"numpy": script, "torch": torch_script}
"""The view that writes the program, by framework."""
MIMETYPES = {"py": "text/x-python", "ipynb": "application/x-ipynb+json"}


@blueprint.get(SCRIPT_PATH)
def script_file() -> Response:
    """The current numbers as a program in NumPy or PyTorch."""
    state, typed = parse_with(bounded_query(), plans(), ("framework",), _framework_errors)
    framework = typed.get("framework", "numpy")
    suffix = "" if framework == "numpy" else f"-{framework}"
    content = FRAMEWORKS[framework](scene(state), base())
    return download(content, MIMETYPES["py"], f"columnwise-{state.preset}{suffix}.py")


@blueprint.get(NOTEBOOK_PATH)
def notebook_file() -> Response:
    """The current numbers as a notebook."""
    asked = asked_scene()
    content = json.dumps(notebook(asked, base()), ensure_ascii=False, allow_nan=False, indent=1)
    return download(content, MIMETYPES["ipynb"], f"columnwise-{asked.state.preset}.ipynb")


def _framework_errors(typed: Mapping[str, str]) -> dict[str, str]:
    """An error if the framework is unknown."""
    if (framework := typed.get("framework", "numpy")) in FRAMEWORKS:
        return {}
    return {"framework": f"The framework is {' or '.join(FRAMEWORKS)}, not “{framework[:60]}”."}
