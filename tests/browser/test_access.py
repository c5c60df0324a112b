"""Keyboard focus, and names of the controls."""

import unicodedata
from typing import Any

import pytest
from playwright.sync_api import Page

STOP = """() => {
    const e = document.activeElement;
    if (e === document.body) return null;
    const labels = [...document.querySelectorAll(".place > label")]; // of which a high window shows two
    const ringed = e.type !== "radio" ? e : [...e.labels, ...labels].find(label => label.checkVisibility());
    const style = getComputedStyle(ringed), box = ringed.getBoundingClientRect();
    const outside = parseFloat(style.outlineWidth) + parseFloat(style.outlineOffset);
    let hidden = 0; // pixels of the ring that an ancestor cuts off
    for (let up = ringed.parentElement; up !== document.body; up = up.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(up), around = up.getBoundingClientRect();
        const beyond = [];
        if (overflowX !== "visible") beyond.push(around.left - box.left, box.right - around.right);
        if (overflowY !== "visible") beyond.push(around.top - box.top, box.bottom - around.bottom);
        hidden = Math.max(hidden, ...beyond.map(each => each + outside));
    }
    return {
        name: e.getAttribute("aria-label") || e.labels?.[0]?.innerText || e.value || e.innerText.trim(),
        is_ringed: style.outlineStyle === "solid" && parseFloat(style.outlineWidth) >= 2,
        hidden,
    };
}"""
"""Where the focus is."""

NAMES = """() => [...document.querySelectorAll(":is(a, button, summary)[aria-label]:not(.chips a)")]
    .filter(e => e.checkVisibility({ visibilityProperty: true }))
    .map(e => [e.innerText.trim().split("\\n")[0], e.getAttribute("aria-label"), e.querySelector("math") !== null])"""
"""Of every control with a name beside its text: the visible text, the name, and whether the text is a formula."""


def walk(page: Page) -> list[dict[str, Any]]:
    """The stops of the Tab key, from the top of the page to its end."""
    found: list[dict[str, Any]] = []
    for _ in range(120):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None:
            return found
        found.append(stop)
    raise AssertionError("the page has no end")


@pytest.mark.parametrize("height", [720, 900])
def test_tab_reaches_every_control_with_a_visible_focus(page: Page, height: int) -> None:
    page.set_viewport_size({"width": 1440, "height": height})
    page.goto("/?step=5")
    stops = walk(page)
    reached = [stop["name"] for stop in stops]
    wanted = ["Skip to the steps", "Columnwise", "About", "Change this network", "One example more", "Loop view"]
    wanted += [
        "Vectorized view",
        "Example 1",
        "Example 5",
        "First step",
        "Previous step",
        "Next step",
        "Last step",
        "Z1.1.2",
    ]
    assert set(wanted) <= set(reached)
    assert reached.index("Next step") < 12
    assert [stop["name"] for stop in stops if not stop["is_ringed"]] == []
    assert {stop["name"]: stop["hidden"] for stop in stops if stop["hidden"] > 1} == {}


@pytest.mark.parametrize(
    "address", ["/?step=5", "/?preset=iris&view=vectorized&step=4", "/?preset=digits&view=vectorized&step=1"]
)
def test_name_of_a_control_begins_with_its_visible_text(page: Page, address: str) -> None:
    page.goto(address)
    named = page.evaluate(NAMES)
    assert len(named) > 20
    other = []
    for text, name, is_formula in named:
        seen = unicodedata.normalize("NFKC", text)
        if is_formula:  # read out in words: "z, layer 1, example i equals ..."
            seen = seen.split()[0]
        if any(map(str.isalnum, seen)) and not name.startswith(seen):
            other.append((seen, name))
    assert other == []


def test_focused_control_is_never_covered_by_the_bar(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 560})
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
