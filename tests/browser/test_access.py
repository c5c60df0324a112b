"""Keyboard focus and hover."""

from playwright.sync_api import Page


def test_tab_reaches_every_control_with_a_visible_focus(page: Page) -> None:
    page.goto("/?step=5")
    reached: list[str] = []
    for _ in range(120):
        page.keyboard.press("Tab")
        name = page.evaluate(
            "(e => e.getAttribute('aria-label') || e.value || e.textContent.trim())(document.activeElement)"
        )
        if page.evaluate("document.activeElement === document.body"):
            break
        reached.append(name)
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid", name
    wanted = ["Skip to the steps", "Columnwise", "About", "Loop view", "Vectorized view", "Example 1", "Example 5"]
    wanted += ["First step", "Previous step", "Next step", "Last step", "Z1.1.2"]
    assert set(wanted) <= set(reached)


def test_focused_control_is_never_covered_by_the_bar(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 500})
    page.goto("/?step=20")
    for _ in range(30):
        page.keyboard.press("Tab")
        covered = page.evaluate(
            """() => {
                const e = document.activeElement, box = e.getBoundingClientRect();
                if (e.closest(".stepper") || e === document.body || !box.width) return false;
                return box.top >= document.querySelector(".stepper").getBoundingClientRect().top;
            }"""
        )
        assert not covered


def test_hover_or_focus_of_a_legend_term_highlights_its_occurrences(page: Page) -> None:
    page.goto("/?step=5")
    mark = page.locator('.program [data-term="layer"]').first
    before = mark.evaluate("e => getComputedStyle(e).backgroundColor")
    page.locator('[data-legend="layer"]').hover()
    assert mark.evaluate("e => getComputedStyle(e).backgroundColor") != before
    page.locator('[data-legend="example"]').focus()
    page.mouse.move(0, 0)
    other = page.locator('.program [data-term="example"]').first
    assert other.evaluate("e => getComputedStyle(e).backgroundColor") not in (before, "rgba(0, 0, 0, 0)")
