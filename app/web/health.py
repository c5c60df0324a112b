"""Health checks: /healthz says that the process answers, /readyz that it can do its work."""

from flask import Blueprint, Response, current_app, render_template

from app.engine.forward import trace
from app.engine.rounding import agree
from app.presets import preset
from app.state import State
from app.views.base.scene import scene
from app.views.pages.explore import stage

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """Whether the process answers."""
    return _text("ok")


@blueprint.get("/readyz")
def readyz() -> Response:
    """Whether the process can do its work; 503 and the reason if not, also while it stops."""
    problem = _problem()
    return _text(problem, 503) if problem else _text("ready")


def _problem() -> str:
    """Run both programs, compare them and render the default board; return what fails."""
    if current_app.extensions["stopping"]():
        return "stopping"
    default = preset(State().preset)
    made = trace(default.network, default.X)
    if not agree(made.network, made.X, made.vectorized, made.loop):
        return f"the loop and the matrix form differ by {made.max_abs_difference}"
    render_template("pages/explore.html", as_part=True, stage=stage(scene(State())))
    return ""


def _text(word: str, status: int = 200) -> Response:
    return Response(f"{word}\n", status, mimetype="text/plain", headers={"Cache-Control": "no-store"})
