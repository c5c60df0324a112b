"""The addresses of the race: the page, start and cancel, the stream that tells how it stands, the files."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from threading import BoundedSemaphore
from time import monotonic, sleep

from flask import Blueprint, Response, abort, current_app, render_template, request
from jinja2 import Template

from app.lessons import plans
from app.speed.client import NoRaces, Races
from app.speed.machine import cores
from app.speed.queue import Full, Standing
from app.state import State
from app.state.record import saved_text
from app.state.visit import LAST, BadVisit, Visit, format_entry, parse_visit
from app.views.place import SPEED_PATH
from app.views.race_table import csv
from app.views.speed import (
    CSV_PATH,
    LEAVE_PATH,
    NOTHING,
    SAVE_PATH,
    START_PATH,
    STREAM_PATH,
    race_of,
    speed_page,
    speed_url,
    standings,
)
from app.web.answers import LONGEST_FORM, bounded_query, moved, page, passing, wants_part

blueprint = Blueprint("races", __name__)

STREAMS = 4
"""Streams that one process keeps open at once: half of its threads, so that the others always answer."""
LOOK, SPEAK = 0.25, 2.0
"""Seconds between two looks of a stream, and after which it speaks even if nothing is new."""
LONGEST_STREAM = 20.0
"""Seconds after which a stream ends: a page that is still there comes again, one that is gone gives its place back."""
NO_ROOM = 204
"""The answer to one stream too many: the page goes on asking by itself."""

_streams = BoundedSemaphore(STREAMS)


def races() -> Races:
    """The races of this app."""
    found: Races = current_app.extensions["races"]
    return found


@blueprint.get(SPEED_PATH)
def speed() -> Response:
    """The page of the race, or for htmx how the race stands."""
    state, visit = _asked()
    standing = _standing(state, visit)
    if wants_part() and visit.race:
        return passing(page(render_template("parts/race.html", standings=standings(state, visit, standing))))
    return _page(state, visit, standing)


@blueprint.get(START_PATH)
def start() -> Response:
    """Take a place in the queue, and go to where it is shown."""
    state, visit = _asked()
    if not _is_meant():
        return moved(speed_url(state, visit))
    try:
        ticket = races().join(format_entry(state, visit.entry))
    except Full as full:
        return _page(state, visit, problems={"race": str(full)}, status=503)
    return moved(speed_url(state, visit, ticket))


@blueprint.get(LEAVE_PATH)
def leave() -> Response:
    """Give the place back: a race that nobody else watches ends."""
    state, visit = _asked()
    if visit.race and _is_meant():
        races().leave(visit.race)
    return moved(speed_url(state, visit))


@blueprint.get(STREAM_PATH)
def stream() -> Response:
    """How the race stands, whenever that is new, as server-sent events; at the end the event ``over``."""
    state, visit = _asked()
    held, part = races(), current_app.jinja_env.get_template("parts/race.html")
    held.look(visit.race)  # says at once if nobody can be asked
    if not visit.race or not _streams.acquire(blocking=False):
        return Response(status=NO_ROOM)
    response = Response(
        _told(held, part, state, visit, current_app.extensions["stopping"]), mimetype="text/event-stream"
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


def bad_visit(bad: BadVisit) -> Response:
    """The page with a sentence beside each field that is wrong."""
    return _page(bad.state, bad.visit, None, bad.typed, bad.problems, 422)


def no_races(error: NoRaces) -> Response:
    """The page, and why there can be no race."""
    state, visit = _asked()
    return _page(state, visit, problems={"race": f"There can be no race here now. {error}"}, status=503)


def _is_meant() -> bool:
    """Whether a person asks, on this page: not a page of somebody else, nor a browser or a program that looks ahead."""
    is_foreign = request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site")
    purpose = request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    is_ahead = request.method == "HEAD" or "prefetch" in purpose
    return not is_foreign and not is_ahead


def _asked() -> tuple[State, Visit]:
    return parse_visit(bounded_query(LONGEST_FORM), plans())


def _standing(state: State, visit: Visit) -> Standing:
    """How the race of that visit stands; without a ticket that is still known, the last race of the kind."""
    if visit.race not in ("", LAST) and (standing := races().look(visit.race)).state != "unknown":
        return standing
    last = races().last(format_entry(state, visit.entry))
    if visit.race == LAST and last:
        return Standing("finished", lap=last)
    return Standing("unknown", last=last)


def _page(
    state: State,
    visit: Visit,
    standing: Standing | None = None,
    typed: Mapping[str, str] = NOTHING,
    problems: Mapping[str, str] = NOTHING,
    status: int = 200,
) -> Response:
    shown = speed_page(state, visit, standing, cores(), typed, problems)
    return passing(page(render_template("speed.html", page=shown, standings=shown.standings), status))


def _told(held: Races, part: Template, state: State, visit: Visit, is_stopping: Callable[[], bool]) -> Iterator[str]:
    """The events of a stream. Looking keeps the place; who closes the page looks no more and so gives it back."""
    said, when, began = "", 0.0, monotonic()
    with suppress(NoRaces):  # then the page asks, and is told why
        while monotonic() - began < LONGEST_STREAM and not is_stopping():
            view = standings(state, visit, held.look(visit.race))
            text = part.render(standings=view)
            if text != said or monotonic() - when > SPEAK:
                said, when = text, monotonic()
                yield "".join(f"data: {line}\n" for line in text.splitlines()) + "\n"
            if not view.look_url:
                yield "event: over\ndata: over\n\n"
                return
            sleep(LOOK)


def _file(text: Callable[..., str], mimetype: str, name: str) -> Response:
    state, visit = _asked()
    standing = _standing(state, visit)
    if not visit.race or standing.lap is None or standing.state != "finished":
        abort(404, "This race is not kept any more.")
    response = passing(page(Response(text(race_of(standing.lap)), mimetype=mimetype)))
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return response
