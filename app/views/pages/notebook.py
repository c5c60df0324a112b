"""The current numbers as a Jupyter notebook (nbformat 4.5): /export.ipynb."""

from collections.abc import Iterable, Iterator
from typing import Any

from app.views.base.scene import Scene
from app.views.pages.script import numpy_parts
from app.views.program import script_words as words
from app.views.program.parts import Part


def notebook(scene: Scene, root: str) -> dict[str, Any]:
    """The notebook as a JSON object. Its last cell shows the predictions.

    ``root`` is the server's URL, such as http://127.0.0.1:8000/.
    """
    ending = Part(words.RESULT_TITLE, (words.result(scene),), (scene.outputs,))
    return {
        "cells": list(_cells((*numpy_parts(scene, root), ending))),
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _cells(parts: Iterable[Part]) -> Iterator[dict[str, Any]]:
    """For each part a Markdown cell with its title and prose, and a code cell."""
    for number, part in enumerate(parts):
        heading = f"{'##' if number else '#'} {part.title}"
        yield _cell("markdown", f"text-{number}", "\n\n".join((heading, *part.prose)))
        yield _cell("code", f"code-{number}", "\n".join(part.code)) | {"execution_count": None, "outputs": []}


def _cell(kind: str, name: str, source: str) -> dict[str, Any]:
    return {"cell_type": kind, "id": name, "metadata": {}, "source": source}
