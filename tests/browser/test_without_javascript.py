"""Links and forms work without JavaScript."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.stage import expect_query, expect_step, matrix, open_controls, picture


@pytest.fixture
def plain(browser: Browser, base_url: str) -> Iterator[Page]:
    """A page without JavaScript."""
    context = browser.new_context(java_script_enabled=False, base_url=base_url)
    yield context.new_page()
    context.close()


def test_steps_and_views_work_without_javascript(plain: Page) -> None:
    """tests/views/board/test_stepper.py asserts the targets of the links at every step."""
    plain.goto("/?step=18")
    for number in (19, 20):
        plain.get_by_role("link", name="Next step").click()
        expect_step(plain, number)
    assert "" not in matrix(plain, "A2")
    plain.get_by_role("link", name="for i from 1 to 5").click()
    expect_step(plain, 0)
    assert set(matrix(plain, "A2")) == {""}
    plain.get_by_role("link", name="Vectorized view").click()
    plain.get_by_role("link", name="Next step").click()
    expect_step(plain, 1, "vectorized")


def test_cell_can_be_chosen_without_javascript(plain: Page) -> None:
    plain.goto("/?step=8")
    plain.locator('button[value="Z1.3.2"]').click()
    expect(plain.locator("td[data-chosen]")).to_have_text("0.59")
    expect(plain.locator(".closeup .result")).to_have_text("0.59")
    expect_step(plain, 8)


def test_window_moves_without_javascript(plain: Page) -> None:
    plain.goto("/?preset=iris&step=5")
    plain.get_by_role("link", name="Later flowers").click()
    expect(plain.locator(".window")).to_contain_text("9 to 16 of 150")
    expect_step(plain, 5)


def test_text_of_8000_characters_can_be_pasted_without_javascript(plain: Page) -> None:
    plain.goto("/matrix?layers=8-1&matrix=X")
    text = "\n".join((" " * 15).join("1" * 64) for _ in range(8))
    assert len(text) > 8_000
    plain.get_by_label("Paste it here").fill(text)
    plain.get_by_role("button", name="Use these numbers").click()
    expect(plain.locator("#done")).to_have_text("X is (8, 64), as in your text: 8 features, 64 examples.")
    plain.go_back()
    plain.get_by_label("Paste it here").fill(text * 4)
    plain.get_by_role("button", name="Use these numbers").click()
    expect(plain.locator("#problem-text")).to_contain_text("At most 30,000 can be read.")
    expect(plain.get_by_label("Paste it here")).to_have_value(text * 4)
    plain.get_by_label("Paste it here").fill(text * 40)
    plain.get_by_role("button", name="Use these numbers").click()
    expect(plain.get_by_role("heading", name="This text is too long")).to_be_visible()


def test_bad_address_can_be_corrected_without_javascript(plain: Page) -> None:
    plain.goto("/?step=99&cell=Z1.3.2")
    field = plain.get_by_label("Step")
    expect(field).to_have_value("99")
    expect(field).to_have_accessible_description("The step is a whole number from 0 to 20 here, not “99”.")
    field.fill("5")
    plain.get_by_role("button", name="Show it").click()
    expect_step(plain, 5)
    expect(plain.locator("td[data-chosen]")).to_have_text("0.59")


def test_stage_is_the_same_with_and_without_javascript(plain: Page, page: Page) -> None:
    for address in ("/", "/?step=6", "/?preset=iris&view=vectorized&step=3"):
        plain.goto(address)
        page.goto(address)
        assert picture(plain) == picture(page)


def test_network_can_be_built_without_javascript(plain: Page) -> None:
    plain.goto("/?step=2")
    open_controls(plain)
    plain.get_by_label("features", exact=True).fill("5")
    plain.get_by_label("neurons in layer 1", exact=True).fill("3")
    plain.get_by_label("neurons in layer 2", exact=True).fill("3")
    plain.get_by_role("button", name="Update").click()
    open_controls(plain)
    plain.get_by_label("Add a layer").click()
    open_controls(plain)
    plain.get_by_label("neurons in layer 3", exact=True).fill("1")
    plain.get_by_label("activation of layer 1").select_option("relu")
    plain.get_by_label("m", exact=True).fill("4")
    plain.get_by_role("button", name="Update").click()
    expect_query(plain, "layers=5-3-3-1&act=relu-sigmoid-sigmoid&m=4&step=2")
    assert len(matrix(plain, "X")) == 20


def test_button_beside_a_form_sends_what_is_typed_without_javascript(plain: Page) -> None:
    for label, after in (
        ("Add a layer", "layers=3-6-2-2&act=relu-sigmoid-sigmoid&step=2"),
        ("One example more", "layers=3-6-2&act=relu-sigmoid&m=6&step=2"),
        ("New numbers", "layers=3-6-2&act=relu-sigmoid&seed=1&step=2"),
    ):
        plain.goto("/?step=2")
        open_controls(plain)
        plain.get_by_label("neurons in layer 1", exact=True).fill("6")
        plain.get_by_label("activation of layer 1").select_option("relu")
        plain.get_by_role("button", name=label).click()
        expect_query(plain, after)


def test_invalid_size_beside_a_pressed_button_keeps_all_that_is_typed_without_javascript(plain: Page) -> None:
    plain.goto("/?step=2")
    open_controls(plain)
    plain.get_by_label("features", exact=True).fill("5")
    plain.get_by_label("neurons in layer 1", exact=True).fill("none")
    plain.get_by_label("activation of layer 2").select_option("softmax")
    plain.get_by_label("Add a layer").click()
    field = plain.get_by_label("neurons in layer 1", exact=True)
    expect(field).to_have_accessible_description("Layer 1 has 1 to 8 neurons, not “none”.")
    expect(field).to_have_value("none")
    expect(plain.get_by_label("features", exact=True)).to_have_value("5")
    expect(plain.get_by_label("activation of layer 2")).to_have_value("softmax")


def test_entry_can_be_edited_without_javascript(plain: Page) -> None:
    plain.goto("/?step=1")
    plain.locator('button[value="X.2.1"]').click()
    field = plain.get_by_label("X, row 2, column 1")
    expect(field).to_be_focused()
    field.fill("seven")
    field.press("Enter")
    sentence = "“seven” cannot be used. Write a number such as 0.5 or −2, 1,000,000 at most."
    expect(field).to_have_accessible_description(sentence)
    field.fill("7")
    plain.get_by_role("button", name="Set it").click()
    expect_query(plain, "m=5&X=;7;&step=1")
    assert matrix(plain, "X")[5] == "7.0"


def test_matrix_can_be_pasted_without_javascript(plain: Page) -> None:
    plain.goto("/")
    plain.get_by_role("link", name="W, layer 2 as text").click()
    assert plain.get_by_label("Or choose a file").is_hidden()
    expect(plain.locator("noscript .note")).to_be_visible()
    plain.get_by_label("Paste it here").fill("array([[1., 2., 3., 4.],\n       [5., 6., 7., 8.]], dtype=float32)")
    plain.get_by_role("button", name="Use these numbers").click()
    expect_step(plain, 0)
    assert matrix(plain, "W2") == ["1", "2", "3", "4", "5", "6", "7", "8"]
