"""The controls: which step, which view, which example, and one sentence on what this step does."""

from dataclasses import dataclass

from app.state.moves import at_example, at_step, jump, switched
from app.views import words
from app.views.hues import hue_of
from app.views.place import Place


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
    hue: int
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


def stepper(place: Place) -> Stepper:
    """The controls at this place."""
    number, last = place.state.step, len(place.program)
    return Stepper(
        views=(_view(place, "loop", "Loop"), _view(place, "vectorized", "Vectorized")),
        buttons=(
            Button("first", "First step", "|◀", _to(place, 0) if number else "", "Home"),
            Button("back", "Previous step", "◀ Back", _to(place, number - 1) if number else "", "ArrowLeft"),
            Button("next", "Next step", "Next ▶", _to(place, number + 1) if number < last else "", "ArrowRight"),
            Button("last", "Last step", "▶|", _to(place, last) if number < last else "", "End"),
        ),
        where=f"Step {number} of {last}",
        sentence=words.sentence(place),
        chips=tuple(_chip(place, i) for i in place.shown),
        jump=place.address(jump(place.state, place.sizes)),
    )


def _to(place: Place, number: int) -> str:
    return place.url(at_step(place.state, number, place.sizes))


def _view(place: Place, view: str, text: str) -> ViewLink:
    here = place.state.view == view
    return ViewLink(f"{text} view", text, place.url(place.state if here else switched(place.state, place.sizes)), here)


def _chip(place: Place, i: int) -> Chip:
    number = i + 1
    return Chip(
        number=number,
        name=f"{place.preset.example.capitalize()} {number}",
        url=place.url(at_example(place.state, number, place.sizes)),
        hue=hue_of(number),
        is_current=place.step is not None and place.state.example(place.sizes) == number,
        is_done=place.is_computed(place.outputs, i),
    )
