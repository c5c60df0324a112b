"""What moves on a step and on a switch to the matrix form, in which order and for how long."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.support.stage import expect_step, matrix, picture, ready

WHOLE = 280
"""Milliseconds."""
RESTS = "() => document.getAnimations().every(each => !('animated' in each))"
BEGUN = """
    const animate = Element.prototype.animate, begun = [];
    Element.prototype.animate = function (...how) {
        const each = animate.apply(this, how);
        each.animated = true;
        begun.push(each);
        return each;
    };
    window.begun = () => begun.splice(0).map(({ effect }) => {
        const { target } = effect, { delay, duration, iterations } = effect.getTiming();
        const [from, to] = effect.getKeyframes();
        return {
            matrix: target.closest("table").dataset.matrix, kind: target.localName, column: target.cellIndex,
            row: target.closest("tr").rowIndex, start: delay, end: delay + duration, iterations,
            clipped: [from.clipPath, to.clipPath], opacity: [from.opacity, to.opacity],
        };
    });
"""
"""Records animations; begun() returns and clears the record."""


@pytest.fixture(autouse=True)
def noted(page: Page) -> None:
    page.add_init_script(BEGUN)


def begun(page: Page) -> list[dict[str, Any]]:
    """The animations since the last call."""
    return list(page.evaluate("begun()"))


def go(page: Page, pressed: str, step: int, view: str = "loop") -> list[dict[str, Any]]:
    """Press that link and wait for the step; return what began to move."""
    page.get_by_role("link", name=pressed).click()
    expect_step(page, step, view)
    return begun(page)


def expect_same_as_loaded(page: Page) -> None:
    """Wait for the end of all motion: a reload shows the same, and moves nothing."""
    page.wait_for_function(RESTS)
    shown = picture(page)
    page.reload()
    ready(page)
    assert picture(page) == shown
    assert begun(page) == []


def test_step_moves_head_row_and_written_cells_one_after_the_other(page: Page) -> None:
    page.goto("/?step=4")
    ready(page)
    moving = go(page, "Next step", 5)
    heads = [each for each in moving if each["kind"] == "th"]
    row = [each for each in moving if each["matrix"] == "W1"]
    written = [each for each in moving if each["matrix"] == "Z1"]
    assert len(moving) == len(heads) + len(row) + len(written)
    assert [each["column"] for each in heads] == [2]
    assert len(row) == 3 and len({each["row"] for each in row}) == 1
    assert [(each["row"], each["column"]) for each in written] == [(1, 2), (2, 2), (3, 2), (4, 2)]
    ends = [max(each["end"] for each in part) for part in (heads, row, written)]
    starts = [min(each["start"] for each in part) for part in (heads, row, written)]
    assert starts[0] == 0 and ends[-1] <= WHOLE + 0.01
    assert all(end <= start + 0.01 for end, start in zip(ends, starts[1:], strict=False))
    assert all(each["iterations"] == 1 and each["opacity"][1] == "1" for each in moving)
    expect_same_as_loaded(page)


def test_switch_to_the_matrix_form_fills_the_other_columns(page: Page) -> None:
    page.goto("/?step=9")
    ready(page)
    moving = go(page, "Vectorized view", 1, "vectorized")
    assert {(each["matrix"], each["kind"]) for each in moving} == {("Z1", "td")}
    columns = {each["column"] for each in moving}
    assert (columns, len(moving)) == ({1, 2, 4, 5}, 16)  # example 3 stands there already
    assert {tuple(each["clipped"]) for each in moving} == {("inset(0px 0px 100%)", "inset(0px)")}
    assert all((each["start"], each["end"]) == (0, WHOLE) for each in moving)
    expect_same_as_loaded(page)


def test_way_to_all_at_once_fills_the_other_columns(page: Page) -> None:
    page.goto("/?step=4")
    ready(page)
    moving = go(page, "Now all at once", 4, "vectorized")
    assert {(each["matrix"], each["column"]) for each in moving} == {("A2", column) for column in (2, 3, 4, 5)}


def test_other_ways_move_nothing(page: Page) -> None:
    page.goto("/?step=6")
    ready(page)
    assert begun(page) == []
    assert go(page, "Previous step", 5) == []
    assert go(page, "Last step", 20) == []
    page.go_back()
    expect_step(page, 5)
    assert begun(page) == []
    assert go(page, "Vectorized view", 1, "vectorized") != []
    assert go(page, "Loop view", 5) == []
    page.locator('button[value="Z1.1.1"]').click()
    page.wait_for_url("**&cell=Z1.1.1")
    assert begun(page) == []


def test_back_of_the_browser_moves_nothing(page: Page) -> None:
    page.goto("/?step=6")
    ready(page)
    assert go(page, "Vectorized view", 2, "vectorized") != []
    assert go(page, "Loop view", 6) == []
    page.go_back()
    expect_step(page, 2, "vectorized")
    assert begun(page) == []


def test_button_replays_the_filling(page: Page) -> None:
    page.goto("/?view=vectorized&step=3")
    ready(page)
    again = page.locator("[data-replay]")
    for _ in range(2):
        again.click()
        assert {each["matrix"] for each in begun(page)} == {"Z2"}
    page.goto("/?view=vectorized")
    expect(again).to_have_count(0)
    page.goto("/?step=3")
    expect(again).to_have_count(0)


def test_reduced_motion_moves_nothing(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto("/?step=4")
    ready(page)
    assert go(page, "Next step", 5) == []
    assert go(page, "Vectorized view", 1, "vectorized") == []
    assert all(matrix(page, "Z1"))
    expect(page.locator("[data-replay]")).to_be_hidden()
