"""The exported notebook is valid, and running its cells in order computes the page's predictions."""

import json
import re
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given

from app.presets import PRESETS
from app.views.base.scene import Scene
from app.views.pages.notebook import notebook
from app.views.pages.script import script
from tests.support.exported import NETWORKS, ROOT, check, own_scenes, run
from tests.support.scenes import at
from tests.support.strategies import few

QUERIES = (*(f"preset={key}" for key in PRESETS), *NETWORKS)
VALIDATE = """
import json, sys, nbformat
for query, made in json.load(sys.stdin).items():
    try:
        nbformat.validate(nbformat.reads(json.dumps(made), as_version=4))
    except Exception as error:
        print(query, error)
"""
"""Run in a new process, where importing nbformat takes one second; in the process of the tests it takes several."""


def frame(made: dict[str, Any]) -> dict[str, Any]:
    """The notebook without the sources of its cells: each kind of cell once."""
    return made | {"cells": {json.dumps(cell | {"id": "", "source": ""}) for cell in made["cells"]}}


def cells(scene: Scene, kind: str) -> list[str]:
    """The sources of the cells of that kind."""
    return [cell["source"] for cell in notebook(scene, ROOT)["cells"] if cell["cell_type"] == kind]


def run_cells(scene: Scene) -> tuple[dict[str, Any], Any]:
    """The namespace after all cells have run, and the value of the last cell."""
    *before, last = cells(scene, "code")
    names, _ = run("\n".join(before))
    return names, eval(last, names)


def test_nbformat_accepts_every_notebook() -> None:
    made = {query: notebook(at(query), ROOT) for query in QUERIES}
    text = json.dumps(made, allow_nan=False)
    done = subprocess.run([sys.executable, "-c", VALIDATE], input=text, capture_output=True, text=True, check=True)
    assert done.stdout == ""
    assert {(each["nbformat"], each["nbformat_minor"]) for each in made.values()} == {(4, 5)}
    assert {each["metadata"]["kernelspec"]["name"] for each in made.values()} == {"python3"}
    assert {each["metadata"]["language_info"]["name"] for each in made.values()} == {"python"}


@pytest.mark.parametrize("query", QUERIES)
def test_running_the_cells_computes_and_shows_the_predictions(query: str) -> None:
    scene = at(query)
    names, shown = run_cells(scene)
    check(scene, names)
    assert shown is names[str(scene.outputs)]


@few
@given(scene=own_scenes())
def test_a_notebook_of_any_numbers_is_valid_and_computes_the_predictions(scene: Scene) -> None:
    made = notebook(scene, ROOT)
    assert frame(made) == frame(notebook(at(), ROOT))
    assert all(
        isinstance(cell["source"], str) and re.fullmatch("[A-Za-z0-9_-]{1,64}", cell["id"]) for cell in made["cells"]
    )
    names, _ = run_cells(scene)
    check(scene, names)


def test_the_code_cells_can_be_run_one_after_another() -> None:
    names: dict[str, Any] = {}
    for source in cells(at(), "code"):
        exec(compile(source, "cell", "exec"), names)
    check(at(), names)


def test_a_markdown_cell_with_title_and_prose_precedes_each_code_cell() -> None:
    made = notebook(at("step=5"), ROOT)
    assert [cell["cell_type"] for cell in made["cells"]] == ["markdown", "code"] * 9
    prose = cells(at("step=5"), "markdown")
    assert prose[0].startswith("# Columnwise: Course example\n\nOne forward pass")
    assert "<http://127.0.0.1:8000/?step=5>" in prose[0]
    assert all(text.startswith("## ") and text.rstrip()[-1] in ".)" for text in prose[1:])
    assert not any("!" in text for text in prose)


def test_cell_ids_are_unique_and_cells_have_no_output() -> None:
    made = notebook(at(), ROOT)["cells"]
    assert len({cell["id"] for cell in made}) == len(made)
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in made if "outputs" in cell)


@pytest.mark.parametrize("key", PRESETS)
def test_the_notebooks_code_is_the_scripts_code(key: str) -> None:
    scene = at(f"preset={key}")
    *before, last = cells(scene, "code")
    program = script(scene, ROOT)
    assert all(source in program for source in before)
    assert program.endswith(f"\nprint({last})\n")
