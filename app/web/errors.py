"""Error pages: in the look of the site, with a way on. Those of the race are in races.py."""

from collections.abc import Iterable

from flask import Flask, Response, jsonify, render_template, request
from werkzeug.exceptions import HTTPException, InternalServerError

from app.log import REQUEST
from app.state import BadAddress
from app.state.forms import BadForm
from app.views.base import urls
from app.views.base.scene import scene
from app.views.board.editor import FormErrors
from app.views.pages.problem import address_form, problem
from app.web.responses import page, wants_json
from app.web.routes import board

WITH_FORMS = (
    *(urls.MATRIX_PATH, urls.WORKSHEET_PATH, urls.HANDOUT_PATH, urls.SHARE_PATH),
    *(urls.SCRIPT_PATH, urls.NOTEBOOK_PATH, urls.SPEED_PATH),
)
"""The paths besides the board's to which the form for a bad address leads back."""


def register(app: Flask) -> None:
    """Answer every error with a page, or with JSON at a path for programs."""

    @app.errorhandler(BadAddress)
    def bad_address(error: BadAddress) -> Response:
        if wants_json():
            return page(jsonify(errors=dict(error.problems)), 422)
        form = address_form(error, request.path if request.path in WITH_FORMS else urls.BOARD_PATH)
        if request.path == urls.EMBED_PATH:
            return _in_frame(form.count, error.problems.values(), 422)
        return page(render_template("pages/bad_address.html", form=form), 422)

    @app.errorhandler(BadForm)
    def bad_form(error: BadForm) -> Response:
        return board(scene(error.state), FormErrors(error.typed, error.problems), 422)

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response:
        status = error.code or InternalServerError.code
        view = problem(status, error.description or "", REQUEST.get())
        if wants_json():
            response = page(jsonify(errors={"": " ".join(view.lines)}), status)
        elif request.path == urls.EMBED_PATH:
            response = _in_frame(view.title, view.lines, status)
        else:
            response = page(render_template("pages/problem.html", problem=view), status)
        if status == 405 and "Allow" in (given := dict(error.get_headers())):
            response.headers["Allow"] = given["Allow"]
        return response


def _in_frame(title: str, lines: Iterable[str], status: int) -> Response:
    return page(render_template("pages/embed_problem.html", title=title, lines=lines), status)
