"""The addresses of Columnwise."""

from flask import Blueprint, Response, abort, current_app, jsonify, render_template, request

from app.presets import plans
from app.state import KEYS, BadAddress, parse
from app.state.forms import submitted
from app.state.limits import MAX_FORM_QUERY
from app.state.paste_report import REPORT_KEY, PasteReport, read_report
from app.state.pasting import PASTE_KEYS, TEXT_KEY, BadPaste, pasted
from app.state.query import repeated_keys
from app.views.base.scene import Scene, scene
from app.views.base.urls import BOARD_PATH, MATRIX_PATH, PICTURE_PATH, TRACE_PATH, url
from app.views.board.diagram import picture
from app.views.board.editor import NO_ERRORS, FormErrors
from app.views.pages.about import NOTATION
from app.views.pages.embed import preview
from app.views.pages.explore import stage
from app.views.pages.matrix import matrix_page
from app.views.pages.present import present
from app.views.pages.trace import trace
from app.web.assets import collect
from app.web.openapi import openapi
from app.web.responses import asked_scene, base, bounded_query, page, part_or_page, see_other, wants_part

blueprint = Blueprint("pages", __name__)


@blueprint.get(BOARD_PATH)
def explore() -> Response:
    """The board, as a page or as its part."""
    pairs = bounded_query()
    done = dict(pairs).get(REPORT_KEY)
    return board(scene(parse(pairs, plans())), report=read_report(done) if done else None)


@blueprint.get("/change")
def change() -> Response:
    """The board with other sizes, activations or entries: what the workshop's forms ask for."""
    state = submitted(bounded_query(MAX_FORM_QUERY), plans())
    return board(scene(state)) if wants_part() else see_other(url(BOARD_PATH, state))


@blueprint.route(MATRIX_PATH, methods=["GET", "POST"])
def matrix() -> Response:
    """One matrix as text: to copy, and to replace by a pasted one, which may be too long for an address."""
    pairs = [*bounded_query(MAX_FORM_QUERY), *request.form.items(multi=True)]
    asked = scene(parse([pair for pair in pairs if pair[0] in KEYS], plans()))
    if twice := repeated_keys(key for key, text in pairs if text and key in ("matrix", *PASTE_KEYS)):
        raise BadAddress(dict(pairs), twice)
    name = next((each for each in asked.sizes.shapes if each == (dict(pairs).get("matrix") or "X")), None)
    if name is None:
        abort(404)
    typed = {key: text for key, text in pairs if key in PASTE_KEYS}
    if TEXT_KEY not in typed:
        return page(render_template("pages/matrix.html", matrix=matrix_page(asked, name)))
    try:
        made, report = pasted(asked.state, name, typed, plans()[asked.state.preset])
        return see_other(url(BOARD_PATH, made, **{REPORT_KEY: str(report)}))
    except BadPaste as bad:
        return page(render_template("pages/matrix.html", matrix=matrix_page(asked, name, typed, bad)), 422)


@blueprint.get(PICTURE_PATH)
def picture_svg() -> Response:
    """The example looked at as a picture, where the examples are pictures."""
    drawn = picture(asked_scene())
    if drawn is None:
        abort(404)
    response = page(render_template("pages/picture.svg", picture=drawn))
    response.mimetype = "image/svg+xml"
    return response


@blueprint.get("/about")
def about_page() -> Response:
    """The idea, the notation, the drawing's origin, how to use the page."""
    return page(render_template("pages/about.html", notation=NOTATION))


@blueprint.get(TRACE_PATH)
def trace_json() -> Response:
    """The numbers behind the picture."""
    return page(jsonify(trace(asked_scene())))


@blueprint.get("/openapi.json")
def openapi_json() -> Response:
    """A description of every path, its parameters and its responses."""
    return page(jsonify(openapi(current_app)))


def board(
    shown: Scene, errors: FormErrors = NO_ERRORS, status: int = 200, report: PasteReport | None = None
) -> Response:
    """The board of that scene, as a page or as its part.

    ``errors`` are those of a change that could not be made; ``report`` is what was done with a pasted matrix.
    """
    passed_on = None if wants_part() else preview(shown, base(), collect().cards.get(shown.state.preset, ""))
    if shown.state.present and errors is NO_ERRORS:
        return part_or_page("pages/present.html", stage=present(shown, base()), preview=passed_on)
    shown_stage, preset = stage(shown, errors, report), shown.state.preset
    return part_or_page("pages/explore.html", status, stage=shown_stage, preview=passed_on, preset=preset)
