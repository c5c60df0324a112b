"""The page of the race: the form, the status of the visitor's race, and its result."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

from app.presets import plans
from app.speed.race import EXAMPLE_COUNTS
from app.speed.status import Status
from app.state import State, pairs_of, plan_of
from app.state.limits import MAX_VISIT
from app.state.record import Race
from app.state.visit import COMPARED_KEY, DIGIT_CLASSIFIER, LAST, Visit, format_visit
from app.views.base.urls import BOARD_PATH, SPEED_PATH, join, url
from app.views.race import race_words as words
from app.views.race.result import Result, result, when

START_PATH = "/speed/start"
LEAVE_PATH = "/speed/leave"
STREAM_PATH = "/speed/stream"
CSV_PATH = "/speed.csv"
SAVE_PATH = "/speed.json"


@dataclass(frozen=True, slots=True)
class NetworkChoice:
    """A radio button: one of the networks that can race."""

    value: str
    label: str
    sizes: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Form:
    """The form that starts a race; ``problems`` are its error messages by field."""

    hidden: tuple[tuple[str, str], ...]
    networks: tuple[NetworkChoice, ...]
    sizes: str
    all_threads: bool
    cores: int
    guess: str
    button: str
    problems: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RaceView:
    """The part of the page that changes while a race waits and runs.

    ``poll_url`` and ``stream_url`` return its status; they are "" once it is over. ``result`` is that of the race or,
    while it waits, that of the last finished race of the same kind.
    """

    state: str
    sentence: str
    detail: str
    done: int
    of: int
    poll_url: str
    stream_url: str
    leave_url: str
    result: Result | None


@dataclass(frozen=True, slots=True)
class SpeedPage:
    form: Form
    race: RaceView | None
    back_url: str
    last_url: str
    limits: str
    open_hidden: tuple[tuple[str, str], ...]
    open_text: str
    open_problem: str
    open_most: int
    open_too_long: str
    close_url: str


NOTHING: Mapping[str, str] = {}


def speed_page(
    state: State,
    visit: Visit,
    status: Status | None,
    cores: int,
    typed: Mapping[str, str] = NOTHING,
    problems: Mapping[str, str] = NOTHING,
) -> SpeedPage:
    """The page. ``typed`` and ``problems`` are the texts and error messages of a rejected form."""
    race = race_view(state, visit, status) if visit.race or visit.compared else None
    alone = replace(visit, compared=(), compared_text="")
    has_last = not visit.race and status is not None and status.last is not None
    return SpeedPage(
        form=_form(state, visit, cores, typed, problems),
        race=race,
        back_url=url(BOARD_PATH, state),
        last_url=speed_url(state, visit, LAST) if has_last else "",
        limits=words.LIMITS,
        open_hidden=tuple(parse_qsl(format_visit(state, alone), keep_blank_values=True)),
        open_text=typed.get(COMPARED_KEY, visit.compared_text),
        open_problem=problems.get(COMPARED_KEY, ""),
        open_most=MAX_VISIT - len(format_visit(state, alone)) - len(f"&{COMPARED_KEY}="),
        open_too_long="The address has no room for a text this long. Open one race at a time.",
        close_url=speed_url(state, alone, visit.race) if visit.compared else "",
    )


def speed_url(state: State, visit: Visit, race: str = "", path: str = SPEED_PATH) -> str:
    """The URL of a visit with a race's ticket, at ``path``."""
    return join(path, format_visit(state, replace(visit, race=race)))


def race_view(state: State, visit: Visit, status: Status | None) -> RaceView:
    """The status of the visit's race and its result so far; without a race, the races that were opened."""
    current = status.state if status and visit.race else "opened"
    is_live = current in ("waiting", "running")
    progress = status.progress if status else None
    return RaceView(
        state=current,
        sentence=_sentence(current, status),
        detail=words.measuring(progress.m if progress else None) if current == "running" else "",
        done=progress.done if progress else 0,
        of=len(EXAMPLE_COUNTS),
        poll_url=speed_url(state, visit, visit.race) if is_live else "",
        stream_url=speed_url(state, visit, visit.race, STREAM_PATH) if is_live else "",
        leave_url=speed_url(state, visit, visit.race, LEAVE_PATH) if is_live else "",
        result=_shown(state, visit, current, status),
    )


def _shown(state: State, visit: Visit, current: str, status: Status | None) -> Result | None:
    """The result of the race if it has progress, else of the last of its kind, else of the first opened race."""
    if status and status.progress:
        title = "So far" if current == "running" else ""
        return _result(state, visit, status.progress.race, title, current == "finished")
    if status and status.last and visit.race:
        race = status.last.race
        return _result(state, replace(visit, race=LAST), race, f"The last race of this kind, {when(race)}", True)
    if visit.compared:
        first, *others = visit.compared
        opened = replace(visit, race="", compared=tuple(others))
        return _result(state, opened, first, f"A race that you opened, {when(first)}", True)
    return None


def _result(state: State, visit: Visit, race: Race, title: str, is_over: bool) -> Result:
    is_saved = is_over and visit.race != ""
    return result(
        race,
        title=title,
        is_over=is_over,
        guess=visit.guess,
        beside=visit.compared,
        csv_url=speed_url(state, visit, visit.race, CSV_PATH) if is_saved else "",
        save_url=speed_url(state, visit, visit.race, SAVE_PATH) if is_saved else "",
    )


def _sentence(current: str, status: Status | None) -> str:
    """The status as a sentence; "" for a race with a result."""
    match current:
        case "waiting" if status:
            return words.waiting(status.position)
        case "running":
            return "The race runs."
        case "failed" if status:
            return status.reason
        case "left":
            return "You left this race."
        case "unknown":
            return "This race is not kept any more. Start another one."
        case _:
            return ""


def _form(state: State, visit: Visit, cores: int, typed: Mapping[str, str], problems: Mapping[str, str]) -> Form:
    setup = visit.setup
    chosen = typed.get("network", setup.network)
    sizes = "-".join(map(str, setup.sizes)) or "64-32-10"
    guess = "" if visit.guess is None else f"{visit.guess:.12g}"
    return Form(
        hidden=tuple(pairs_of(state)) + (((COMPARED_KEY, visit.compared_text),) if visit.compared_text else ()),
        networks=tuple(
            NetworkChoice(value, label, "–".join(map(str, n)), value == chosen)
            for value, label, n in (
                ("board", "the network on the board", plan_of(state, plans()[state.preset]).sizes.n),
                ("digits", "a classifier of handwritten digits", DIGIT_CLASSIFIER),
                ("own", "a network of your sizes:", ()),
            )
        ),
        sizes=typed.get("sizes", sizes),
        all_threads=setup.threads == "all",
        cores=cores,
        guess=typed.get("guess", guess),
        button="Race again" if visit.race else "Start the race",
        problems=problems,
    )
