"""Nothing moves from step to step: the panel, the bar, the board, the height of the page."""

import pytest
from playwright.sync_api import Page

from tests.support.layout import Size, at_sizes

WINDOWS: list[Size] = [(1440, 900), (1280, 720), (1024, 768), (390, 844)]
BOXES = """() => {
    const step = document.querySelector("#stage").dataset.step, onward = document.querySelector("#onward");
    const next = document.querySelector("#next"), isLast = onward && !next.checkVisibility();
    const boxes = {
        ".views": "", "table.programs": "", ".board": "", ".closeup": "", ".place > label:nth-of-type(2)": "",
        ".counts": "", ".chips a": "", ".outcome": "", "#back": "", ".stepper": "",
        "#sentence": innerWidth < 840 && step === "0" ? "another" : "top",
        "#next": isLast ? "another" : "place",  // narrower beside #onward
    };
    for (const [selector, kind] of Object.entries(boxes)) {
        const all = [...document.querySelectorAll(selector)].filter(each => each.checkVisibility());
        const { left, top, width, height } = all[0]?.getBoundingClientRect() ?? {};
        const isFixed = all[0]?.closest(".stepper"), down = Math.round(top + (isFixed ? 0 : scrollY));
        const box = { top: [down], place: [left, down] }[kind] ?? [left, down, width, height];
        boxes[selector] = kind === "another" || !all.length ? "another" : box.map(Math.round);
    }
    if (isLast) boxes["instead of #next"] = Math.round(onward.getBoundingClientRect().left);
    return { ...boxes, page: [document.documentElement.scrollWidth, document.documentElement.scrollHeight] };
}"""
"""The boxes of what stays, in the page, and of what is in the bar, in the window."""


def addresses(preset: str) -> list[str]:
    """The steps of the first two examples, and those of the matrix form, of a network of two layers."""
    loop = [f"/?preset={preset}&step={number}" for number in range(9)]
    return [*loop, *(f"/?preset={preset}&view=vectorized&step={number}" for number in range(5))]


@pytest.mark.parametrize("preset", ["course", "xor", "house", "iris"])
def test_nothing_moves_from_step_to_step_or_between_the_views(page: Page, preset: str) -> None:
    first: dict[tuple[str, str], object] = {}
    moved = {}
    for at in at_sizes(page, addresses(preset), WINDOWS):
        size = at.partition(" at ")[2]
        for name, box in page.evaluate(BOXES).items():
            if box != "another" and box != first.setdefault((name, size), box):
                moved[f"{name}, {at}"] = (first[name, size], box)
    assert moved == {}


@pytest.mark.parametrize("size", WINDOWS)
def test_columns_stay_when_the_last_window_of_examples_has_fewer(page: Page, size: Size) -> None:
    script = """() => [...document.querySelectorAll("[data-matrix=X] th[scope=col]")].slice(1, 7).map(head => {
        const { left, width } = head.getBoundingClientRect();
        return [Math.round(left), Math.round(width)];
    })"""
    found = [page.evaluate(script) for _ in at_sizes(page, ["/?preset=iris&step=4", "/?preset=iris&step=580"], [size])]
    assert found[0] == found[1]
