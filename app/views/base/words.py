"""The sentences of the page: whole sentences with named values in one file, so that they can be translated."""

from collections.abc import Sequence
from functools import lru_cache

from app.engine.names import INPUTS, Name, inputs_of
from app.engine.rounding import agree
from app.state import Cell, State
from app.state.state import Reading
from app.views.base.numbers import fixed, power_of_ten
from app.views.base.scene import Scene
from app.views.base.symbols import Symbol

CLAIM = "See a neural network compute every example at once."
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
        f"Both programs ran on these numbers and {'agree' if agrees else 'do not agree'}. "
        f"Largest difference: {power_of_ten(difference)}{scale}."
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
    """How many of the examples are done."""
    noun, m, done = scene.preset.example, scene.sizes.m, scene.state.step // (2 * scene.sizes.L)
    if scene.state.view == "vectorized":
        every = f"both {noun}s" if m == 2 else f"all {counted(m, noun)}"
        return f"{every} at once" if m > 1 else f"the one {noun}"
    return f"{done} of {counted(m, noun)} done"


def inputs_window(first: int, last: int, n: int) -> str:
    """The inputs of a layer that are shown."""
    return f"inputs {first}–{last} of {n}" if last > first else f"input {first} of {n}"


def neurons_window(first: int, last: int, n: int) -> str:
    """The neurons of a layer that are shown."""
    return f"neurons {first}–{last} of {n}" if last > first else f"neuron {first} of {n}"


def window(scene: Scene, first: int, last: int) -> str:
    """The examples that are shown."""
    name, m = scene.preset.example, scene.sizes.m
    return f"{name} {first} of {m}" if first == last else f"{name}s {first}–{last} of {m}"


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
    return "one network, once" if m == 1 else f"one network, {m} times at once"


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


def sum_line(cell: Cell) -> str:
    """Where the terms of a weighted sum come from."""
    layer, source = cell.matrix.layer, inputs_of(cell.matrix.layer).bracketed
    return f"Row {cell.row} of W[{layer}] meets column {cell.column} of {source}, plus b[{layer}]."


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


def reading_line(cell: Cell, key: Reading) -> str:
    """The sentence about a cell in that reading."""
    layer, source = cell.matrix.layer, inputs_of(cell.matrix.layer).bracketed
    match key:
        case "column":
            return f"W[{layer}] times column {cell.column} of {source}, plus b[{layer}]: one sum for each neuron."
        case "cell":
            return sum_line(cell)
        case "combination":
            return f"Column {cell.column} of {source} says how much of each column of W[{layer}] is added up."


def folded(shown: int, total: int, rest: str) -> str:
    """The terms that a long sum leaves out."""
    return f"{shown} of {total} terms, largest first; the other {total - shown} add up to {rest}."


def others(count: int) -> str:
    """What the figure for the terms left out of a sum is."""
    return f"the other {count} terms together"


def saturated(activation: str, result: str) -> str:
    """Why a result that is not 0, 1 or −1 is written as if it were."""
    return f"Not exactly {result}, but too close to {result} to see: here {activation} is saturated."


def copies(count: int) -> str:
    """What is drawn beside b when it is added to several columns."""
    return "+ 1 copy, not stored" if count == 1 else f"+ {count:,} copies, not stored"


def caption(scene: Scene, name: Name) -> str:
    """A matrix in words: Z, layer 1: 4 neurons by 5 examples."""
    rows, columns = scene.sizes.shapes[name]
    return f"{in_words(name)}: {_extent(scene, name, rows, columns)}"


def extents(scene: Scene, name: Name) -> tuple[str, str]:
    """What the rows and the columns of a matrix are: 4 neurons, 5 examples."""
    rows, columns = scene.sizes.shapes[name]
    return counted(rows, "feature" if name == INPUTS else "neuron"), counted(columns, scene.preset.example)


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
            return " by ".join(extents(scene, name))


def _before(scene: Scene) -> str:
    columns = counted(scene.sizes.m, scene.preset.example)
    return f"Nothing is computed yet. X has {columns}, one in each column. W and b are given."


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
