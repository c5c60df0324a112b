"""The page for those who use a keyboard, a screen reader, dark colours, or none."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from app.lessons import PRESETS
from tests.views.places import VIEWS, steps

COURSE = [f"/?step={number}" for number in range(21)] + [f"/?view=vectorized&step={number}" for number in range(5)]
PRESET_STEPS = [
    f"/?preset={preset}&view={view}&step={step}"
    for preset in list(PRESETS)[1:]  # every step of the first is above
    for view in VIEWS
    for step in (0, len(steps(preset, view)) // 2, len(steps(preset, view)) - 1)
]
CELLS = [
    "/?cell=W1.1.3",
    "/?preset=digits&view=vectorized&step=2&cell=Z1.9.1700&rows=49",
    "/?layers=8-8-8-8-8&act=relu-tanh-leaky_relu-softmax&m=64&seed=5&step=512",
    "/?step=8&cell=Z2.1.2",
    "/?step=8&cell=A2.2.5",
    "/?step=5&present=1",
    "/?step=5&present=1&theme=dark",
    "/?view=vectorized&step=4&present=1&theme=dark",
    "/?preset=digits&step=3&present=1",
    "/?step=7&reading=cell",
    "/?view=vectorized&step=3&reading=combination",
]
PAGES = [
    "/about",
    "/nowhere",
    "/?step=99&cell=W",
    "/matrix?matrix=X&text=1,2;3,4",
    "/matrix?matrix=X&layers=8-1&way=rows&text=" + ";".join([",".join(["0.1234567"] * 8)] * 40),
    "/share?step=5",
    "/share?W1=" + ";".join([",".join(["0.1234567"] * 3)] * 4),
    "/embed?step=7&cell=A1.2.2",
    "/embed?preset=digits&view=vectorized&step=1",
    "/embed?step=99",
    "/change?cell=b1.2.1&entry=two&units1=99",
]


IN_LIGHT = COURSE + PRESET_STEPS + CELLS + PAGES
IN_DARK = [*COURSE[1:3], *COURSE[-3:], *PRESET_STEPS[1::3], *CELLS, *PAGES]
"""In the dark a step of every kind, of every preset and view; test_tokens.py has the contrasts."""


@pytest.mark.parametrize(
    ("address", "theme"), [(each, "light") for each in IN_LIGHT] + [(each, "dark") for each in IN_DARK]
)
def test_axe_finds_nothing(page: Page, address: str, theme: str) -> None:
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    page.goto(address)
    assert page.locator("main").count() == 1
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize(
    "address", ["/?step=5", "/?preset=iris&view=vectorized&step=2", "/share?step=5", "/embed?step=5"]
)
def test_axe_finds_nothing_on_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(address)
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def test_a_cell_that_is_not_computed_says_so(page: Page) -> None:
    page.goto("/?step=5")
    cells = page.locator('table[data-matrix="A1"] tbody tr').first.aria_snapshot()
    assert cells.count('cell "not computed"') == 4
    assert "0.88" in cells


def test_a_matrix_is_a_table_with_a_caption_and_heads(page: Page) -> None:
    page.goto("/?preset=iris&step=5")
    table = page.get_by_role("table", name="X: 4 features by 150 flowers")
    expect(table).to_be_visible()
    expect(table.get_by_role("rowheader", name="petal width")).to_be_visible()
    assert page.get_by_role("table", name="Z, layer 1: 5 neurons by 150 flowers").count() == 1


def test_the_keyboard_reaches_every_control_and_shows_where_it_is(page: Page) -> None:
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


def test_the_focused_control_is_never_hidden_below_the_bar(page: Page) -> None:
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


def test_pointing_at_a_term_of_the_legend_lights_where_it_occurs(page: Page) -> None:
    page.goto("/?step=5")
    mark = page.locator('.program [data-term="layer"]').first
    before = mark.evaluate("e => getComputedStyle(e).backgroundColor")
    page.locator('[data-legend="layer"]').hover()
    assert mark.evaluate("e => getComputedStyle(e).backgroundColor") != before
    page.locator('[data-legend="example"]').focus()
    page.mouse.move(0, 0)
    other = page.locator('.program [data-term="example"]').first
    assert other.evaluate("e => getComputedStyle(e).backgroundColor") not in (before, "rgba(0, 0, 0, 0)")


def test_reduced_motion_moves_nothing(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto("/?step=5")
    moving = page.evaluate(
        """() => [...document.querySelectorAll("*")].filter(each =>
            getComputedStyle(each).transitionDuration.split(",").some(time => parseFloat(time) > 0)).length"""
    )
    assert moving == 0


def test_forced_colours_still_show_what_the_step_writes(page: Page) -> None:
    page.emulate_media(forced_colors="active")
    page.goto("/?step=5")
    now, done = (
        page.locator('td[data-state="now"]').first,
        page.locator('[data-matrix="Z1"] td:not([data-state])').first,
    )
    paint = "e => getComputedStyle(e).backgroundColor"
    assert now.evaluate(paint) != done.evaluate(paint)
