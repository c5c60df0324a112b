"""The board's page, /: its #stage holds everything that a step changes."""

from dataclasses import dataclass

from app.engine.names import INPUTS
from app.presets import plans
from app.state import State, pairs_of
from app.state.edits import without_changes
from app.state.navigation import in_classroom
from app.state.paste_report import PasteReport
from app.views.base import paste_words, words
from app.views.base.scene import Scene
from app.views.base.urls import SHARE_PATH, url
from app.views.board.board import Board, board
from app.views.board.closeup import CloseUp, close_up
from app.views.board.code import Code, code
from app.views.board.controls import Controls, controls
from app.views.board.diagram import Diagram, diagram
from app.views.board.editor import NO_ERRORS, Editor, FormErrors, editor
from app.views.board.predictions import Answers, answers
from app.views.board.programs import Programs, programs
from app.views.board.shapes import ShapeLine, shape_line
from app.views.board.stepper import Stepper, stepper


@dataclass(frozen=True, slots=True)
class Stage:
    """The content of #stage.

    ``hidden`` holds the state's keys and texts for the form of the controls; ``fields``, the same without the cell,
    is for the form that chooses a cell at ``path``. ``done`` says what was done with a pasted matrix. ``reset_url``
    leads to the unchanged preset, or is "" if nothing is changed.
    """

    title: str
    headline: str
    network: str
    done: str
    url: str
    path: str
    view: str
    step: int
    steps: int
    theme: str
    present_url: str
    share_url: str
    hidden: tuple[tuple[str, str], ...]
    fields: tuple[tuple[str, str], ...]
    numbers_url: str
    reset_url: str
    controls: Controls
    board: Board
    diagram: Diagram
    programs: Programs
    shapes: ShapeLine
    close_up: CloseUp
    editor: Editor | None
    code: Code
    stepper: Stepper
    verdict: str
    answers: Answers | None


def stage(scene: Scene, errors: FormErrors = NO_ERRORS, report: PasteReport | None = None) -> Stage:
    """The stage of the scene; ``errors`` belong to a rejected change, ``report`` to a pasted matrix."""
    state = scene.state
    cell = state.cell
    typing = editor(scene, cell, errors) if cell and cell.matrix.is_given else None
    return Stage(
        title=words.title(scene),
        headline=words.headline(scene),
        network=words.network(scene.sizes),
        done=_done(scene, report) if report else "",
        url=scene.url(state),
        path=scene.path,
        view=state.view,
        step=state.step,
        steps=len(scene.program),
        theme=state.theme,
        present_url=scene.url(in_classroom(scene)),
        share_url=url(SHARE_PATH, state),
        hidden=tuple(pairs_of(state)),
        fields=scene.cell_fields,
        numbers_url=scene.matrix_url(INPUTS),
        reset_url=_reset_url(scene),
        controls=_controls(scene, errors),
        board=board(scene, typing if typing and typing.is_in_cell else None),
        diagram=diagram(scene),
        programs=programs(scene),
        shapes=shape_line(scene),
        close_up=close_up(scene),
        editor=typing,
        code=code(scene),
        stepper=stepper(scene),
        verdict=words.verdict(scene) if scene.is_last else "",
        answers=answers(scene, classes) if (classes := scene.preset.classes) else None,
    )


def _done(scene: Scene, report: PasteReport) -> str:
    if report.name not in scene.sizes.shapes:
        return ""
    return paste_words.said(report, scene.sizes.n, scene.sizes.shapes[report.name])


def _reset_url(scene: Scene) -> str:
    """The URL of the same step of the unchanged preset, or ""."""
    state = scene.state
    if state.numbers == State(preset=state.preset):
        return ""
    return scene.url(without_changes(state, plans()[state.preset]))


def _controls(scene: Scene, errors: FormErrors) -> Controls:
    """The controls, cached for all steps unless there are errors."""
    if errors.problems:
        return controls(scene, errors)
    return scene.matrices.cached("controls", lambda: controls(scene, NO_ERRORS))
