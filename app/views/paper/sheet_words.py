"""The sentences of the printed sheets: whole sentences with named values, so that they can be translated."""

from collections.abc import Mapping
from itertools import pairwise

from app.engine.names import Name, inputs_of
from app.state.sheet import Blank
from app.views.base.scene import Scene
from app.views.base.words import counted, listed
from app.views.paper.fit import MAX_PAPER_UNITS

TABLES = {
    "sigmoid": (
        "σ(z) from 0.0 to 4.9",
        "Row 1, column .3 is σ(1.3). Below 0 use σ(−z) = 1 − σ(z). Between two entries go part of the way, or use a "
        "calculator.",
    ),
    "tanh": (
        "tanh(z) from 0.0 to 2.9",
        "Below 0 use tanh(−z) = −tanh(z). Between two entries go part of the way, or use a calculator.",
    ),
    "softmax": (
        "e to the power of −d, for d from 0.0 to 4.9",
        "For softmax, d is how far each z of a column lies below the largest one. Look up each d, then divide each "
        "result by the sum of the column.",
    ),
}
"""Heading of each table, and how to use it."""
ROUNDED = ("a whole number", "1 decimal", "2 decimals", "3 decimals", "4 decimals")


def sizes(scene: Scene) -> str:
    """The shape of the network: 3–4–2, m = 5."""
    return f"{'–'.join(map(str, scene.sizes.n))}, m = {scene.sizes.m:,}"


def task(scene: Scene, blank: Blank, layers: range, layer: int) -> str:
    """What is to be done, on a sheet with these layers."""
    example, i = scene.preset.example, scene.example
    made = "every Z and A" if len(layers) > 1 else f"Z[{layer}] and A[{layer}]"
    if blank == "column":
        return f"Follow {example} {i} all the way down. Fill in its column of {made}."
    if blank == "layer" or len(layers) == 1:
        return f"Fill in layer {layer}: every column of Z[{layer}], then every column of A[{layer}]."
    return "Fill in every Z and every A, layer by layer. X, W and b are given."


def difficulty(scene: Scene, blank: Blank, layer: int) -> str:
    """What a difficulty leaves blank, for the link that chooses it."""
    match blank:
        case "column":
            return f"Easy: the column of {scene.preset.example} {scene.example}"
        case "layer":
            return f"Medium: layer {layer}"
        case "results":
            return "Hard: every Z and A"


def duration(products: int, activations: int, minutes: int) -> str:
    """How long it takes."""
    work = f"{counted(products, 'product')} and {counted(activations, 'activation')}"
    return f"{work}, about {counted(minutes, 'minute')}"


def where_to_look() -> str:
    """How row and column lead to a cell."""
    return "Each cell of Z is its row of W times the column above it, plus b of its row."


def shown(scene: Scene, examples: range, layers: range) -> str:
    """What of the network is not on the sheet; empty if all of it is."""
    L, m = scene.sizes.L, scene.sizes.m
    first, last = examples.start + 1, examples.stop
    columns = f"column {first}" if first == last else f"columns {first}–{last}"
    only_columns = f"{columns} of {m:,}" if len(examples) < m else ""
    if len(layers) < L:
        enters = inputs_of(layers[0]).bracketed
        part = f"The whole network is too tall for paper: this is layer {layers[0]} of {L}. {enters} enters it."
        return f"{part} You see {only_columns}." if only_columns else part
    return f"You see {only_columns}; every other column is computed in the same way." if only_columns else ""


def rounding(decimals: Mapping[Name, int], has_powers: bool, drift: str) -> str:
    """How to round, and how near one then comes."""
    if not decimals:
        return "Nothing needs rounding here."
    how = [_how_to_round(decimals)]
    if has_powers:
        how.append(
            "A very long number has two digits and a power of ten, a very small one has one digit and a power of ten."
        )
    if drift:
        how.append(f"Whoever goes on with rounded figures may end up to {drift} away from the answers.")
    else:
        how.append("Go on with the rounded figures: they lead to the answers.")
    return " ".join(how)


def _how_to_round(decimals: Mapping[Name, int]) -> str:
    found = sorted(set(decimals.values()))
    if len(found) == 1:
        return f"Round every result to {ROUNDED[found[0]]}, as the board does."
    each = "; ".join(f"{listed([n.bracketed for n in decimals if decimals[n] == d])} to {ROUNDED[d]}" for d in found)
    return f"Round as the board does: {each}."


def too_large(scene: Scene) -> str:
    """Why there are no matrices to fill in: the network is too large, or its numbers are too long."""
    products = sum(after * before for before, after in pairwise(scene.sizes.n))
    why = f"One {scene.preset.example} takes {products:,} products here. That is work for a computer."
    if max(scene.sizes.n) <= MAX_PAPER_UNITS:
        why = "The numbers of this network are too long to be written into boxes."
    return f"{why} This sheet asks for the shapes, for how many numbers there are, and for one neuron."


def neuron(scene: Scene, layer: int, unit: int, name: str) -> str:
    """Which neuron is worked out."""
    called = f", which stands for “{name}”," if name != str(unit) else ""
    example = f"{scene.preset.example} {scene.example}"
    return f"Work out neuron {unit}{called} of layer {layer} for {example}."


def other_products(left_out: int, total: str) -> str:
    """What the rows that are not printed add up to."""
    return f"The other {counted(left_out, 'product')} are smaller and add up to {total}. Add that too."


def board_says(total: str, figure: str) -> str:
    """Why the sum of the printed figures is not quite the board's number."""
    return f"With these rounded figures the sum is {total}. The board computes with all decimals and shows {figure}."


def board_agrees(figure: str) -> str:
    """The sum of the printed figures is the board's number."""
    return f"The sum is {figure}, as on the board."


def count_of_numbers(name: Name) -> str:
    """How many entries a matrix has."""
    return f"How many numbers are in {name.bracketed}?"


def count_of_products(scene: Scene, examples: int) -> str:
    """How many products the forward pass of so many examples takes."""
    example = scene.preset.example
    every = f"both {example}s" if examples == 2 else f"all {examples:,} {example}s"
    return f"How many products {f'do {every}' if examples > 1 else f'does one {example}'} take?"


def left_out(first: int, last: int, example: str) -> str:
    """The steps of a long loop that the handout does not print."""
    which = f"{example} {first}" if first == last else f"{example}s {first} to {last:,}"
    return f"… and the same steps for {which} …"


def all_steps(scene: Scene) -> str:
    """How many steps the handout is about."""
    steps, others, example = len(scene.program), len(scene.program.other()), scene.preset.example
    if scene.state.view == "loop":
        return f"The loop: one {example} at a time, in {counted(steps, 'step')}. The matrix form takes {others}."
    return f"The matrix form: every {example} at once, in {counted(steps, 'step')}. The loop takes {others:,}."


def no_matrices(scene: Scene) -> str:
    """Why the handout ends with the steps."""
    return "There is no room on two pages for the matrices of this network. The live step has them."
