"""The sentences in exported programs."""

from app.engine.names import Name, computed_names
from app.views.base.scene import Scene
from app.views.base.words import caption, counted, listed

NUMBERS_TITLE = "The numbers"
ACTIVATIONS_TITLE = "The activations"
LAYERS_TITLE = "The layers"
LOOP_TITLE = "The loop"
MATRIX_TITLE = "The matrix form"
TOLERANCE_TITLE = "How far rounding may go"
AGREE_TITLE = "Both programs agree"
PAGE_TITLE = "The results of the page"
RESULT_TITLE = "The predictions"

PURPOSE = "One forward pass of a neural network, written twice: as a loop over the examples, and with matrices."
NUMBERS_TEXT = "Each column of X is one example. W and b are the same for every example."
ACTIVATIONS_TEXT = "They work on a whole matrix as well as on one column."
LOOP_TEXT = "One example at a time: column i of X makes column i of every Z and A. i:i+1 is one column, still a matrix."
MATRIX_TEXT = (
    "The same without a loop. All columns at once, and column i is still example i. b is one column, added to each."
)
TOLERANCE = (
    "A computer keeps some 16 digits of a number, and adds in an order of its own. So results may differ a little from "
    "computer to computer. off_Z1 says how far, for each number of Z1.",
    "A sum may be off by 1e-12 of each of its terms, and by what its inputs are off. An activation may be off by as "
    "much as its result moves when Z moves that far. 1e-300 is there because there are no digits for smaller numbers.",
)
OFF_SOFTMAX = "most if the other rows move the other way"
AGREE = "Every number of the loop is compared with that of the matrix form, the first layer first."

TORCH_LAYERS = (
    "nn.Linear keeps W as it is: row j is neuron j. It keeps b as a plain list of numbers, not as a column.",
    "But it wants examples as rows, where the page has columns. It computes rows @ W.T + b, and that is the "
    "transpose of W @ columns + b. A name that ends in _T is the transpose of a matrix of the page.",
)
TORCH_LOOP = "One example at a time. It is a row here: row i of X_T makes row i of every Z and A."
TORCH_MATRIX = "The same without a loop: all rows at once. The last line turns the rows into columns again."


def title(scene: Scene) -> str:
    """The first line."""
    return f"Columnwise: {scene.preset.title}"


def network(scene: Scene) -> str:
    """The sizes, and what each layer does."""
    features, *units = scene.sizes.n
    layers = (
        f"layer {number} has {counted(n, f'{layer.activation.name} neuron')}"
        for number, (n, layer) in enumerate(zip(units, scene.network.layers, strict=True), start=1)
    )
    text = "; ".join((f"x has {counted(features, 'feature')}", *layers, f"m is {scene.sizes.m}"))
    return f"{text[0].upper()}{text[1:]}."


def extent(scene: Scene, name: Name) -> str:
    """What the rows and columns of a matrix are: 4 neurons by 3 features."""
    return caption(scene, name).partition(": ")[2]


def link(address: str) -> str:
    """The link to the same step on the page."""
    return f"The same numbers, step by step: <{address}>"


def needs(library: str) -> str:
    """What the program needs to run."""
    return f"It needs Python 3 and {library}, no other file and no internet."


def page(scene: Scene) -> str:
    """What the results are compared with if they are written out whole."""
    return f"{_results(scene)} as the page has them, with all digits. The page itself shows fewer."


def page_in_part(scene: Scene, first: int) -> str:
    """What the results are compared with if they are too many to be written out."""
    sizes = scene.sizes
    return (
        f"{_results(scene)} have {2 * sum(sizes.n[1:]) * sizes.m:,} numbers, too many to write them all here. Three "
        f"things are compared in each: the first {first} columns with all digits; the mean of each row; and the mean "
        "of each row when column i counts i times, which also notices columns in the wrong order. "
        f"Columns {first + 1} to {sizes.m} are left out otherwise."
    )


def _results(scene: Scene) -> str:
    return listed(computed_names(scene.layers))


def result(scene: Scene) -> str:
    """What the last lines print."""
    return f"{scene.outputs}, one column for each {scene.preset.example}."
