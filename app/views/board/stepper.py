"""The bar below the board: links to steps, views and examples, and a sentence on the current step."""

from dataclasses import dataclass

from app.engine.names import computed_names
from app.engine.program import View
from app.state.navigation import at_example, at_step, switched
from app.views.base import words
from app.views.base.scene import Scene
from app.views.base.symbols import colour_of
from app.views.base.urls import BOARD_PATH, SPEED_PATH, url


@dataclass(frozen=True, slots=True)
class Button:
    """A link to another step; ``url`` is "" at the first or the last step. ``key`` is its keyboard shortcut.

    ``leaves`` if it leads out of the board.
    """

    id: str
    name: str
    text: str
    url: str
    key: str
    leaves: bool = False


@dataclass(frozen=True, slots=True)
class ViewLink:
    """A link to a view. ``line`` says how it goes through the examples."""

    name: str
    text: str
    line: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """A link to an example. ``is_done`` if its prediction is computed; ``filled`` eighths of its operations are."""

    number: int
    name: str
    url: str
    colour: int
    is_current: bool
    is_done: bool
    filled: int


@dataclass(frozen=True, slots=True)
class Stepper:
    """The stepper. ``jump`` is a URL to which ``step=N`` can be appended.

    ``onward`` leads to the matrix form, or to the race; None at most steps.
    """

    views: tuple[ViewLink, ViewLink]
    buttons: tuple[Button, ...]
    where: str
    sentence: str
    chips: tuple[Chip, ...]
    jump: str
    onward: Button | None


def stepper(scene: Scene) -> Stepper:
    """The stepper of the scene."""
    number, last = scene.state.step, len(scene.program)
    return Stepper(
        views=(_view(scene, "loop", "Loop"), _view(scene, "vectorized", "Vectorized")),
        buttons=(
            Button("first", "First step", "|◀", _to(scene, 0) if number else "", "Home"),
            Button("back", "Previous step", "Previous", _to(scene, number - 1) if number else "", "ArrowLeft"),
            Button("next", "Next step", "Next", _to(scene, number + 1) if number < last else "", "ArrowRight"),
            Button("last", "Last step", "▶|", _to(scene, last) if number < last else "", "End"),
        ),
        where=f"Step {number} of {last}",
        sentence=words.short_sentence(scene),
        chips=tuple(_chip(scene, i) for i in scene.shown),
        jump=scene.jump_url,
        onward=_onward(scene),
    )


def _onward(scene: Scene) -> Button | None:
    """The link from the loop to the matrix form, after the first example and at the end; from there to the race."""
    if scene.state.view == "loop":
        is_due = scene.is_last or scene.state.step == 2 * scene.sizes.L
        return Button("onward", words.AT_ONCE, words.AT_ONCE, scene.url(switched(scene)), "") if is_due else None
    if not scene.is_last or scene.path != BOARD_PATH or scene.state.present:
        return None
    return Button("onward", words.FASTER, words.FASTER, url(SPEED_PATH, scene.state), "", leaves=True)


def _to(scene: Scene, number: int) -> str:
    return scene.url(at_step(scene, number))


def _view(scene: Scene, view: View, text: str) -> ViewLink:
    is_current = scene.state.view == view
    target = scene.url(scene.state if is_current else switched(scene))
    return ViewLink(f"{text} view", text, words.pace(scene, view), target, is_current)


def _chip(scene: Scene, i: int) -> Chip:
    number = i + 1
    return Chip(
        number=number,
        name=f"{scene.preset.example.capitalize()} {number}",
        url=scene.url(at_example(scene, number)),
        colour=colour_of(number),
        is_current=scene.step is not None and scene.example == number,
        is_done=scene.is_computed(scene.outputs, i),
        filled=round(8 * _operations_done(scene, i) / (2 * scene.sizes.L)),
    )


def _operations_done(scene: Scene, i: int) -> int:
    """How many of its 2 L operations are computed for that example (from 0)."""
    return sum(scene.is_computed(name, i) for name in computed_names(scene.layers))
