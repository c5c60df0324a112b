"""The sentences in exported programs."""

from app.engine.names import Name
from app.views.base.scene import Scene
from app.views.base.words import caption, counted

NUMBERS_TITLE = "The numbers"
ACTIVATIONS_TITLE = "The activations"
LAYERS_TITLE = "The layers"
LOOP_TITLE = "The loop"
MATRIX_TITLE = "The matrix form"
AGREE_TITLE = "Both programs agree"
PAGE_TITLE = "The result of the page"
RESULT_TITLE = "The predictions"

PURPOSE = "One forward pass of a neural network, written twice: as a loop over the examples, and with matrices."
NUMBERS_TEXT = "Each column of X is one example. W and b are the same for every example."
ACTIVATIONS_TEXT = "They work on a whole matrix as well as on one column."
LOOP_TEXT = "One example at a time: cut out its column, pass it through the layers, keep what comes out."
MATRIX_TEXT = (
    "The same without a loop. All columns at once, and column i is still example i. b is one column, added to each."
)

TORCH_LAYERS = (
    "nn.Linear keeps W as it is: row j is neuron j. It keeps b as a plain list of numbers, not as a column.",
    "But it wants examples as rows, where the page has columns. It computes rows @ W.T + b, and that is the "
    "transpose of W @ columns + b. A name that ends in _T is the transpose of a matrix of the page.",
)
TORCH_LOOP = "One example at a time. It is a row here, and its prediction is turned into a column again."
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


def agree(close: str, is_usual: bool) -> str:
    """How closely results are compared."""
    size = "" if is_usual else f" With numbers as large or as many as these, rounding may reach {close}."
    return f"Two computers may add in a different order, so the last digits may differ.{size} close is what we allow."


def page(scene: Scene) -> str:
    """What the result is compared with if it is written out whole."""
    return f"{scene.outputs} as the page has it, with all digits. The page itself shows fewer."


def page_in_part(scene: Scene, first: int) -> str:
    """What the result is compared with if it is too large to be written out."""
    A, (n, m) = scene.outputs, scene.sizes.shapes[scene.outputs]
    return (
        f"{A} has {n * m:,} numbers, too many to write them all here. Three things are compared: the first "
        f"{first} columns with all digits; the mean of each row; and the mean of each row when column i counts i "
        f"times, which also notices columns in the wrong order. Columns {first + 1} to {m} are left out otherwise."
    )


def result(scene: Scene) -> str:
    """What the last lines print."""
    return f"{scene.outputs}, one column for each {scene.preset.example}."
