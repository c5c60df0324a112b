"""The bar below the board: links to steps, views and examples, and a sentence on the current step."""

from dataclasses import dataclass

from app.state.navigation import at_example, at_step, switched
from app.views.base import words
from app.views.base.scene import Scene
from app.views.base.symbols import colour_of


@dataclass(frozen=True, slots=True)
class Button:
    """A link to another step; ``url`` is "" at the first or the last step. ``key`` is its keyboard shortcut."""

    id: str
    name: str
    text: str
    url: str
    key: str


@dataclass(frozen=True, slots=True)
class ViewLink:
    name: str
    text: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """A link to an example. ``is_done`` if its prediction is computed."""

    number: int
    name: str
    url: str
    colour: int
    is_current: bool
    is_done: bool


@dataclass(frozen=True, slots=True)
class Stepper:
    """The stepper. ``jump`` is a URL to which ``step=N`` can be appended."""

    views: tuple[ViewLink, ViewLink]
    buttons: tuple[Button, ...]
    where: str
    sentence: str
    chips: tuple[Chip, ...]
    jump: str


def stepper(scene: Scene) -> Stepper:
    """The stepper of the scene."""
    number, last = scene.state.step, len(scene.program)
    return Stepper(
        views=(_view(scene, "loop", "Loop"), _view(scene, "vectorized", "Vectorized")),
        buttons=(
            Button("first", "First step", "|◀", _to(scene, 0) if number else "", "Home"),
            Button("back", "Previous step", "◀ Back", _to(scene, number - 1) if number else "", "ArrowLeft"),
            Button("next", "Next step", "Next ▶", _to(scene, number + 1) if number < last else "", "ArrowRight"),
            Button("last", "Last step", "▶|", _to(scene, last) if number < last else "", "End"),
        ),
        where=f"Step {number} of {last}",
        sentence=words.sentence(scene),
        chips=tuple(_chip(scene, i) for i in scene.shown),
        jump=scene.jump_url,
    )


def _to(scene: Scene, number: int) -> str:
    return scene.url(at_step(scene, number))


def _view(scene: Scene, view: str, text: str) -> ViewLink:
    is_current = scene.state.view == view
    return ViewLink(f"{text} view", text, scene.url(scene.state if is_current else switched(scene)), is_current)


def _chip(scene: Scene, i: int) -> Chip:
    number = i + 1
    return Chip(
        number=number,
        name=f"{scene.preset.example.capitalize()} {number}",
        url=scene.url(at_example(scene, number)),
        colour=colour_of(number),
        is_current=scene.step is not None and scene.example == number,
        is_done=scene.is_computed(scene.outputs, i),
    )
