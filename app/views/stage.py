"""The stage: everything that a step changes, and the page around it."""

from dataclasses import dataclass

from app.state import State, pairs_of
from app.state.moves import presented
from app.views import words
from app.views.answers import Answers, answers
from app.views.attempt import NOTHING_TRIED, Attempt
from app.views.board import Board, board
from app.views.closeup import CloseUp, close_up
from app.views.code import Code, code
from app.views.diagram import Diagram, diagram
from app.views.editor import Editor, editor
from app.views.place import SHARE_PATH, SPEED_PATH, url, where
from app.views.programs import Card, cards
from app.views.shapes import ShapeLine, shape_line
from app.views.stepper import Stepper, stepper
from app.views.workshop import Workshop, workshop


@dataclass(frozen=True, slots=True)
class Stage:
    """All that lies in #stage.

    ``path`` and ``fields``, the state's own keys and texts, are for the form that chooses a cell.
    """

    title: str
    claim: str
    url: str
    path: str
    view: str
    step: int
    steps: int
    is_last: bool
    theme: str
    present_url: str
    share_url: str
    race_url: str
    fields: tuple[tuple[str, str], ...]
    workshop: Workshop
    board: Board
    diagram: Diagram
    cards: tuple[Card, Card]
    shapes: ShapeLine
    close_up: CloseUp
    editor: Editor | None
    code: Code
    stepper: Stepper
    verdict: str
    answers: Answers | None


def stage(state: State, attempt: Attempt = NOTHING_TRIED) -> Stage:
    """The stage of that state; ``attempt`` is a change of it that could not be made."""
    here = where(state)
    typing = editor(here, attempt)
    return Stage(
        title=words.title(here),
        claim=words.CLAIM,
        url=here.url(state),
        path=here.path,
        view=state.view,
        step=state.step,
        steps=len(here.program),
        is_last=here.last,
        theme=state.theme,
        present_url=here.url(presented(state)),
        share_url=url(state, SHARE_PATH),
        race_url=url(state, SPEED_PATH),
        fields=tuple(pairs_of(state.model_copy(update={"cell": None}))),
        workshop=workshop(here, attempt),
        board=board(here, typing if typing and typing.is_in_cell else None),
        diagram=diagram(here),
        cards=cards(here),
        shapes=shape_line(here),
        close_up=close_up(here),
        editor=typing,
        code=code(here),
        stepper=stepper(here),
        verdict=words.verdict(here),
        answers=answers(here),
    )
