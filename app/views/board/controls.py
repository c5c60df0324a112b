"""The controls of the network: its shape, its activations and its examples."""

from dataclasses import dataclass

from app.engine.activations import ACTIVATIONS
from app.presets import plans
from app.state.forms import (
    ACTIVATION_KEYS,
    ADD_LAYER,
    ENTRY_KEY,
    EXAMPLES_KEY,
    FEATURES_KEY,
    FEWER_EXAMPLES,
    MORE_EXAMPLES,
    NEW_NUMBERS,
    REMOVE_LAYER,
    UNITS_KEYS,
)
from app.state.plans import most_examples, most_units
from app.state.state import MOST_LAYERS, MOST_UNITS
from app.views.base import words
from app.views.base.scene import Scene
from app.views.board.editor import FormErrors


@dataclass(frozen=True, slots=True)
class NumberField:
    """A text field for a number from 1 to ``most``. ``problem`` is an error message or ""."""

    name: str
    label: str
    text: str
    most: int
    problem: str


@dataclass(frozen=True, slots=True)
class Option:
    key: str
    name: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class ActivationChoice:
    """A select element; ``problem`` is an error message or ""."""

    name: str
    label: str
    options: tuple[Option, ...]
    problem: str


@dataclass(frozen=True, slots=True)
class LayerControls:
    name: str
    units: NumberField
    activation: ActivationChoice


@dataclass(frozen=True, slots=True)
class Control:
    """A submit button for the action ``id``; ``is_off`` if the limit in that direction is reached."""

    id: str
    text: str
    label: str
    is_off: bool


@dataclass(frozen=True, slots=True)
class Controls:
    """The row of controls above the board, which no step changes.

    ``problems`` are the fields with an error; ``form_error`` is an error message that belongs to no field on the page.
    """

    title: str
    features: NumberField
    layers: tuple[LayerControls, ...]
    layer_controls: tuple[Control, ...]
    examples: NumberField
    fewer: Control
    more: Control
    new: Control
    problems: tuple[NumberField | ActivationChoice, ...]
    form_error: str


def controls(scene: Scene, errors: FormErrors) -> Controls:
    """The controls for this network."""
    state, base, sizes = scene.state, plans()[scene.state.preset], scene.sizes
    most_m = most_examples(state, base)
    features = _field(FEATURES_KEY, "features", sizes.n[0], most_units(0, base), errors)
    layers = tuple(_layer(scene, layer, most_units(layer, base), errors) for layer in scene.layers)
    examples = _field(EXAMPLES_KEY, "examples", sizes.m, most_m, errors)
    fields = (features, *(part for layer in layers for part in (layer.units, layer.activation)), examples)
    return Controls(
        title=scene.preset.title,
        features=features,
        layers=layers,
        layer_controls=(
            Control(REMOVE_LAYER, "−", "Remove the last layer", sizes.L == 1),
            Control(ADD_LAYER, "+", "Add a layer", sizes.L == MOST_LAYERS),
        ),
        examples=examples,
        fewer=Control(FEWER_EXAMPLES, "−", "One example fewer", sizes.m == 1),
        more=Control(MORE_EXAMPLES, "+", "One example more", sizes.m == most_m),
        new=Control(NEW_NUMBERS, "New numbers", words.new_numbers(), max(sizes.n) > MOST_UNITS),
        problems=tuple(each for each in fields if each.problem),
        form_error=_form_error(scene, errors),
    )


def _form_error(scene: Scene, errors: FormErrors) -> str:
    """The error of a key without a field: a button, a layer that does not exist, an entry that cannot be edited."""
    cell, L = scene.state.cell, scene.sizes.L
    fields = {FEATURES_KEY, EXAMPLES_KEY, *UNITS_KEYS[:L], *ACTIVATION_KEYS[:L]} | (
        {ENTRY_KEY} if cell is not None and cell.matrix.is_given else set()
    )
    return next((problem for key, problem in errors.problems.items() if key not in fields), "")


def _layer(scene: Scene, layer: int, most: int, errors: FormErrors) -> LayerControls:
    key = scene.activation(layer).key
    name = ACTIVATION_KEYS[layer - 1]
    typed = errors.text(name, key)
    current = typed if typed in ACTIVATIONS else key
    return LayerControls(
        name=f"layer {layer}",
        units=_field(UNITS_KEYS[layer - 1], f"neurons in layer {layer}", scene.sizes.n[layer], most, errors),
        activation=ActivationChoice(
            name=name,
            label=f"activation of layer {layer}",
            options=tuple(Option(each, ACTIVATIONS[each].name, each == current) for each in ACTIVATIONS),
            problem=errors.problem(name),
        ),
    )


def _field(name: str, label: str, number: int, most: int, errors: FormErrors) -> NumberField:
    return NumberField(name, label, errors.text(name, str(number)), most, errors.problem(name))
