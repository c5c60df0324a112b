"""The animation of the columns on a switch from loop to vectorized."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.support.stage import expect_step, matrix, picture, ready

MOVING = "document.getAnimations().filter(each => each.effect.target.matches('td') && !each.transitionProperty)"
BEGUN = """
    const animate = Element.prototype.animate, begun = [];
    Element.prototype.animate = function (...how) { begun.push(animate.apply(this, how)); return begun.at(-1); };
    window.begun = () => begun.splice(0).filter(each => each.effect.target.matches("td")).map(each => ({
        matrix: each.effect.target.closest("table").dataset.matrix, column: each.effect.target.cellIndex,
        from: parseFloat(each.effect.getKeyframes()[0].translate), ...each.effect.getTiming() }));
"""
"""Records animations; begun() returns and clears the record."""


@pytest.fixture(autouse=True)
def noted(page: Page) -> None:
    page.add_init_script(BEGUN)


def slid(page: Page) -> list[dict[str, Any]]:
    """Wait for animations of cells; return their properties."""
    found = page.wait_for_function("() => { const found = begun(); return found.length ? found : null; }")
    return list(found.json_value())


def switch(page: Page, key: str, step: int, view: str) -> None:
    page.get_by_role("link", name=key).click()
    expect_step(page, step, view)


def test_switch_to_vectorized_slides_the_columns_together_once(page: Page) -> None:
    page.goto("/?step=5")
    ready(page)
    switch(page, "Vectorized view", 1, "vectorized")
    moving = slid(page)
    assert {each["matrix"] for each in moving} == {"Z1"}
    assert len(moving) == 20
    assert all(each["duration"] + each["delay"] < 1000 and each["iterations"] == 1 for each in moving)
    from_of = {each["column"]: each["from"] for each in moving}
    away = [from_of[column] for column in range(1, 6)]
    assert away == sorted(away) and away[0] < -50 and away[-1] == 0  # the last stays, the first comes from furthest
    page.wait_for_function(f"() => {MOVING}.length === 0")
    shown = picture(page)
    page.reload()
    assert picture(page) == shown
    assert page.evaluate("begun()") == []  # nothing moves by itself


def test_other_steps_animate_nothing(page: Page) -> None:
    page.goto("/?view=vectorized&step=1")
    page.keyboard.press("ArrowRight")
    expect_step(page, 2, "vectorized")
    assert page.evaluate("begun()") == []
    switch(page, "Loop view", 2, "loop")
    assert page.evaluate("begun()") == []
    page.keyboard.press("ArrowRight")
    expect_step(page, 3)
    assert page.evaluate("begun()") == []
    page.go_back()
    expect_step(page, 2)
    page.go_back()
    expect_step(page, 2, "vectorized")
    assert page.evaluate("begun()") == []  # going back is no switch
    switch(page, "Loop view", 2, "loop")
    page.locator('[data-program="vectorized"] .line').last.click()
    expect_step(page, 4, "vectorized")
    assert page.evaluate("begun()") == []  # nor is the choice of another line


def test_button_replays_the_animation(page: Page) -> None:
    page.goto("/?view=vectorized&step=3")
    again = page.get_by_role("button", name="Watch the columns slide together")
    for _ in range(2):
        again.click()
        assert {each["matrix"] for each in slid(page)} == {"Z2"}
        page.wait_for_function(f"() => {MOVING}.length === 0")
    page.goto("/?view=vectorized")
    expect(again).to_have_count(0)
    page.goto("/?step=3")
    expect(again).to_have_count(0)


def test_reduced_motion_switches_without_animation(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto("/?step=5")
    switch(page, "Vectorized view", 1, "vectorized")
    assert page.evaluate("document.getAnimations().length") == 0
    assert all(matrix(page, "Z1"))
    expect(page.get_by_role("button", name="Watch the columns slide together")).to_be_hidden()


def test_switch_in_present_mode_slides_the_columns_together(page: Page) -> None:
    page.set_viewport_size({"width": 1024, "height": 768})
    page.goto("/?step=7&present=1")
    ready(page)
    page.keyboard.press("v")
    expect_step(page, 3, "vectorized")
    assert {each["matrix"] for each in slid(page)} == {"Z2"}
    beyond = "board => [board.scrollWidth - board.clientWidth, board.scrollLeft]"
    assert page.locator(".board").evaluate(beyond) == [0, 0]
    page.wait_for_function(f"() => {MOVING}.length === 0")
    page.get_by_role("button", name="Watch the columns slide together").click()
    assert len(slid(page)) == 10
