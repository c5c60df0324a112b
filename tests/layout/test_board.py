"""Layout of the board: alignment, stable positions, overflow, sizes."""

import pytest
from playwright.sync_api import Page, expect

from tests.support.layout import BEYOND, CELLS, SIZES, at_sizes, open_page, overflowing, resize

PLACES = """() => Object.fromEntries([...document.querySelectorAll(
    "table[data-matrix], table.programs, .closeup, .place > label, .label, .stepper, .views, #sentence, #back"
)].map((each, n) => {
    const box = each.getBoundingClientRect();
    return [n + each.className + (each.dataset.matrix ?? ""), [box.left, box.top].map(Math.round)];
}))"""
EVERYTHING = """() => [...document.querySelectorAll("body, body *")].map(each => {
    const box = each.getBoundingClientRect();
    return [each.localName, box.left, box.top, box.width, box.height, getComputedStyle(each).fontSize];
})"""
SPILLED = """() => [...document.querySelectorAll(".card *, .stepper *")].filter(each => {
    const card = each.closest(".card, .stepper").getBoundingClientRect(), box = each.getBoundingClientRect();
    const scrolls = each.closest("pre, .visually-hidden, .scroller, svg");
    return box.width && !scrolls && (box.right > card.right + 0.5 || box.bottom > card.bottom + 1);
}).map(each => each.outerHTML.slice(0, 80))"""
SMALL = """() => [...document.querySelectorAll("a[href], button, summary")].filter(each => {
    const box = each.getBoundingClientRect(), least = each.closest(".buttons") ? 43.9 : 23.9;
    const inText = each.closest(".skip, p, dd, li:not(ol li)");
    const isBar = each.closest("td") && getComputedStyle(each).fontSize === "0px"; // its example has a button
    const isSeen = each.checkVisibility({ visibilityProperty: true }) && !isBar;
    return box.width && isSeen && !inText && (box.width < least || box.height < least);
}).map(each => each.outerHTML.slice(0, 90))"""
COMMENTS = """comments => comments.map(each => {
    if (!each.checkVisibility()) return "out";
    const box = each.getBoundingClientRect(), line = each.parentElement.getBoundingClientRect();
    const isWhole = box.top >= line.top - 1 && box.bottom <= line.bottom + 1 && box.right <= line.right + 1;
    return isWhole ? "whole" : box.top >= line.bottom - 1 ? "out" : "in part";
})"""
SHORT_LINES = """lines => lines.filter(each => {
    const code = document.createRange();
    code.selectNode(each.firstChild);
    return code.getBoundingClientRect().right > each.getBoundingClientRect().right + 1;
}).map(each => each.textContent)"""
"""Lines whose background ends before their code."""
DRAWN = """([drawing, width]) => {
    drawing.style.cssText = `position: fixed; top: 0; left: 0; width: ${width}px; height: 340px; margin: 0`;
    const svg = drawing.querySelector("svg"), outlines = [...svg.querySelectorAll(".half, .input path")];
    svg.style.cssText = "width: 100%; height: auto";
    const scale = svg.getScreenCTM().a;
    return [...svg.querySelectorAll("text:not(.weight, .gap, .number)")].map(text => {
        const box = text.getBBox(), inside = outlines.map(each => each.getBBox()).some(outline =>
            outline.x + 1.5 <= box.x && box.x + box.width <= outline.x + outline.width - 1.5 &&
            outline.y < box.y + box.height / 2 && box.y + box.height / 2 < outline.y + outline.height);
        return [text.textContent, inside, scale * parseFloat(getComputedStyle(text).fontSize)];
    });
}"""
"""Each text of a drawing of that width: whether it keeps clear of the outline around it, and its size in pixels."""
LOOP, VECTORIZED = (
    [f"/?view={view}&step={number}" for number in range(last + 1)] for view, last in (("loop", 20), ("vectorized", 4))
)


@pytest.mark.parametrize("address", ["/?step=5", "/?preset=iris&step=331", "/?step=7&present=1", "/worksheet"])
def test_resized_page_equals_one_loaded_at_that_size(page: Page, address: str) -> None:
    open_page(page, address)
    for width, height in ((390, 844), (1920, 1080)):
        resize(page, width, height)
        resized = page.evaluate(EVERYTHING)
        open_page(page, address)
        assert page.evaluate(EVERYTHING) == resized, (width, height)
        resize(page, 1280, 720)


def test_columns_of_x_z_a_and_rows_of_w_b_z_are_aligned(page: Page) -> None:
    addresses = ("/?step=7", "/?view=vectorized&step=1", "/?preset=iris&step=331")
    for at in at_sizes(page, addresses, [*SIZES, (1024, 768)]):
        cells = page.evaluate(CELLS, "table[data-matrix]")
        for name in (each for each in cells if each[0] in "XZA"):
            for row in (row for row in cells[name] if any(row[0])):  # a ribbon shows one row
                assert [cell[:2] for cell in row] == [cell[:2] for cell in cells["X"][0]], (at, name)
        for layer in "12":
            for of_W, of_b, of_Z in zip(*(cells[f"{letter}{layer}"] for letter in "WbZ"), strict=True):
                is_ribbon = not any(of_W[0])
                assert is_ribbon or of_W[0][2:] == of_b[0][2:] == of_Z[0][2:], (at, layer)


def test_column_outline_runs_from_the_header_to_the_predictions(page: Page) -> None:
    for number in (5, 12, 19):
        open_page(page, f"/?step={number}")
        column = (number - 1) // 4
        cells = page.evaluate(CELLS, "table[data-matrix]")
        outline = page.locator(".column-outline").bounding_box()
        assert outline is not None
        first, last = cells["X"][0][column], cells["A2"][-1][column]
        assert outline["x"] == pytest.approx(first[0], abs=2)
        assert outline["x"] + outline["width"] == pytest.approx(first[1], abs=2)
        assert outline["y"] < first[2] - 20
        assert outline["y"] + outline["height"] >= last[3] - 2


@pytest.mark.parametrize("course", [LOOP, VECTORIZED], ids=["loop", "vectorized"])
def test_no_step_moves_an_element_or_scrolls_the_page(page: Page, course: list[str]) -> None:
    first: dict[str, object] = {}
    for at in at_sizes(page, course, SIZES):
        places = page.evaluate(PLACES)
        assert places == first.setdefault(at.partition(" at ")[2], places), at
        assert page.evaluate(BEYOND) == [0, 0], at
        assert page.locator(".board").evaluate("board => board.scrollWidth - board.clientWidth") <= 8, at  # a bracket


def test_narrower_last_window_moves_no_element(page: Page) -> None:
    first: dict[str, object] = {}
    steps = [f"/?preset=iris&step={number}" for number in (0, 1, 4, 333, 576, 577, 600)]
    for at in at_sizes(page, steps, [(1440, 900)]):
        places = page.evaluate(PLACES)
        kept = ("views", "programs", "closeup", "stepper")
        panel = [place for name, place in places.items() if any(each in name for each in kept)]
        assert panel == first.setdefault(at.partition(" at ")[2], panel), at


def test_only_matrices_scroll_sideways(page: Page) -> None:
    boards = ("/?step=5", "/?preset=iris&step=600", "/embed?step=5")
    addresses = (*boards, "/about", "/?step=999", "/matrix?matrix=X", "/share", "/speed")
    widths = (320, 390, 600, 768, 900, 901, 1024, 1100, 1280, 1440, 1920)
    for at in at_sizes(page, addresses, [(width, 800) for width in widths]):
        assert overflowing(page, ".board, pre, .scroller, .visually-hidden, .skip") == [], at


def test_nothing_overflows_its_card(page: Page) -> None:
    iris = ("/?preset=iris&step=600", "/?preset=iris&view=vectorized&step=3")
    addresses = ("/", "/?step=5", "/?step=20", "/?step=7&reading=combination", *iris)
    for at in at_sizes(page, addresses, [(320, 640), (390, 844), (1024, 768), (1280, 720), (1440, 900)]):
        assert page.evaluate(SPILLED) == [], at


def test_targets_are_at_least_24_pixels(page: Page) -> None:
    for at in at_sizes(page, ("/?step=9", "/?preset=iris&step=330", "/about"), [(320, 800), (1280, 800)]):
        assert page.evaluate(SMALL) == [], at


def test_first_screen_has_heading_both_programs_and_diagram(page: Page) -> None:
    open_page(page, "/")
    for selector in ("h1", "table.programs", "svg.network", '[data-matrix="A2"]', ".closeup"):
        box = page.locator(selector).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 720
    assert page.locator("h1").inner_text() == (
        "Five examples, one network. The loop takes one column at a time; the matrix form takes them all at once."
    )


@pytest.mark.parametrize(
    "address",
    [
        "/?step=5",
        "/?view=vectorized&step=4",
        "/?preset=iris&view=vectorized&step=4",
        "/?preset=digits&step=4",
        "/?layers=8-8-8-8-8&m=12&seed=1&view=vectorized&step=3",
    ],
)
def test_text_in_the_drawing_is_large_and_clear_of_the_outlines(page: Page, address: str) -> None:
    open_page(page, address)
    drawing = page.locator(".drawing").element_handle()
    for width in (382, 352):
        texts = page.evaluate(DRAWN, [drawing, width])
        assert len(texts) > 10
        assert [text for text in texts if not text[1] or text[2] < 12] == [], width


def test_the_weights_of_the_chosen_neuron_are_seen_with_the_pointer_or_the_focus_on_the_drawing(page: Page) -> None:
    open_page(page, "/?step=5")
    page.mouse.move(0, 0)
    weights, drawing = page.locator(".network .weight"), page.locator(".network")
    assert weights.all_text_contents() == ["−1.2", "0.3", "−0.6"]
    expect(weights.first).to_be_hidden()
    drawing.hover()
    expect(weights.first).to_be_visible()
    page.mouse.move(0, 0)
    expect(weights.first).to_be_hidden()
    drawing.focus()
    expect(weights.first).to_be_visible()
    page.locator(".weights [data-feeds] button").first.focus()
    expect(weights.first).to_be_visible()


def test_menus_of_the_network_lie_in_the_window(page: Page) -> None:
    for at in at_sizes(page, ["/?step=5"], [*SIZES, (1024, 768), (390, 844), (320, 640)]):
        for button, menu in ((".controls > summary", "#workshop"), (".picker", "#networks")):
            page.locator(button).click()
            box = page.locator(menu).bounding_box()
            size = page.viewport_size
            assert box and size and box["x"] >= 0 and box["x"] + box["width"] <= size["width"], (at, menu)
            page.locator(button).click()


def test_printed_board_has_no_controls(page: Page) -> None:
    open_page(page, "/?step=5")
    page.emulate_media(media="print")
    for selector in (".buttons", ".views", ".site nav"):
        expect(page.locator(selector).first).to_be_hidden()
    for selector in (".board", "table.programs", "#sentence"):
        expect(page.locator(selector).first).to_be_visible()


def test_a_comment_in_the_code_is_whole_or_left_out(page: Page) -> None:
    """A phone has no room for the shapes of the longest lines. The line of a step is wholly seen in most cards."""
    course, many = ("/?step=5", "/?view=vectorized&step=2"), "/?layers=8-8-8-8-8&m=12&seed=1&step=5"
    for at in at_sizes(page, (*course, "/?preset=digits&step=3", many), [*SIZES, (390, 844), (360, 780)]):
        page.locator("label[for=show-code]").click()
        code = page.locator(".program-code")
        shown = set(code.locator("i").evaluate_all(COMMENTS))
        assert shown <= {"whole", "out"}, at
        assert code.locator(".code-line").evaluate_all(SHORT_LINES) == [], at
        current = code.locator("[aria-current]")
        beyond = current.evaluate("line => line.offsetWidth - line.parentElement.clientWidth")
        assert beyond <= 1 or f"{many} at 1280" in at, at
        compile(code.evaluate("code => code.innerText"), at, "exec")
        if at.startswith(course):
            assert "at 360" in at or code.evaluate("code => code.scrollWidth - code.clientWidth") <= 0, at
            assert "at 3" in at or "at 1280" in at or shown == {"whole"}, at


def test_row_of_w_that_feeds_the_chosen_cell_has_its_own_outline(page: Page) -> None:
    page.goto("/?step=5&cell=Z1.3.2")
    look = "e => [getComputedStyle(e).zIndex, getComputedStyle(e).outlineColor]"
    ink = page.evaluate("getComputedStyle(document.body).color")
    row = page.locator('[data-matrix="W1"] td[data-feeds]')
    assert [each.evaluate(look) for each in row.all()] == [["1", ink]] * 3


def test_disabled_and_invalid_controls_have_another_border(page: Page) -> None:
    def border(label: str) -> str:
        """The width, the style and the colour of a control's border."""
        look = "e => getComputedStyle(e).borderTop"
        return str(page.get_by_label(label, exact=True).evaluate(look))

    page.goto("/change?layers=3-4&units1=99")
    expect(page.locator(".controls")).to_have_attribute("open", "")
    assert border("Remove the last layer") != border("Add a layer")
    assert border("neurons in layer 1") != border("features")
