"""Printed sheets: one or two upright pages, unsplit matrices, sizes, colours."""

import io
from collections.abc import Iterable

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from app.presets import PRESETS
from app.state.sheet import BLANKS
from tests.support.layout import CELLS, at_sizes, open_page, overflowing, resize

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
SHEETS = [f"/worksheet?{query}&blank=results" for query in (*(f"preset={key}" for key in PRESETS), *CROWDED)]
"""A blank is as large as its number, so one difficulty stands for all, and the sheet for its answer key."""
KEYS = [f"{sheet}&key=1" for sheet in SHEETS]
LOOPS = [f"/handout?preset={key}" for key in PRESETS]
LOOPS += [f"/handout?{query.partition('&step')[0]}" for query in CROWDED if "view" not in query]
LOOPS += ["/handout?layers=8-8&m=16&seed=1", "/handout?layers=8-8-8-8-8&m=4&seed=1"]
VECTORIZED = [f"/handout?preset={key}&view=vectorized" for key in PRESETS]
VECTORIZED += ["/handout?layers=8-8-8-8-8&m=4&seed=1&view=vectorized"]
FULLEST = [f"/worksheet?{CROWDED[1]}", f"/worksheet?{CROWDED[2]}", "/handout?preset=house", f"/handout?{CROWDED[6]}"]
"""The fullest on A4, which is narrower than Letter."""
SPLIT = ["/worksheet", "/worksheet?preset=iris", f"/worksheet?{LARGEST}&key=1", "/handout", "/handout?preset=house"]


def printed(page: Page, paper: str) -> PdfReader:
    return PdfReader(io.BytesIO(page.pdf(format=paper)))


def badly_printed(page: Page, addresses: Iterable[str], formats: Iterable[str]) -> dict[str, str]:
    """Page count and size of every sheet that is not one or two upright pages."""
    found = {}
    for address in addresses:
        open_page(page, address)
        assert page.locator(".paper").count() == 1, address
        for paper in formats:
            pages = printed(page, paper).pages
            if len(pages) > 2 or any(each.mediabox.height <= each.mediabox.width for each in pages):
                found[f"{address} on {paper}"] = f"{len(pages)} × {pages[0].mediabox}"
    return found


def test_worksheet_is_one_or_two_upright_pages(page: Page) -> None:
    """Letter is shorter than A4."""
    queries = ("preset=one-neuron", "preset=digits", CROWDED[1])
    keys = [f"/worksheet?{query}&blank=results&key=1" for query in queries]
    assert badly_printed(page, [*SHEETS, *keys], ["Letter"]) == {}


def test_handout_is_one_or_two_upright_pages(page: Page) -> None:
    longest = [f"/handout?preset={key}&view=vectorized" for key in ("house", "iris")]
    assert badly_printed(page, [*LOOPS, *longest], ["Letter"]) == {}


def test_fullest_sheets_are_one_or_two_upright_pages_on_a4(page: Page) -> None:
    assert badly_printed(page, FULLEST, ["A4"]) == {}


@pytest.mark.soak
@pytest.mark.parametrize("paper", FORMATS)
def test_every_worksheet_and_handout_is_one_or_two_upright_pages(page: Page, paper: str) -> None:
    others = [sheet.replace("results", blank) for sheet in SHEETS for blank in BLANKS if blank != "results"]
    assert badly_printed(page, [*SHEETS, *others, *KEYS, *LOOPS, *VECTORIZED], [paper]) == {}


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("preset", [key for key in PRESETS if key != "digits"])
def test_answers_are_on_the_printed_key_only(page: Page, preset: str) -> None:
    open_page(page, f"/worksheet?preset={preset}&blank=results&key=1")
    answers = page.locator("td[data-kind='answer']").all_inner_texts()
    key = squeezed("".join(each.extract_text() for each in printed(page, "A4").pages))
    assert answers and all(squeezed(answer) in key for answer in answers)
    open_page(page, f"/worksheet?preset={preset}&blank=results")
    assert page.locator("td[data-kind='blank']").all_inner_texts() == [""] * len(answers)


@pytest.mark.parametrize("address", SPLIT)
def test_no_matrix_is_split_between_two_printed_pages(page: Page, address: str) -> None:
    open_page(page, address)
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
def test_columns_and_rows_of_the_sheet_are_aligned(page: Page, address: str) -> None:
    open_page(page, address)
    for width, media in ((1280, "screen"), (703, "print")):
        page.emulate_media(media=media)  # type: ignore[arg-type]
        resize(page, width, 1000)
        boxes = page.evaluate(CELLS, "[data-paper]")
        for name in (each for each in boxes if each[0] in "XZA"):
            for row in boxes[name]:
                assert [cell[:2] for cell in row] == [cell[:2] for cell in boxes["X"][0]], (media, name)
        for layer in "12":
            for rows in zip(*(boxes[f"{letter}{layer}"] for letter in "WbZ"), strict=True):
                assert max(row[0][2] for row in rows) - min(row[0][2] for row in rows) <= 1, (media, layer)


@pytest.mark.parametrize(
    "address", ["/worksheet?preset=house&key=1", f"/worksheet?{CROWDED[-1]}", "/worksheet?preset=iris"]
)
def test_numbers_fit_their_cells_and_blanks_have_room_for_handwriting(page: Page, address: str) -> None:
    open_page(page, address)
    page.emulate_media(media="print")
    cells = page.evaluate(
        """() => [...document.querySelectorAll("[data-paper] tbody td")].map(td => {
            const range = document.createRange(); range.selectNodeContents(td);
            const text = range.getBoundingClientRect(), box = td.getBoundingClientRect();
            const size = parseFloat(getComputedStyle(td).fontSize);
            return [text.width, box.width, box.height, td.dataset.kind ?? "", size];
        })"""
    )
    assert cells
    mm = 96 / 25.4
    for text, width, height, kind, size in cells:
        assert text <= width + 0.5
        assert size * 72 / 96 >= 9
        if kind == "blank":
            assert width >= 13 * mm and height >= 6 * mm


@pytest.mark.parametrize("address", ["/worksheet?preset=xor", "/worksheet?key=1", "/handout?preset=iris"])
def test_printed_text_is_black_on_white_in_the_dark_theme(page: Page, address: str) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    open_page(page, address)
    inks = page.evaluate(
        """() => [...new Set([...document.querySelectorAll(".paper *")].filter(each => [...each.childNodes].some(
            node => node.nodeType === 3 && node.data.trim()) && getComputedStyle(each).fontSize !== "0px"
        ).map(each => getComputedStyle(each)[each instanceof SVGElement ? "fill" : "color"]))].sort()"""
    )
    assert set(inks) <= {"rgb(0, 0, 0)", "rgb(255, 255, 255)"}  # white on black: the word “Answers”
    assert page.evaluate("getComputedStyle(document.querySelector('.paper')).color") == "rgb(0, 0, 0)"


@pytest.mark.parametrize("address", ["/worksheet", "/handout"])
def test_printed_sheet_has_no_site_header_or_links(page: Page, address: str) -> None:
    open_page(page, address)
    page.emulate_media(media="print")
    for selector in (".site", ".sheet-bar", ".skip"):
        expect(page.locator(selector).first).to_be_hidden()
    expect(page.locator(".paper")).to_be_visible()


def test_board_is_printed_in_landscape(page: Page) -> None:
    open_page(page, "/?step=5")
    assert all(each.mediabox.width > each.mediabox.height for each in PdfReader(io.BytesIO(page.pdf())).pages)


def test_only_matrices_of_a_sheet_scroll_sideways(page: Page) -> None:
    wide_ones = ("/worksheet?preset=digits&key=1", f"/worksheet?{CROWDED[-2]}")
    widths = (320, 390, 768, 1024)
    addresses = ("/worksheet?preset=iris&step=331", "/handout", *wide_ones)
    for at in at_sizes(page, addresses, [(width, 844) for width in widths]):
        assert overflowing(page, ".scroller, .visually-hidden, .skip") == [], at
