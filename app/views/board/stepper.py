"""The controls: which step, which view, which example, and one sentence on what this step does."""

from dataclasses import dataclass

from app.state.navigation import at_example, at_step, switched
from app.views.base import words
from app.views.base.scene import Scene
from app.views.base.symbols import colour_of


@dataclass(frozen=True, slots=True)
class Button:
    """A link of the stepper; without ``url`` there is nothing further in that direction."""

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
    """An example: a link to it. ``is_done`` if everything about it is computed."""

    number: int
    name: str
    url: str
    colour: int
    is_current: bool
    is_done: bool


@dataclass(frozen=True, slots=True)
class Stepper:
    """The bar below the board. ``jump`` is the address to which any step may be given."""

    views: tuple[ViewLink, ViewLink]
    buttons: tuple[Button, ...]
    where: str
    sentence: str
    chips: tuple[Chip, ...]
    jump: str


def stepper(scene: Scene) -> Stepper:
    """The controls."""
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
    here = scene.state.view == view
    return ViewLink(f"{text} view", text, scene.url(scene.state if here else switched(scene)), here)


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
