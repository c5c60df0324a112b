"""The sentences of the page: whole sentences with named values in one file, so that they can be translated."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from app.engine.names import INPUTS, Name, inputs_of, names_of
from app.engine.network import Sizes
from app.engine.program import View
from app.engine.rounding import agree
from app.state import Cell, State
from app.state.state import Reading
from app.views.base.numbers import fixed, power_of_ten
from app.views.base.scene import Scene
from app.views.base.symbols import Symbol, entry_symbol, matrix_symbol

Phrase = tuple[str | Symbol, ...]
"""Words with symbols between them."""
CLAIM = "See a neural network compute every example at once."
AT_ONCE = "Now all at once"
"""The link from the loop to the matrix form."""
BROADCAST = "b is added to every column; no copy is stored."
FASTER = "How much faster?"
"""The link from the last step of the matrix form to the race."""
_NUMBERS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
SHORTCUTS = (
    (("→", "Page Down", "Space"), "next step"),
    (("←", "Page Up"), "one step back"),
    (("Home", "End"), "first and last step"),
    (("v",), "loop or vectorized"),
    (("b", "."), "blank the screen; any key shows it again"),
    (("f",), "full screen"),
    (("t",), "light or dark"),
    (("?",), "these keys"),
)
"""The keys of classroom mode, and what they do."""
LETTERS_SWITCH = ("Switch single-letter keys on", "Switch single-letter keys off")
"""The labels of the switch while single-letter keys are off and on."""
VISIBLE_DIFFERENCE = 1e-9
"""From this difference on the verdict says how large the numbers are."""


def counted(number: int, noun: str) -> str:
    """1 example, 5 examples."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def listed(names: Sequence[str]) -> str:
    """X, W and b."""
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def number_word(number: int) -> str:
    """five; digits from 13 on."""
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def title(scene: Scene) -> str:
    """The title of the page: step, network, Columnwise."""
    lesson = "" if scene.state.numbers == State().numbers else f"{scene.preset.title} · "
    if scene.step is None:
        view = "" if scene.state.view == "loop" else "vectorized · "
        return f"{lesson}{view}Columnwise: {CLAIM[0].lower()}{CLAIM[1:-1]}"
    name = scene.symbol(scene.step.writes).text
    return f"Step {scene.state.step} of {len(scene.program)}: {name} · {lesson}Columnwise"


def network(sizes: Sizes) -> str:
    """The sizes of a network: 3–4–2, m = 5."""
    return f"{'–'.join(map(str, sizes.n))}, m = {sizes.m:,}"


def headline(scene: Scene) -> str:
    """What the board compares."""
    m, noun = scene.sizes.m, scene.preset.example
    if m == 1:
        return f"One {noun}, one network. With one column the loop and the matrix form do the same."
    them = "both" if m == 2 else "them all"
    examples = f"{number_word(m).capitalize() if m < len(_NUMBERS) else f'{m:,}'} {noun}s"
    return f"{examples}, one network. The loop takes one column at a time; the matrix form takes {them} at once."


def counts(scene: Scene) -> tuple[str, str, str]:
    """What both programs multiply, and how often each calls NumPy: products, calls of the loop, of the matrix form."""
    sizes = scene.sizes
    products = sizes.m * sum(n * before for before, n in pairwise(sizes.n))
    return f"{products:,}", f"{2 * sizes.L * sizes.m:,}", f"{2 * sizes.L}"


def pace(scene: Scene, view: View) -> str:
    """How a program goes through the examples, under its name in the switch."""
    return "one column at a time" if view == "loop" else "all columns at once"


def m_line(scene: Scene) -> str:
    """What stands above X after m: = 5 examples."""
    return f"= {scene.sizes.m:,} {scene.preset.example}{'' if scene.sizes.m == 1 else 's'}"


def open_layer(name: Name) -> str:
    """The label of the link that opens a matrix shown as a ribbon."""
    return f"Open {in_words(name)}"


def whereabouts(scene: Scene) -> str:
    """Which network, which program and which step, for a page about them."""
    return f"{scene.preset.title} · {scene.state.view} · step {scene.state.step} of {len(scene.program)}"


def preview_title(scene: Scene) -> str:
    """The title of a link preview: the network with its shapes from X to the predictions."""
    shapes = " → ".join(f"({n}, {scene.sizes.m})" for n in scene.sizes.n)
    return f"{scene.preset.title}: {shapes} · Columnwise"


def sentence(scene: Scene) -> str:
    """What the step does, and after the last step how the programs compare."""
    return f"{short_sentence(scene)}{_done(scene) if scene.step else ''}"


def short_sentence(scene: Scene) -> str:
    """What the step does."""
    step = scene.step
    if step is None:
        return _before(scene)
    if step.example is None:
        return f"{_vectorized(scene)} {_same_as_loop(scene)}"
    return _loop(scene, step.example + 1)


def verdict(scene: Scene) -> str:
    """The result of comparing both programs."""
    made = scene.trace
    difference = made.max_abs_difference
    agrees = scene.matrices.cached("agrees", lambda: agree(made.network, made.X, made.vectorized, made.loop))
    scale = f", beside numbers as large as {power_of_ten(made.max_abs)}" if difference >= VISIBLE_DIFFERENCE else ""
    return (
        f"Both programs {'agree' if agrees else 'do not agree'}. Largest difference: {power_of_ten(difference)}{scale}."
    )


def step_count(scene: Scene) -> str:
    """How many steps both programs take, for the last step."""
    steps, others = len(scene.program), len(scene.program.other())
    other = "The matrix form takes" if scene.state.view == "loop" else "The loop takes"
    return f"Done in {counted(steps, 'step')}. {other} {others}."


@lru_cache(maxsize=1024)
def equation(left: Symbol, inputs: tuple[Symbol, ...], activation: str) -> str:
    """A line of a program in words."""
    if len(inputs) == 1:
        return f"{left.spoken} equals {activation} of {inputs[0].spoken}"
    W, A, b = (symbol.spoken for symbol in inputs)
    return f"{left.spoken} equals {W} times {A} plus {b}"


def loop_head(scene: Scene) -> str:
    """The loop's first line in words."""
    return f"for i from 1 to {scene.sizes.m}"


def vectorized_head(scene: Scene) -> str:
    """The first line of the matrix form in words."""
    return f"X has {counted(scene.sizes.m, 'column')}, one for each {scene.preset.example}"


def layer(scene: Scene) -> str:
    """The layer that classroom mode shows."""
    return f"{scene.preset.title}: layer {scene.layer} of {scene.sizes.L}"


def progress(scene: Scene) -> str:
    """The example of the step, or how many it takes at once."""
    noun, m = scene.preset.example, scene.sizes.m
    if scene.step is None:
        return counted(m, noun)
    if scene.step.example is not None:
        return f"{noun} {scene.example:,} of {m:,}"
    every = f"both {noun}s" if m == 2 else f"all {counted(m, noun)}"
    return f"{every} at once" if m > 1 else f"the one {noun}"


def inputs_window(first: int, last: int, n: int) -> str:
    """The inputs of a layer that are shown."""
    return f"inputs {first}–{last} of {n}" if last > first else f"input {first} of {n}"


def neurons_window(first: int, last: int, n: int) -> str:
    """The neurons of a layer that are shown."""
    return f"neurons {first}–{last} of {n}" if last > first else f"neuron {first} of {n}"


def window(scene: Scene, first: int, last: int) -> str:
    """The examples that are shown."""
    name, m = scene.preset.example, scene.sizes.m
    return f"{name} {first} of {m:,}" if first == last else f"{first} to {last} of {m:,}"


def row_window(first: int, last: int, n_x: int) -> str:
    """The features that are shown."""
    return f"features {first}–{last} of {n_x}"


def entry(cell: Cell) -> str:
    """The label of the field of an entry."""
    return f"{in_words(cell.matrix)}, row {cell.row}, column {cell.column}"


def new_numbers() -> str:
    """The label of the link to new numbers."""
    return "New numbers: draw X, W and b anew"


def matrix_line(scene: Scene, name: Name, is_known: bool, is_small: bool) -> str:
    """The line above the matrix as text."""
    if not is_known:
        return f"Not all of it is computed at step {scene.state.step}. Go to its last step to copy it."
    if not is_small:
        return "It has too many numbers to write out here."
    return "Copy it into your own program, a spreadsheet or a paper. These are the exact numbers."


def paste_help(scene: Scene, name: Name, most_m: int) -> str:
    """The shape that a pasted matrix needs."""
    rows, columns = scene.sizes.shapes[name]
    if name == INPUTS:
        return f"X is ({rows}, {columns}) now. Bring any number of examples from 1 to {most_m}: m follows."
    fixed = "one number for each neuron" if name.kind == "b" else "one row for each neuron, one column for each input"
    return f"It is ({rows}, {columns}) now: {fixed}."


def mark(scene: Scene, i: int, verdict: str) -> str:
    """What the mark under column i (from 0) says."""
    return f"{scene.preset.example} {i + 1}: {verdict or 'not computed'}"


def unanswered(scene: Scene, i: int, truth: str) -> str:
    """The true answer of example i (from 0), before the prediction is computed."""
    return f"{scene.preset.example.capitalize()} {i + 1} is {truth}. The network has not answered yet."


def answered(scene: Scene, i: int, truth: str, predicted: str, share: float) -> str:
    """The true answer of example i (from 0), and the prediction with its probability."""
    judged = "right" if predicted == truth else "wrong"
    answer = f"The network says {predicted} ({fixed(share, 2)}): {judged}."
    return f"{scene.preset.example.capitalize()} {i + 1} is {truth}. {answer}"


def score(scene: Scene, known: int, right: int) -> str:
    """How many of the predictions so far are right; empty before the first."""
    if known == 0:
        return ""
    so_far = " so far" if known < scene.sizes.m else ""
    return f"Right{so_far}: {right} of {counted(known, scene.preset.example)} ({100 * right / known:.1f} %)."


def depth(scene: Scene) -> str:
    """The caption of the stack of networks in the matrix form."""
    m = scene.sizes.m
    return "one network, once" if m == 1 else f"{m:,} copies of one network"


def under_drawing(scene: Scene) -> str:
    """The caption of the network: how to read a neuron, then the example or the number of copies."""
    if scene.step is None:
        a = scene.activation(1).symbol
        return f"z is the sum of a neuron, a = {a}(z) what it passes on"
    return depth(scene) if scene.step.example is None else f"{scene.preset.example} {scene.example}"


def diagram(scene: Scene) -> str:
    """The text alternative of the network diagram."""
    units = f"Network diagram: {'–'.join(str(n) for n in scene.sizes.n)} units, from the inputs to the predictions"
    if scene.preset.picture is None:
        return units
    rows, columns = scene.preset.picture
    shown = f"{scene.preset.example} {scene.example}, {rows} by {columns} pixels"
    return f"{units}. The input is {shown}, unrolled row by row into one column of {scene.sizes.n[0]}"


def given(matrix: Name) -> str:
    """The line for a given entry."""
    if matrix == INPUTS:
        return "Given: a number of the input."
    return "Given: the same for every example, whatever m is."


def not_yet() -> str:
    """The line for a cell that is not computed at this step."""
    return "Not computed yet."


def powers_source(cell: Cell) -> Phrase:
    """Where the powers of a softmax come from."""
    return f"Column {cell.column} of ", matrix_symbol(names_of(cell.matrix.layer).Z), ", passed through softmax"


def argument_source(cell: Cell, activation: str) -> Phrase:
    """Where the argument of an activation comes from."""
    Z = matrix_symbol(names_of(cell.matrix.layer).Z)
    return f"Row {cell.row}, column {cell.column} of ", Z, f", passed through {activation}"


def hints(scene: Scene) -> tuple[tuple[Literal["column", "row", "crossing", "neuron"], str, str], ...]:
    """How to read the board: the drawing, the title and the sentence of each line."""
    symbol = scene.activation(1).symbol
    return (
        ("column", f"A column is one {scene.preset.example}", "the same place and colour, from X to the predictions"),
        ("row", "A row of weights is one neuron", "at the same height as its row in Z and A"),
        ("crossing", "Where they cross is one sum", "row times column, plus b"),
        ("neuron", "A neuron shows two numbers", f"z, its sum, and a = {symbol}(z), what it passes on"),
    )


def reading(cell: Cell, key: Reading) -> tuple[str, str]:
    """A way to read a column of a weighted sum: its short name, and the sentence."""
    layer, x = cell.matrix.layer, inputs_of(cell.matrix.layer).kind.lower()
    match key:
        case "column":
            return f"W times {x}", f"A column of Z[{layer}] is W[{layer}] times one example"
        case "cell":
            return "row times column", f"A cell of Z[{layer}] is a row of W[{layer}] times a column"
        case "combination":
            return "columns of W", f"A column of Z[{layer}] is a sum of W[{layer}]’s columns"


def reading_source(cell: Cell, key: Reading) -> Phrase:
    """Where a weighted sum comes from, in that reading."""
    names = names_of(cell.matrix.layer)
    W, b, X = matrix_symbol(names.W), matrix_symbol(names.b), matrix_symbol(inputs_of(cell.matrix.layer))
    match key:
        case "column":
            return W, f" times column {cell.column} of ", X, ", plus ", b, ": a sum for each neuron"
        case "cell":
            source = (f"Row {cell.row} of ", W, f" times column {cell.column} of ", X)
            return *source, ", plus ", entry_symbol(names.b, cell.row, 1)
        case "combination":
            return f"Column {cell.column} of ", X, ": how much of each column of ", W


def others(count: int) -> str:
    """What the figure for the terms left out of a sum is."""
    return f"the other {count} together"


def saturated(activation: str, result: str) -> str:
    """Why a result that is not 0, 1 or −1 is written as if it were."""
    return f"Not exactly {result}, but too close to {result} to see: here {activation} is saturated."


def copies(count: int) -> str:
    """What stands beside b when it is added to several columns; ``count`` leaves out the real one."""
    return f"used {count + 1:,} times, stored once"


def caption(scene: Scene, name: Name) -> str:
    """A matrix in words: Z, layer 1: 4 neurons by 5 examples."""
    rows, columns = scene.sizes.shapes[name]
    return f"{in_words(name)}: {_extent(scene, name, rows, columns)}"


def in_words(name: Name) -> str:
    """A matrix in words: Z, layer 1."""
    return f"{name.kind}, layer {name.layer}" if name.layer else name.kind


def _extent(scene: Scene, name: Name, rows: int, columns: int) -> str:
    match name.kind:
        case "W":
            return f"{counted(rows, 'neuron')} by {counted(columns, 'feature' if name.layer == 1 else 'input')}"
        case "b":
            return f"one number for each of {counted(rows, 'neuron')}"
        case _:
            units = counted(rows, "feature" if name == INPUTS else "neuron")
            return f"{units} by {counted(columns, scene.preset.example)}"


def _before(scene: Scene) -> str:
    columns = counted(scene.sizes.m, scene.preset.example)
    return f"Nothing is computed yet. X has {columns}, one in each column. Press Next."


def _loop(scene: Scene, i: int) -> str:
    assert scene.step is not None
    l, example = scene.layer, scene.preset.example.capitalize()
    if scene.step.writes.kind == "Z":
        enters = f"{example} {i} enters layer 1" if l == 1 else f"Column {i} of A[{l - 1}] enters layer {l}"
        return f"{enters}. The result is column {i} of Z[{l}]."
    what = ", the prediction" if l == scene.sizes.L else ""
    return f"Column {i} of Z[{l}] goes through {scene.activation(l).name}. The result is column {i} of A[{l}]{what}."


def _vectorized(scene: Scene) -> str:
    assert scene.step is not None
    l, m = scene.layer, scene.sizes.m
    columns = "The one column" if m == 1 else "Both columns" if m == 2 else f"All {number_word(m)} columns"
    if scene.step.writes.kind == "Z":
        return f"{columns} of Z[{l}] in one multiplication."
    return f"{columns} of Z[{l}] {'goes' if m == 1 else 'go'} through {scene.activation(l).name} at once."


def _same_as_loop(scene: Scene) -> str:
    i = scene.example
    return f"Column {i} is what the loop computed at i = {i}."


def _done(scene: Scene) -> str:
    return f" {step_count(scene)}" if scene.is_last else ""
