"""Changing the network and its numbers with keyboard and mouse."""

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.support.stage import expect_query, expect_step, matrix, open_controls, query, ready

pytestmark = pytest.mark.browser

W1_AS_PRINTED = (
    "[[ 0.5  -1.25  0.75]\n [ 1.5   0.25 -0.5 ]\n [-0.75  1.    0.125]\n [ 2.   -1.5   0.25]\n [ 1.    1.    1.  ]]"
)


def shapes(page: Page) -> dict[str, str]:
    """The shape of every matrix on the board."""
    found = page.locator("table[data-matrix]").evaluate_all("all => all.map(t => [t.dataset.matrix, t.dataset.shape])")
    return dict(found)


def test_one_example_more_adds_a_column_and_keeps_the_others(page: Page) -> None:
    page.goto("/?step=6")
    W1, X = matrix(page, "W1"), matrix(page, "X")
    page.get_by_label("One example more").click()
    expect_query(page, "m=6&step=6")
    assert matrix(page, "W1") == W1
    assert [matrix(page, "X")[row * 6 : row * 6 + 5] for row in range(3)] == [
        X[row * 5 : row * 5 + 5] for row in range(3)
    ]
    assert (shapes(page)["X"], shapes(page)["W1"], shapes(page)["Z1"]) == ("3,6", "4,3", "4,6")
    expect(page.get_by_label("One example more")).to_be_focused()
    page.keyboard.press("Enter")
    expect_query(page, "m=7&step=6")
    page.get_by_label("One example fewer").click()
    expect_query(page, "m=6&step=6")


def test_change_of_a_control_is_applied_at_once_and_keeps_the_focus(page: Page) -> None:
    page.goto("/")
    open_controls(page)
    field = page.get_by_label("neurons in layer 1", exact=True)
    field.fill("6")
    field.press("Enter")
    expect_query(page, "layers=3-6-2")
    expect(field).to_be_focused()
    assert shapes(page)["W1"] == "6,3"
    field.press("Tab")
    choice = page.get_by_label("activation of layer 1")
    expect(choice).to_be_focused()
    choice.select_option("relu")
    expect_query(page, "layers=3-6-2&act=relu-sigmoid")
    expect(choice).to_be_focused()
    page.go_back()
    expect_query(page, "layers=3-6-2")
    expect(choice).to_have_value("sigmoid")


def test_invalid_size_shows_a_message_at_its_field(page: Page) -> None:
    page.goto("/?step=3")
    open_controls(page)
    field = page.get_by_label("neurons in layer 2", exact=True)
    field.fill("99")
    field.press("Enter")
    expect(page.get_by_text("Layer 2 has 1 to 8 neurons, not “99”.")).to_be_visible()
    expect(field).to_have_value("99")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect_query(page, "step=3")
    field.fill("3")
    field.press("Enter")
    expect_query(page, "layers=3-4-3&step=3")
    expect(page.locator(".problem")).to_have_count(0)


def test_network_built_from_scratch_opens_for_another_visitor(page: Page, browser: Browser, base_url: str) -> None:
    page.goto("/")
    open_controls(page)
    for label, number, layers in (
        ("features", "5", "5-4-2"),
        ("neurons in layer 1", "3", "5-3-2"),
        ("neurons in layer 2", "3", "5-3-3"),
    ):
        field = page.get_by_label(label, exact=True)
        field.fill(number)
        field.press("Enter")
        expect_query(page, f"layers={layers}")
    page.get_by_label("Add a layer").click()
    expect_query(page, "layers=5-3-3-3")
    last = page.get_by_label("neurons in layer 3", exact=True)
    last.fill("1")
    last.press("Enter")
    expect_query(page, "layers=5-3-3-1")
    page.get_by_label("New numbers").click()
    expect_query(page, "layers=5-3-3-1&seed=1")
    page.keyboard.press("End")
    expect_step(page, 30)
    seen = {name: matrix(page, name) for name in shapes(page)}
    assert shapes(page)["A3"] == "1,5"

    stranger = browser.new_context(base_url=base_url).new_page()
    stranger.goto(page.url)
    assert {name: matrix(stranger, name) for name in shapes(stranger)} == seen
    stranger.context.close()


def test_entry_can_be_edited_with_the_keyboard(page: Page) -> None:
    page.goto("/?step=1")
    page.locator('button[value="W1.1.1"]').focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    field = page.get_by_label("W, layer 1, row 2, column 2")
    expect(field).to_be_focused()
    expect(field).to_have_value("-1")
    before = matrix(page, "Z1")
    page.keyboard.type("2,5")
    page.keyboard.press("Enter")
    expect_query(page, "W1=;,2.5,;;&step=1")
    assert matrix(page, "W1")[4] == "2.5"
    after = matrix(page, "Z1")
    assert (after[0], after[5] == before[5]) == (before[0], False)
    expect(page.locator('button[value="W1.2.2"]')).to_be_focused()


def test_escape_leaves_an_entry_unchanged(page: Page) -> None:
    page.goto("/?step=1")
    page.locator('button[value="X.3.1"]').click()
    field = page.get_by_label("X, row 3, column 1")
    expect(field).to_be_focused()
    page.keyboard.type("77")
    page.keyboard.press("Escape")
    expect(page.locator('button[value="X.3.1"]')).to_be_focused()
    expect_query(page, "step=1")
    assert matrix(page, "X")[10] == "1.0"


def test_invalid_entry_shows_a_message_and_keeps_its_text(page: Page) -> None:
    page.goto("/?cell=b1.2.1")
    field = page.get_by_label("b, layer 1, row 2, column 1")
    field.fill("two")
    field.press("Enter")
    expect(page.locator("#problem-entry")).to_contain_text("“two” cannot be used.")
    expect(field).to_have_value("two")
    expect(field).to_be_focused()
    field.fill("−2")
    field.press("Enter")
    expect_query(page, "b1=;-2;;")


def test_tab_moves_from_matrix_to_matrix(page: Page) -> None:
    page.goto("/")
    page.locator('button[value="W1.1.1"]').focus()
    page.keyboard.press("Tab")
    expect(page.locator('button[value="b1.1.1"]')).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("table[data-matrix=W1] :focus, table[data-matrix=b1] :focus")).to_have_count(0)
    page.keyboard.press("Shift+Tab")
    expect(page.locator('button[value="b1.1.1"]')).to_be_focused()
    expect(page.locator('td > button:not([tabindex="-1"])')).to_have_count(5)  # X, W[1], b[1], W[2], b[2]


def test_pasted_matrix_changes_the_sizes(page: Page) -> None:
    page.goto("/?step=2")
    page.locator(".name.of-w a").first.click()
    expect(page.get_by_role("heading", name="W[1] as text")).to_be_visible()
    page.get_by_label("Paste it here").fill(W1_AS_PRINTED)
    page.get_by_role("button", name="Use these numbers").click()
    expect_step(page, 2)
    assert shapes(page)["W1"] == "5,3"
    assert matrix(page, "W1")[:3] == ["0.50", "−1.25", "0.75"]
    numbers = "layers=3-5-2&W1=0.5,-1.25,0.75;1.5,0.25,-0.5;-0.75,1,0.125;2,-1.5,0.25;1,1,1"
    expect_query(page, f"{numbers}&step=2&done=W1.5x3.was3-4-2")
    network = "The network was 3–4–2 and is 3–5–2 now. New numbers in b[1] and W[2] are made up."
    expect(page.locator("#done")).to_have_text(f"W[1] is (5, 3), as in your text. {network}")
    page.locator("#next").click()
    expect_step(page, 3)
    expect(page.locator("#done")).to_be_hidden()
    expect_query(page, f"{numbers}&step=3")


def test_square_paste_asks_for_rows_or_columns(page: Page) -> None:
    page.goto("/matrix?matrix=X")
    page.get_by_label("Paste it here").fill("1 2 3\n4 5 6\n7 8 9")
    page.get_by_role("button", name="Use these numbers").click()
    expect(page.locator("#problem-text")).to_contain_text("Are its rows or its columns the examples?")
    expect(page.get_by_label("Paste it here")).to_have_value("1 2 3\n4 5 6\n7 8 9")
    drawn = [text.split() for text in page.locator(".meanings table").all_inner_texts()]
    assert drawn == [[*"123456789"], [*"147258369"]]
    page.get_by_role("button", name="The rows are the examples").click()
    expect_query(page, "X=1,4,7;2,5,8;3,6,9&done=X.3x3.turned")


def test_weights_as_keras_keeps_them_are_turned_and_square_ones_asked_about_next(page: Page) -> None:
    page.goto("/matrix?layers=3-4-4&matrix=W1")
    page.get_by_label("Paste it here").fill("[[1, 2, 3, 4], [5, 6, 7, 8], [9, 8, 7, 6]]")
    page.get_by_role("button", name="Use these numbers").click()
    expect(page.locator("#problem-text")).to_contain_text("Keras, scikit-learn and many courses")
    page.get_by_role("button", name="Turn it").click()
    expect(page.locator("#done")).to_contain_text("(3, 4) was turned to (4, 3).")
    page.locator("#last").click()
    expect_step(page, 20)
    page.get_by_role("link", name="W, layer 2 as text").click()
    page.get_by_label("Paste it here").fill("1 2 3 4\n5 6 7 8\n9 8 7 6\n5 4 3 2")
    page.get_by_role("button", name="Use these numbers").click()
    expect(page.locator(".meanings button")).to_have_text(["Turn it", "Leave it as it is"])


def test_paste_that_is_too_long_is_offered_rounded(page: Page) -> None:
    page.goto("/matrix?layers=8-1&matrix=X")
    page.get_by_label("Paste it here").fill("\n".join(" ".join(["0.123456"] * 40) for _ in range(8)))
    page.get_by_role("button", name="Use these numbers").click()
    expect(page.locator("#problem-text")).to_contain_text("1,900 fit.")
    page.get_by_role("button", name="Round to 3 significant digits").click()
    expect(page.locator("#stage")).to_be_visible()
    assert "0.123,0.123" in query(page)
    assert len(query(page)) < 2000


def test_copy_button_copies_the_matrix(fresh_page: Page) -> None:
    fresh_page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    fresh_page.goto("/matrix?matrix=b2")
    fresh_page.get_by_role("button", name="Copy").first.click()
    expect(fresh_page.get_by_role("button", name="Copied")).to_be_visible()
    assert fresh_page.evaluate("navigator.clipboard.readText()") == "np.array([[-0.3],\n          [0.7]])"


def test_controls_stay_open_while_they_are_used_and_close_outside(page: Page) -> None:
    page.goto("/?step=2")
    summary, form = page.locator(".controls summary"), page.locator("#workshop")
    summary.click()
    page.get_by_label("features", exact=True).fill("4")
    page.get_by_label("activation of layer 1").select_option("relu")
    expect_query(page, "layers=4-4-2&act=relu-sigmoid&step=2")
    page.get_by_label("Add a layer").click()
    expect_query(page, "layers=4-4-2-2&act=relu-sigmoid-sigmoid&step=2")
    expect(form).to_be_visible()
    page.keyboard.press("Escape")
    expect(form).to_be_hidden()
    expect(summary).to_be_focused()
    page.keyboard.press("Enter")
    expect(form).to_be_visible()
    page.get_by_role("heading", level=1).click(position={"x": 5, "y": 5})
    expect(form).to_be_hidden()
    expect_query(page, "layers=4-4-2-2&act=relu-sigmoid-sigmoid&step=2")


def press(page: Page, selector: str, milliseconds: int = 120) -> None:
    """Press with the mouse for as long as a hand does: what was typed is sent when the button goes down."""
    box = page.locator(selector).first.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.wait_for_timeout(milliseconds)
    page.mouse.up()


def delay_changes(page: Page) -> None:
    """Answer changes after a press that follows them at once."""

    def answer(route: Route) -> None:
        page.wait_for_timeout(300)
        route.continue_()

    page.route("**/change?*", answer)


BESIDE_A_SIZE = [
    ("#add-layer", "layers=3-6-2-2&step=2"),
    ("#more", "layers=3-6-2&m=6&step=2"),
    ("#new-numbers", "layers=3-6-2&seed=1&step=2"),
    ("#next", "layers=3-6-2&step=3"),
    ('.chips [aria-label="Example 4"]', "layers=3-6-2&step=14"),
    ('.views [aria-label="Vectorized view"]', "layers=3-6-2&view=vectorized&step=2"),
    ('button[value="A1.2.1"]', "layers=3-6-2&step=2&cell=A1.2.1"),
]


@pytest.mark.parametrize("milliseconds", [0, 120])
@pytest.mark.parametrize("is_slow", [False, True], ids=["", "slow"])
def test_press_beside_a_typed_size_does_both(page: Page, is_slow: bool, milliseconds: int) -> None:
    if is_slow:
        delay_changes(page)
    for pressed, after in BESIDE_A_SIZE:
        page.goto("/?step=2")
        ready(page)
        open_controls(page)
        page.get_by_label("neurons in layer 1", exact=True).fill("6")
        press(page, pressed, milliseconds)
        expect_query(page, after)


@pytest.mark.parametrize("is_slow", [False, True], ids=["", "slow"])
def test_press_beside_a_typed_entry_does_both(page: Page, is_slow: bool) -> None:
    if is_slow:
        delay_changes(page)
    for pressed, after in (
        ("#more", "m=6&X=;,6;&step=2"),
        ("#next", "m=5&X=;,6;&step=3"),
        ('button[value="W1.1.1"]', "m=5&X=;,6;&step=2&cell=W1.1.1"),
        ("#leave", "step=2"),
    ):
        page.goto("/?step=2&cell=X.2.2")
        ready(page)
        page.get_by_label("X, row 2, column 2").fill("6")
        press(page, pressed)
        expect_query(page, after)


@pytest.mark.parametrize("pressed", ["#next", "#more", ".chips a", ".views a:not([aria-current])"])
def test_press_beside_an_invalid_text_only_says_so(page: Page, pressed: str) -> None:
    delay_changes(page)
    for label, text in (("neurons in layer 2", "99"), ("X, row 2, column 2", "two")):
        page.goto("/?step=2&cell=X.2.2")
        ready(page)
        open_controls(page)
        field = page.get_by_label(label, exact=True)
        field.fill(text)
        press(page, pressed)
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(field).to_be_visible()
        expect(field).to_have_value(text)
        page.wait_for_load_state("networkidle")
        expect(field).to_have_value(text)
        expect_query(page, "step=2&cell=X.2.2")


def test_presses_of_next_beside_a_change_are_counted(page: Page) -> None:
    delay_changes(page)
    page.goto("/?step=2")
    ready(page)
    open_controls(page)
    page.get_by_label("neurons in layer 1", exact=True).fill("6")
    for _ in range(3):
        press(page, "#next", 0)
    expect_query(page, "layers=3-6-2&step=5")


def test_typed_value_is_applied_with_a_button_pressed_at_once(page: Page) -> None:
    page.goto("/")
    open_controls(page)
    page.get_by_label("neurons in layer 2", exact=True).fill("3")
    page.get_by_label("Add a layer").click()  # before the change is answered
    expect_query(page, "layers=3-4-3-3")
    expect(page.get_by_label("Add a layer")).to_be_focused()
