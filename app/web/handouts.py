"""The routes of paper: the worksheet, its answers, the handout."""

from flask import Blueprint, Response, render_template

from app.presets import plans
from app.state.sheet import parse_sheet
from app.views.base.scene import scene
from app.views.base.urls import HANDOUT_PATH, WORKSHEET_PATH
from app.views.pages.handout import handout
from app.views.pages.worksheet import worksheet
from app.web.responses import asked_scene, base, bounded_query, page

blueprint = Blueprint("handouts", __name__)


@blueprint.get(WORKSHEET_PATH)
def worksheet_page() -> Response:
    """A sheet to fill in by hand, or with ``key=1`` its answers."""
    state, options = parse_sheet(bounded_query(), plans())
    return page(render_template("pages/worksheet.html", sheet=worksheet(scene(state), options, base())))


@blueprint.get(HANDOUT_PATH)
def handout_page() -> Response:
    """All steps of the current program."""
    return page(render_template("pages/handout.html", sheet=handout(asked_scene(), base())))
