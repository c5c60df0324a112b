"""Accessibility: axe, accessible names, dark theme, reduced motion, forced colours."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from app.presets import PRESETS
from tests.support.layout import open_page, resize
from tests.support.scenes import VIEWS, steps

DIGITS = "preset=digits&view=vectorized"
NUMBERS = ";".join([",".join(["0.1234567"] * 8)] * 40)
IN_LIGHT = [
    "/",
    "/?step=5",
    "/?view=vectorized&step=4",
    "/?cell=W1.1.3",
    "/?preset=script&step=8&cell=A2.2.5",  # not computed yet
    "/?preset=house&step=7&reading=cell",
    "/?preset=xor&view=vectorized&step=3&reading=combination",
    "/?preset=one-neuron&step=6",
    "/?preset=iris&view=vectorized&step=4",
    f"/?{DIGITS}&step=2&cell=Z1.9.1700&rows=49",
    "/?layers=8-3&act=softmax&m=3&seed=5&step=2",
    "/?step=5&present=1",
    "/?preset=digits&step=3&present=1",
    "/about",
    "/nowhere",
    "/?step=99&cell=W",
    "/matrix?matrix=X&text=1,2;3,4",
    f"/matrix?matrix=X&layers=8-1&way=rows&text={NUMBERS}",
    "/share?step=5",
    "/share?W1=" + ";".join([",".join(["0.1234567"] * 3)] * 4),
    "/embed?step=7&cell=A1.2.2",
    f"/embed?{DIGITS}&step=1",
    "/embed?step=99",
    "/change?cell=b1.2.1&entry=two&units1=99",
    "/worksheet",
    "/worksheet?preset=iris&blank=layer&key=1",
    "/worksheet?preset=digits",
    "/handout",
    "/handout?preset=digits",
]
"""One page of every kind: of every template, preset, view, reading and state of a cell. test_race.py has the races."""
IN_DARK = [
    "/?view=vectorized&step=3",
    "/?preset=iris&step=331&cell=Z1.2.3",
    "/?view=vectorized&step=4&present=1&theme=dark",
    f"/embed?{DIGITS}&step=3",
    "/matrix?matrix=X&text=1,2;3,4",
    "/change?cell=b1.2.1&entry=two&units1=99",
    "/worksheet?preset=xor&key=1",
]
"""Pages with further colours in the dark theme; test_tokens.py asserts the contrasts."""
MORE = [
    "/?step=8&cell=Z2.1.2",
    "/?layers=8-8-8-8-8&act=relu-tanh-leaky_relu-softmax&m=64&seed=5&step=512",
    "/?step=5&present=1&theme=dark",
    "/handout?preset=iris&view=vectorized",
    "/worksheet?blank=x",
]


def faults(page: Page, address: str) -> str:
    """The report of axe on the page at that address; empty without violations."""
    open_page(page, address)
    assert page.locator("main").count() == 1, address
    return faults_of(page)


def faults_of(page: Page) -> str:
    results = Axe().run(page, options={"rules": {"target-size": {"enabled": True}}})
    return results.generate_report() if results.violations_count else ""


@pytest.mark.parametrize("address", IN_LIGHT)
def test_axe_finds_no_violation(page: Page, address: str) -> None:
    assert faults(page, address) == ""


@pytest.mark.parametrize("address", IN_DARK)
def test_axe_finds_no_violation_in_the_dark_theme(page: Page, address: str) -> None:
    page.emulate_media(color_scheme="dark")
    assert faults(page, address) == ""


@pytest.mark.parametrize("size", [(1024, 768), (640, 512), (390, 844), (320, 640)])
@pytest.mark.parametrize(
    "address", ["/?step=5", "/?preset=iris&view=vectorized&step=2&cell=Z1.2.3", "/?present=1&step=3"]
)
def test_axe_finds_no_violation_in_smaller_windows(page: Page, address: str, size: tuple[int, int]) -> None:
    resize(page, *size)
    assert faults(page, address) == ""


@pytest.mark.parametrize("address", ["/share?step=5", "/embed?step=5"])
def test_axe_finds_no_violation_on_a_phone(page: Page, address: str) -> None:
    resize(page, 360, 740)
    assert faults(page, address) == ""


@pytest.mark.soak
@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_no_violation_at_any_step(page: Page, preset: str, theme: str) -> None:
    """Every step of a short program; of a long one the first, the middle and the last."""
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    for view in VIEWS:
        every = steps(preset, view)
        for step in every if len(every) < 30 else (0, len(every) // 2, every[-1]):
            assert faults(page, f"/?preset={preset}&view={view}&step={step}") == ""


@pytest.mark.soak
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("address", [*IN_LIGHT, *MORE])
def test_axe_finds_no_violation_in_any_theme(page: Page, address: str, theme: str) -> None:
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    assert faults(page, address) == ""


@pytest.mark.parametrize("theme", ["", "&theme=dark"])
@pytest.mark.parametrize(("button", "panel"), [("Share", "#share"), ("Keys", "#keys")])
def test_axe_finds_no_violation_in_open_panels(page: Page, button: str, panel: str, theme: str) -> None:
    open_page(page, f"/?step=5&present=1{theme}")
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.locator(panel)).to_be_visible()
    assert faults_of(page) == ""


def test_cell_that_is_not_computed_has_an_accessible_name(page: Page) -> None:
    open_page(page, "/?step=5")
    cells = page.locator('table[data-matrix="A1"] tbody tr').first.aria_snapshot()
    assert cells.count('cell "not computed"') == 4
    assert "0.88" in cells


def test_matrix_is_a_table_with_caption_and_row_headers(page: Page) -> None:
    open_page(page, "/?preset=iris&step=5")
    table = page.get_by_role("table", name="X: 4 features by 150 flowers")
    expect(table).to_be_visible()
    expect(table.get_by_role("rowheader", name="petal width")).to_be_visible()
    assert page.get_by_role("table", name="Z, layer 1: 5 neurons by 150 flowers").count() == 1


def test_reduced_motion_has_no_transition(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    open_page(page, "/?step=5")
    moving = page.evaluate(
        """() => [...document.querySelectorAll("*")].filter(each =>
            getComputedStyle(each).transitionDuration.split(",").some(time => parseFloat(time) > 0)).length"""
    )
    assert moving == 0


def test_forced_colours_show_the_cells_of_the_step(page: Page) -> None:
    page.emulate_media(forced_colors="active")
    open_page(page, "/?step=5")
    now, done = (
        page.locator('td[data-state="now"]').first,
        page.locator('[data-matrix="Z1"] td:not([data-state])').first,
    )
    paint = "e => getComputedStyle(e).backgroundColor"
    assert now.evaluate(paint) != done.evaluate(paint)
