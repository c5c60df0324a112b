"""The current numbers as a NumPy program that runs by itself: /export.py."""

from app.views import script_words as words
from app.views.export_parts import Library, Part, as_script, both_agree, numbers, opening, page_result, written
from app.views.numpy_code import definitions, loop, vectorized
from app.views.place import Place

SCRIPT_PATH = "/export.py"
NUMPY = Library(
    name="NumPy",
    imports=("import numpy as np",),
    array="np.array",
    whole=", dtype=float",
    floats="",
    allclose="np.allclose",
    axis="axis",
    counting="np.arange(1, m + 1)",
)


def script(place: Place, root: str) -> str:
    """The program; ``root`` is the address of this Columnwise, such as http://127.0.0.1:8000/."""
    ending = Part(words.RESULT_TITLE, (words.result(place),), (f"print({place.outputs})",))
    return as_script((*numpy_parts(place, root), ending))


def numpy_parts(place: Place, root: str) -> tuple[Part, ...]:
    """The program up to the comparison with the page."""
    return (
        opening(place, root, NUMPY),
        numbers(place, NUMPY),
        Part(words.ACTIVATIONS_TITLE, (words.ACTIVATIONS,), tuple(definitions(place.trace)[:-1])),
        Part(words.LOOP_TITLE, (words.LOOP,), written(loop(place.network, place.sizes, f"{place.outputs}_loop"))),
        Part(words.MATRIX_TITLE, (words.MATRIX,), written(vectorized(place.network, place.sizes))),
        both_agree(place, NUMPY),
        page_result(place, NUMPY),
    )
