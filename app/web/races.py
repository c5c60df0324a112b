"""The addresses of the race: the page, start and cancel, the stream of its status, the files."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from threading import BoundedSemaphore
from time import monotonic, sleep

from flask import Blueprint, Response, abort, current_app, jsonify, render_template, request
from jinja2 import Template

from app.presets import plans
from app.speed.folder import NoRaces
from app.speed.machine import cores
from app.speed.queue import Full, RaceQueue
from app.speed.status import Status
from app.state import State
from app.state.limits import MAX_FORM_QUERY
from app.state.record import saved_text
from app.state.visit import LAST, BadVisit, Visit, format_setup, parse_visit
from app.views.base.urls import SPEED_PATH
from app.views.pages.speed import (
    CSV_PATH,
    LEAVE_PATH,
    NOTHING,
    SAVE_PATH,
    START_PATH,
    STREAM_PATH,
    race_view,
    speed_page,
    speed_url,
)
from app.views.race.table import csv
from app.web.responses import bounded_query, download, page, private, see_other, wants_json, wants_part

blueprint = Blueprint("races", __name__)

MAX_STREAMS = 4
"""Open streams of a process: half of its threads, so that the others always answer."""
POLL_SECONDS = 0.25
"""Between two polls of a stream."""
MAX_STREAM_SECONDS = 20.0
"""After this a stream ends; a page that is still open connects again."""
_streams = BoundedSemaphore(MAX_STREAMS)


def races() -> RaceQueue:
    """The races of this app."""
    found: RaceQueue = current_app.extensions["races"]
    return found


@blueprint.get(SPEED_PATH)
def speed() -> Response:
    """The page of the race, or for htmx the status of the race."""
    state, visit = _asked()
    status = _status(state, visit)
    if wants_part() and visit.race:
        return private(page(render_template("race/race.html", race=race_view(state, visit, status))))
    return _page(state, visit, status)


@blueprint.get(START_PATH)
def start() -> Response:
    """Join the queue, and go to the page that shows the status."""
    state, visit = _asked()
    if not _is_meant():
        return see_other(speed_url(state, visit))
    try:
        ticket = races().join(format_setup(state, visit.setup))
    except Full as full:
        return _page(state, visit, problems={"race": str(full)}, code=503)
    return see_other(speed_url(state, visit, ticket))


@blueprint.get(LEAVE_PATH)
def leave() -> Response:
    """Give the ticket back. A race without watchers ends."""
    state, visit = _asked()
    if visit.race and _is_meant():
        races().leave(visit.race)
    return see_other(speed_url(state, visit))


@blueprint.get(STREAM_PATH)
def stream() -> Response:
    """The status of the race, whenever it changes, as server-sent events; at the end the event ``over``."""
    state, visit = _asked()
    held, part = races(), current_app.jinja_env.get_template("race/race.html")
    held.poll(visit.race, format_setup(state, visit.setup))  # NoRaces, if at all, before the answer has begun
    if not visit.race or not _streams.acquire(blocking=False):
        return Response(status=204)  # the page polls instead
    response = Response(
        _events(held, part, state, visit, current_app.extensions["stopping"]), mimetype="text/event-stream"
    )
    response.call_on_close(_streams.release)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"  # nginx would hold it back
    return response


@blueprint.get(CSV_PATH)
def table_csv() -> Response:
    """The table, for a spreadsheet."""
    return _file(csv, "text/csv", "race.csv")


@blueprint.get(SAVE_PATH)
def saved() -> Response:
    """The race as a file, to be opened again."""
    return _file(saved_text, "application/json", "race.json")


@blueprint.errorhandler(BadVisit)
def bad_visit(bad: BadVisit) -> Response:
    """The page with a sentence next to each field that is wrong, or the sentences as JSON."""
    if wants_json():
        return page(jsonify(errors=dict(bad.problems)), 422)
    return _page(bad.state, bad.visit, None, bad.typed, bad.problems, 422)


@blueprint.errorhandler(NoRaces)
def no_races(error: NoRaces) -> Response:
    """The page, and why there can be no race, or the reason as JSON."""
    if wants_json():
        return page(jsonify(errors={"race": str(error)}), 503)
    state, visit = _asked()
    return _page(state, visit, problems={"race": f"There can be no race here now. {error}"}, code=503)


def _is_meant() -> bool:
    """Whether a person asks on this page, and not a page of another site, or a browser or a program that prefetches."""
    is_foreign = request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site")
    purpose = request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    is_ahead = request.method == "HEAD" or "prefetch" in purpose
    return not is_foreign and not is_ahead


def _asked() -> tuple[State, Visit]:
    return parse_visit(bounded_query(MAX_FORM_QUERY), plans())


def _status(state: State, visit: Visit) -> Status:
    """The status of that visit's race. In place of a ticket, LAST is the last race of the kind."""
    ticket = "" if visit.race == LAST else visit.race
    status = races().poll(ticket, format_setup(state, visit.setup))
    if visit.race == LAST and status.last:
        return Status("finished", progress=status.last)
    return status


def _page(
    state: State,
    visit: Visit,
    status: Status | None = None,
    typed: Mapping[str, str] = NOTHING,
    problems: Mapping[str, str] = NOTHING,
    code: int = 200,
) -> Response:
    shown = speed_page(state, visit, status, cores(), typed, problems)
    return private(page(render_template("pages/speed.html", page=shown, race=shown.race), code))


def _events(
    queue: RaceQueue, part: Template, state: State, visit: Visit, is_stopping: Callable[[], bool]
) -> Iterator[str]:
    """The events of a stream. Its polls keep the ticket; the lease of a page that was closed expires."""
    kind = format_setup(state, visit.setup)
    sent, when, began = "", 0.0, monotonic()
    with suppress(NoRaces):  # the page polls then, and gets the reason
        while monotonic() - began < MAX_STREAM_SECONDS and not is_stopping():
            view = race_view(state, visit, queue.poll(visit.race, kind))
            text = part.render(race=view)
            if text != sent or monotonic() - when > 2:  # every two seconds, so that no proxy closes the connection
                sent, when = text, monotonic()
                yield "".join(f"data: {line}\n" for line in text.splitlines()) + "\n"
            if not view.poll_url:
                yield "event: over\ndata: over\n\n"
                return
            sleep(POLL_SECONDS)


def _file(text: Callable[..., str], mimetype: str, name: str) -> Response:
    state, visit = _asked()
    status = _status(state, visit)
    if not visit.race or status.progress is None or status.state != "finished":
        abort(404, "This race is not kept any more.")
    return private(download(text(status.progress.race), mimetype, name))
