"""The current numbers as a self-contained NumPy program: /export.py."""

from app.views.base.scene import Scene
from app.views.program import script_words as words
from app.views.program.checks import both_agree, page_result, tolerance
from app.views.program.numpy_code import definitions, loop, vectorized
from app.views.program.parts import Library, Part, as_script, numbers, opening, written

NUMPY = Library(
    name="NumPy",
    imports=("import numpy as np",),
    array="np.array",
    whole=", dtype=float",
    floats="",
    axis="axis",
    counting="np.arange(1, m + 1)",
    turned="",
    activated="activation({})",
)


def script(scene: Scene, root: str) -> str:
    """The program; ``root`` is the server's URL, such as http://127.0.0.1:8000/."""
    ending = Part(words.RESULT_TITLE, (words.result(scene),), (f"print({scene.outputs})",))
    return as_script((*numpy_parts(scene, root), ending))


def numpy_parts(scene: Scene, root: str) -> tuple[Part, ...]:
    """The program up to the comparison with the page."""
    return (
        opening(scene, root, NUMPY),
        numbers(scene, NUMPY),
        Part(words.ACTIVATIONS_TITLE, (words.ACTIVATIONS_TEXT,), tuple(definitions(scene.trace)[:-1])),
        Part(words.LOOP_TITLE, (words.LOOP_TEXT,), written(loop(scene.network, scene.sizes, "_loop"))),
        Part(words.MATRIX_TITLE, (words.MATRIX_TEXT,), written(vectorized(scene.network, scene.sizes))),
        tolerance(scene, NUMPY),
        both_agree(scene, NUMPY),
        page_result(scene, NUMPY),
    )
