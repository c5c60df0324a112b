"""The addresses of Columnwise."""

from flask import Blueprint, Response, jsonify, render_template, request

from app.lessons import preset_sizes
from app.state import State, parse
from app.views.about import about
from app.views.export import trace
from app.views.stage import preset_links, stage
from app.web.answers import bounded_query, page, part_or_page

blueprint = Blueprint("pages", __name__)


def _state() -> State:
    return parse(bounded_query(), preset_sizes())


@blueprint.get("/")
def explore() -> Response:
    """The board, as a page or as its part."""
    state = _state()
    return part_or_page(
        "explore.html",
        "parts/stage.html",
        stage=stage(state),
        presets=preset_links(state.preset),
        present=bool(state.present),
    )


@blueprint.get("/about")
def about_page() -> Response:
    """The idea, the notation, the drawing's origin, how to use the page."""
    return page(render_template("about.html", about=about(), presets=preset_links("")))


@blueprint.get("/trace.json")
def trace_json() -> Response:
    """The numbers behind the picture."""
    return page(jsonify(trace(_state())))


@blueprint.get("/healthz")
def healthz() -> Response:
    """Whether the process answers."""
    return Response("ok\n", mimetype="text/plain", headers={"Cache-Control": "no-store"})


def wants_json() -> bool:
    """Whether the address asked for is one for programs."""
    return request.path.endswith(".json")
