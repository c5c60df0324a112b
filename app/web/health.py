"""Whether the process is well, for whoever keeps it running: does it answer, and can it do its work?"""

from flask import Blueprint, Response, current_app, render_template

from app.engine.forward import trace
from app.lessons import preset
from app.state import State
from app.views.scene import scene
from app.views.stage import stage
from app.views.words import AGREE_WITHIN

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """Whether the process answers."""
    return _said("ok")


@blueprint.get("/readyz")
def readyz() -> Response:
    """Whether it can do its work: 503 and why if not, also while it stops."""
    problem = _problem()
    return _said(problem, 503) if problem else _said("ready")


def _problem() -> str:
    """What keeps it from its work: run both programs anew, compare them, and draw the default board."""
    if current_app.extensions["stopping"]():
        return "stopping"
    default = preset(State().preset)
    difference = trace(default.network, default.X).max_abs_difference
    if not difference <= AGREE_WITHIN:  # nor is it a number
        return f"the loop and the matrix form differ by {difference}"
    render_template("pages/explore.html", as_part=True, stage=stage(scene(State())))
    return ""


def _said(word: str, status: int = 200) -> Response:
    return Response(f"{word}\n", status, mimetype="text/plain", headers={"Cache-Control": "no-store"})
