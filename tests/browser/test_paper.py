"""What comes out of the printer: one or two pages, upright, whole matrices, every number large enough."""

import io
from functools import cache

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from pypdf import PdfReader

from app.lessons import PRESETS
from app.state.sheet import BLANKS

FORMATS = ("A4", "Letter")
LARGEST = "layers=8-8-8-8-8&act=relu-tanh-leaky_relu-softmax&m=64&seed=5&step=509"
CROWDED = [
    LARGEST,
    "layers=2-1-1-1-1&act=sigmoid-softmax-leaky_relu-tanh&m=9&seed=3&step=4",
    "layers=3-2-2-1-1&act=tanh-tanh-softmax-leaky_relu&m=4&seed=3",
    "layers=8-4-2&act=softmax-sigmoid&seed=2",
    "preset=house&layers=3-8-8&act=tanh-softmax",
    "preset=digits&layers=64-8-6-3&view=vectorized&step=3&m=64",
    "layers=8-8-8&m=8&seed=9&X=" + ";".join([",".join(["-0.123456"] * 8)] * 8),
    "X=999999.25,1;2,3;4,5&W1=,-999999.123,;;;&step=1",
]
"""Networks that need more room than any preset."""
SHEETS = [f"/worksheet?preset={key}&blank={blank}" for key in PRESETS for blank in BLANKS]
SHEETS += [f"/worksheet?{query}&blank={blank}" for query in CROWDED for blank in ("column", "results")]
HANDOUTS = [f"/handout?preset={key}&view={view}" for key in PRESETS for view in ("loop", "vectorized")]
HANDOUTS += [f"/handout?{query.partition('&step')[0]}" for query in CROWDED if "view" not in query]
HANDOUTS += [
    "/handout?layers=8-8&m=16&seed=1",
    "/handout?layers=8-8-8-8-8&m=4&seed=1",
    "/handout?layers=8-8-8-8-8&m=4&seed=1&view=vectorized",
]
SPLIT = ["/worksheet", "/worksheet?preset=iris", f"/worksheet?{LARGEST}&key=1", "/handout", "/handout?preset=house"]


def printed(page: Page, paper: str) -> PdfReader:
    return PdfReader(io.BytesIO(page.pdf(format=paper)))


@pytest.mark.parametrize(
    "address", [*SHEETS, *(f"{each}&key=1" for each in SHEETS if each.endswith("results")), *HANDOUTS]
)
def test_it_is_one_or_two_upright_pages(page: Page, address: str) -> None:
    answer = page.goto(address)
    assert answer and answer.status == 200
    for paper in FORMATS:
        pages = printed(page, paper).pages
        assert len(pages) <= 2, paper
        assert all(each.mediabox.height > each.mediabox.width for each in pages)


@cache
def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("preset", [key for key in PRESETS if key != "digits"])
def test_the_answers_are_on_the_printed_key_and_not_on_the_printed_sheet(page: Page, preset: str) -> None:
    page.goto(f"/worksheet?preset={preset}&blank=results&key=1")
    answers = page.locator("td[data-kind='answer']").all_inner_texts()
    key = squeezed("".join(each.extract_text() for each in printed(page, "A4").pages))
    assert answers and all(squeezed(answer) in key for answer in answers)
    page.goto(f"/worksheet?preset={preset}&blank=results")
    assert page.locator("td[data-kind='blank']").count() == len(answers)
    assert set(page.locator("td[data-kind='blank']").all_inner_texts()) == {""}


@pytest.mark.parametrize("address", SPLIT)
def test_no_matrix_is_split_between_two_pages(page: Page, address: str) -> None:
    page.goto(address)
    page.emulate_media(media="print")
    marked = page.evaluate(
        """() => [...document.querySelectorAll(".paper-band, .whole, .paper-foot, .steps tr")].map(
            each => getComputedStyle(each).breakInside)"""
    )
    assert set(marked) == {"avoid"}
    rows = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll("[data-paper]:not(.of-b *)")].map(table => {
            for (const row of table.tBodies[0].rows) row.querySelector("th").textContent = `q${table.dataset.paper}q`;
            return [table.dataset.paper, table.tBodies[0].rows.length];
        }))"""
    )
    assert rows
    for paper in FORMATS:
        texts = [sheet.extract_text() for sheet in printed(page, paper).pages]
        for name, count in rows.items():
            assert sorted(text.count(f"q{name}q") for text in texts)[-1] == count, (paper, name)


@pytest.mark.parametrize("address", ["/worksheet", "/worksheet?preset=iris", "/worksheet?preset=house&key=1"])
@pytest.mark.parametrize(("width", "media"), [(1280, "screen"), (703, "print")])
def test_columns_lie_below_each_other_and_rows_beside_each_other(
    page: Page, address: str, width: int, media: str
) -> None:
    page.set_viewport_size({"width": width, "height": 1000})
    page.goto(address)
    page.emulate_media(media=media)  # type: ignore[arg-type]
    boxes = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll("[data-paper]")].map(table => [table.dataset.paper,
            [...table.tBodies[0].rows].map(row => [...row.querySelectorAll("td")].map(td => {
                const box = td.getBoundingClientRect();
                return [box.left, box.right, box.top, box.bottom].map(Math.round);
            }))]))"""
    )
    for name in (each for each in boxes if each[0] in "XZA"):
        for row in boxes[name]:
            assert [cell[:2] for cell in row] == [cell[:2] for cell in boxes["X"][0]], name
    for layer in ("1", "2"):
        for rows in zip(*(boxes[f"{letter}{layer}"] for letter in "WbZ"), strict=True):
            assert max(row[0][2] for row in rows) - min(row[0][2] for row in rows) <= 1


@pytest.mark.parametrize(
    "address", ["/worksheet?preset=house&key=1", f"/worksheet?{CROWDED[-1]}", "/worksheet?preset=iris"]
)
def test_every_figure_has_room_in_its_cell_and_every_box_room_for_a_hand(page: Page, address: str) -> None:
    page.goto(address)
    page.emulate_media(media="print")
    cells = page.evaluate(
        """() => [...document.querySelectorAll("[data-paper] tbody td")].map(td => {
            const range = document.createRange(); range.selectNodeContents(td);
            const text = range.getBoundingClientRect(), box = td.getBoundingClientRect();
            const size = parseFloat(getComputedStyle(td).fontSize);
            return [text.width, box.width, box.height, td.dataset.kind ?? "", size];
        })"""
    )
    mm = 96 / 25.4
    for text, width, height, kind, size in cells:
        assert text <= width + 0.5
        assert size * 72 / 96 >= 9
        if kind == "blank":
            assert width >= 13 * mm and height >= 6 * mm


@pytest.mark.parametrize("address", ["/worksheet?preset=xor", "/worksheet?key=1", "/handout?preset=iris"])
def test_all_printed_text_is_black_on_white_even_in_the_dark(page: Page, address: str) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(address)
    inks = page.evaluate(
        """() => [...new Set([...document.querySelectorAll(".paper *")].filter(each => [...each.childNodes].some(
            node => node.nodeType === 3 && node.data.trim()) && getComputedStyle(each).fontSize !== "0px"
        ).map(each => getComputedStyle(each)[each instanceof SVGElement ? "fill" : "color"]))].sort()"""
    )
    assert set(inks) <= {"rgb(0, 0, 0)", "rgb(255, 255, 255)"}  # white on black: the word “Answers”
    assert page.evaluate("getComputedStyle(document.querySelector('.paper')).color") == "rgb(0, 0, 0)"


@pytest.mark.parametrize("address", ["/worksheet", "/handout"])
def test_on_paper_there_is_only_the_sheet(page: Page, address: str) -> None:
    page.goto(address)
    page.emulate_media(media="print")
    for selector in (".site", ".desk-bar", ".skip"):
        assert page.locator(selector).first.is_hidden()
    assert page.locator(".paper").is_visible()
    page.goto("/?step=5")
    assert all(each.mediabox.width > each.mediabox.height for each in PdfReader(io.BytesIO(page.pdf())).pages)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    "address",
    [
        "/worksheet",
        "/worksheet?preset=iris&blank=layer&key=1",
        "/worksheet?preset=digits",
        "/handout",
        "/handout?preset=iris&view=vectorized",
        "/worksheet?blank=x",
    ],
)
def test_axe_finds_nothing(page: Page, address: str, theme: str) -> None:
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    page.goto(address)
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("width", [320, 390, 768, 1024])
@pytest.mark.parametrize(
    "address",
    ["/worksheet?preset=iris&step=331", "/worksheet?preset=digits&key=1", "/handout", f"/worksheet?{CROWDED[-2]}"],
)
def test_only_matrices_scroll_sideways(page: Page, width: int, address: str) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    outside = page.evaluate(
        """() => [...document.querySelectorAll("body *")].filter(each => {
            const box = each.getBoundingClientRect();
            return box.width && box.right > innerWidth + 1 && !each.closest(".scroller, .unseen, .skip");
        }).map(each => each.outerHTML.slice(0, 80))"""
    )
    assert outside == []


def test_a_person_changes_the_difficulty_and_opens_the_answers(page: Page) -> None:
    page.goto("/worksheet?step=7")
    page.get_by_role("link", name="Hard: every Z and A").click()
    page.wait_for_url("**/worksheet?step=7&blank=results")
    page.get_by_role("link", name="With the answers").click()
    page.wait_for_url("**/worksheet?step=7&blank=results&key=1")
    assert page.locator("td[data-kind='answer']").count() == 60
    page.get_by_role("link", name="Back to the board").click()
    page.wait_for_url("**/?step=7")
