"""Hover, focus and choice of a cell."""

from playwright.sync_api import Page, expect

from tests.support.stage import expect_step, step


def lit(page: Page, mark: str = "data-lit") -> dict[str, list[str]]:
    """The texts of the marked cells, by matrix."""
    return page.evaluate(
        """mark => Object.fromEntries([...document.querySelectorAll("table[data-matrix]")]
            .map(table => [table.dataset.matrix, [...table.querySelectorAll(`td[${mark}]`)].map(td => td.innerText)])
            .filter(([, texts]) => texts.length))""",
        mark,
    )


def test_hover_of_a_cell_highlights_its_inputs(page: Page) -> None:
    page.goto("/?step=20")
    page.locator('button[value="Z1.3.2"]').hover()
    assert lit(page) == {"W1": ["0.2", "0.5", "−0.7"], "X": ["1.6", "−0.6", "−0.1"], "b1": ["0.5"]}
    page.locator('button[value="A1.3.2"]').hover()
    assert lit(page) == {"Z1": ["0.59"]}
    page.locator("header.site").hover()
    assert lit(page) == {}


def test_hovered_inputs_equal_the_inputs_marked_by_the_server(page: Page) -> None:
    for cell in ("Z1.5.12", "A1.2.9", "Z2.3.16", "A2.1.10"):
        page.goto(f"/?preset=iris&view=vectorized&step=4&cell={cell}")
        page.locator(f'button[value="{cell}"]').hover()
        assert lit(page) == lit(page, "data-feeds")


def test_arrow_keys_still_step_after_a_click_on_a_cell(page: Page) -> None:
    page.goto("/?step=5")
    page.locator('button[value="Z1.4.2"]').click()
    page.wait_for_url("**/?step=5&cell=Z1.4.2")
    expect(page.locator(".closeup .result")).to_have_text("0.85")
    page.keyboard.press("ArrowRight")
    expect_step(page, 6)
    expect(page.locator("td[data-chosen]")).to_have_text("0.70")  # the same neuron, a instead of z


def test_matrix_is_one_tab_stop_and_arrows_move_between_cells(page: Page) -> None:
    page.goto("/?step=20&cell=Z1.2.2")
    for matrix in page.locator("table[data-matrix]").all():
        expect(matrix.locator('td > button:not([tabindex="-1"])')).to_have_count(1)
    page.locator('button[value="Z1.2.2"]').focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator('button[value="Z1.2.3"]')).to_be_focused()
    assert lit(page)["X"] == ["−0.1", "−1.3", "0.7"]
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    expect(page.locator('button[value="A1.1.3"]')).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator('button[value="Z1.4.3"]')).to_be_focused()
    assert step(page) == ("loop", 20)
    page.keyboard.press("Enter")
    page.wait_for_url("**/?step=20&cell=Z1.4.3")
    expect(page.locator('button[value="Z1.4.3"]')).to_be_focused()


def test_chosen_cell_that_is_not_computed_links_to_its_step(page: Page) -> None:
    page.goto("/?step=5&cell=A2.1.4")
    expect(page.locator(".closeup")).to_contain_text("Not computed yet.")
    page.get_by_role("link", name="Go to its step").click()
    expect_step(page, 16)
    expect(page.locator(".closeup .result")).to_have_text("0.66")
