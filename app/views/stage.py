"""The stage: everything that a step changes, and the page around it."""

from dataclasses import dataclass

from app.lessons import PRESETS, preset, preset_trace
from app.state import State, pairs_of
from app.views import words
from app.views.answers import Answers, answers
from app.views.board import Board, board
from app.views.closeup import CloseUp, close_up
from app.views.code import Code, code
from app.views.diagram import Diagram, diagram
from app.views.place import Place, place, url
from app.views.programs import Card, cards
from app.views.shapes import ShapeLine, shape_line
from app.views.stepper import Stepper, stepper


@dataclass(frozen=True, slots=True)
class Stage:
    """All that lies in #stage. ``fields`` are the state's own keys and texts, for the form that chooses a cell."""

    title: str
    claim: str
    url: str
    view: str
    step: int
    steps: int
    is_last: bool
    fields: tuple[tuple[str, str], ...]
    board: Board
    diagram: Diagram
    cards: tuple[Card, Card]
    shapes: ShapeLine
    close_up: CloseUp
    code: Code
    stepper: Stepper
    verdict: str
    answers: Answers | None


@dataclass(frozen=True, slots=True)
class PresetLink:
    text: str
    line: str
    url: str
    is_current: bool


def where(state: State) -> Place:
    """The state with its numbers, which are computed once for all steps."""
    return place(state, preset(state.numbers), preset_trace(state.numbers))


def stage(state: State) -> Stage:
    """The stage of that state."""
    here = where(state)
    return Stage(
        title=words.title(here),
        claim=words.CLAIM,
        url=url(state),
        view=state.view,
        step=state.step,
        steps=len(here.program),
        is_last=here.last,
        fields=tuple(pairs_of(state.model_copy(update={"cell": None}))),
        board=board(here),
        diagram=diagram(here),
        cards=cards(here),
        shapes=shape_line(here),
        close_up=close_up(here),
        code=code(here),
        stepper=stepper(here),
        verdict=words.verdict(here),
        answers=answers(here),
    )


def preset_links(current: str) -> tuple[PresetLink, ...]:
    """A link to every preset, in their order."""
    return tuple(_preset_link(key, current) for key in PRESETS)


def _preset_link(key: str, current: str) -> PresetLink:
    lesson = preset(key)
    sizes = f"{'–'.join(str(n) for n in lesson.sizes.n)}, m = {lesson.sizes.m}"
    return PresetLink(f"{lesson.title} · {sizes}", lesson.line, url(State(preset=key)), key == current)
