"""Present mode: keys, clicker, blank screen, full screen, panels."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.support.stage import expect_query, expect_step, matrix, picture, query, ready, step


def present(page: Page, address: str, width: int = 1024, height: int = 768) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.goto(address)
    page.evaluate("document.fonts.ready")


def test_clicker_and_arrow_keys_step(page: Page) -> None:
    present(page, "/?present=1&step=5")
    keys = {"PageDown": 6, "ArrowRight": 7, "Space": 8, "PageUp": 7, "ArrowLeft": 6, "Home": 0, "End": 20}
    for key, to in keys.items():
        page.keyboard.press(key)
        expect_step(page, to)
        expect(page).to_have_url(re.compile("present=1"))


def test_v_switches_the_view_at_the_same_numbers(page: Page) -> None:
    present(page, "/?present=1&step=5&cell=Z1.3.2")
    page.keyboard.press("v")
    expect_step(page, 1, "vectorized")
    assert matrix(page, "Z1")[6] != ""
    page.keyboard.press("v")
    expect_step(page, 5)
    expect_query(page, "step=5&cell=Z1.3.2&present=1")


def test_blank_screen_returns_with_any_key_without_a_step(page: Page) -> None:
    present(page, "/?present=1&step=5")
    for number, key in ((5, "b"), (6, ".")):
        page.keyboard.press(key)
        expect(page.locator("#sentence")).to_be_hidden()
        assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(0, 0, 0)"
        page.keyboard.press("PageDown")  # shows the screen, does not step
        expect(page.locator("#sentence")).to_be_visible()
        assert step(page) == ("loop", number)
        page.keyboard.press("PageDown")
        expect_step(page, number + 1)


def test_blank_screen_returns_with_a_touch(page: Page) -> None:
    present(page, "/?present=1&step=5")
    page.keyboard.press("b")
    page.mouse.click(500, 700)
    expect(page.locator("#sentence")).to_be_visible()


def test_fast_presses_of_switch_keys_are_all_applied(page: Page) -> None:
    """The last key is the other switch: it is applied after the others."""
    present(page, "/?step=7&present=1")
    ready(page)
    for keys, view, theme in (
        ("vvt", "loop", "dark"),
        ("vvvvt", "loop", "auto"),
        ("vvvt", "vectorized", "dark"),
        ("ttv", "loop", "dark"),
        ("tttv", "vectorized", "auto"),
    ):
        for key in keys:
            page.keyboard.press(key)
        page.wait_for_selector(f'#stage[data-view="{view}"]' if keys[-1] == "v" else f'#stage[data-theme="{theme}"]')
        assert page.locator("#stage").evaluate("e => [e.dataset.view, e.dataset.theme]") == [view, theme], keys


def test_step_closes_an_open_panel(page: Page) -> None:
    present(page, "/?present=1&step=5")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("PageDown")
    expect_step(page, 6)
    expect(page.locator("#keys")).to_be_hidden()


def test_space_steps_after_a_button_was_clicked(page: Page) -> None:
    present(page, "/?present=1&step=5")
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name="Keys").click()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.mouse.click(500, 700)
    page.keyboard.press("Space")
    expect_step(page, 6)


def test_held_key_blanks_the_screen_once(page: Page) -> None:
    present(page, "/?present=1&step=5")
    page.keyboard.down("b")
    for _ in range(5):
        page.keyboard.down("b")  # what a keyboard sends while a key is held
    expect(page.locator("#sentence")).to_be_hidden()
    page.keyboard.up("b")
    page.keyboard.press("b")
    expect(page.locator("#sentence")).to_be_visible()


def test_f_is_full_screen_and_steps_stay_in_full_screen(fresh_page: Page) -> None:
    present(fresh_page, "/?present=1&step=5")
    fresh_page.keyboard.press("f")
    fresh_page.wait_for_function("() => document.fullscreenElement !== null")
    fresh_page.keyboard.press("PageDown")
    expect_step(fresh_page, 6)
    fresh_page.keyboard.press("t")
    fresh_page.wait_for_selector('#stage[data-theme="dark"]')
    assert fresh_page.evaluate("document.fullscreenElement !== null")
    fresh_page.keyboard.press("f")
    fresh_page.wait_for_function("() => document.fullscreenElement === null")


def test_t_changes_theme_and_address(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    present(page, "/?present=1&step=5")
    paint = "getComputedStyle(document.documentElement).backgroundColor"
    assert page.evaluate(paint) == "rgb(255, 255, 255)"  # in spite of the dark colour scheme
    page.keyboard.press("t")
    page.wait_for_selector('#stage[data-theme="dark"]')
    assert page.evaluate(paint) == "rgb(10, 12, 15)"
    expect_query(page, "step=5&present=1&theme=dark")
    page.keyboard.press("t")
    page.wait_for_selector('#stage[data-theme="auto"]')
    assert page.evaluate(paint) == "rgb(255, 255, 255)"


def test_question_mark_opens_the_keys_panel_and_escape_closes_it(page: Page) -> None:
    present(page, "/?step=5&present=1")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    for text in ("Page Down", "blank the screen", "full screen"):
        expect(page.locator("#keys")).to_contain_text(text)
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()
    page.keyboard.press("Escape")
    assert step(page) == ("loop", 5)
    expect_query(page, "step=5&present=1")


def test_letter_keys_can_be_switched_off(page: Page) -> None:
    present(page, "/?present=1&step=5")
    page.keyboard.press("?")
    page.locator("#letters").click()
    page.wait_for_selector("#stage:not([data-letters])")
    expect(page).to_have_url(re.compile("letters=0"))
    page.keyboard.press("Escape")
    for key in ("v", "t", "b", "?"):
        page.keyboard.press(key)
    page.keyboard.press("PageDown")
    expect_step(page, 6)
    expect(page.locator("#sentence")).to_be_visible()
    expect(page.locator("#keys")).to_be_hidden()
    assert "theme" not in query(page)


def test_letter_keys_do_nothing_outside_present_mode(page: Page) -> None:
    page.goto("/?step=5")
    for key in ("v", "t", "b", ".", "?", "f", "PageDown"):
        page.keyboard.press(key)
    page.keyboard.press("ArrowRight")
    expect_step(page, 6)
    expect_query(page, "step=6")


def test_reload_shows_the_same_stage(page: Page) -> None:
    present(page, "/?present=1")
    for key in ("PageDown", "PageDown", "t", "PageDown", "v"):
        before = query(page)
        page.keyboard.press(key)
        page.wait_for_url(lambda url, before=before: url.partition("?")[2] != before)  # type: ignore[misc]
    shown = picture(page)
    page.reload()
    assert picture(page) == shown


@pytest.mark.parametrize("milliseconds", [0, 150])
def test_fast_presses_in_present_mode_are_all_counted(page: Page, milliseconds: int) -> None:
    def slowly(route: Route) -> None:
        page.wait_for_timeout(milliseconds)
        route.continue_()

    present(page, "/?present=1")
    ready(page)
    if milliseconds:
        page.route(re.compile("step="), slowly)
    for _ in range(9):
        page.keyboard.press("PageDown")
    expect_step(page, 9)
    for _ in range(4):
        page.keyboard.press("PageUp")
    expect_step(page, 5)
    page.unroute_all(behavior="ignoreErrors")


def test_wake_lock_is_requested_again_when_the_page_is_visible(page: Page) -> None:
    page.add_init_script(
        """window.asked = [];
        Object.defineProperty(navigator, "wakeLock", {
            value: { request: (what) => { asked.push(what); return Promise.resolve({}); } } });"""
    )
    present(page, "/?present=1&step=5")
    assert page.evaluate("asked") == ["screen"]
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert page.evaluate("asked") == ["screen", "screen"]


def test_present_mode_works_without_wake_lock_full_screen_and_popover(page: Page) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.add_init_script(
        """Object.defineProperty(navigator, "wakeLock", { value: undefined });
        Element.prototype.requestFullscreen = undefined;
        HTMLElement.prototype.togglePopover = undefined;"""
    )
    present(page, "/?present=1&step=5")
    for key in ("f", "?", "b", "b", "PageDown"):
        page.keyboard.press(key)
    expect_step(page, 6)
    assert errors == []


def test_refused_wake_lock_or_full_screen_raises_no_error(page: Page) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.add_init_script(
        """const no = () => Promise.reject(new DOMException("no", "NotAllowedError"));
        Object.defineProperty(navigator, "wakeLock", { value: { request: no } });
        Element.prototype.requestFullscreen = no;"""
    )
    present(page, "/?present=1&step=5")
    page.keyboard.press("f")
    page.keyboard.press("PageDown")
    expect_step(page, 6)
    assert errors == []


def test_present_and_leave_links_keep_the_step(page: Page) -> None:
    page.goto("/?step=5")
    page.keyboard.press("ArrowRight")
    expect_step(page, 6)
    page.get_by_role("link", name="Present").click()
    page.wait_for_url(lambda url: "present=1" in url)
    expect_step(page, 6)
    page.get_by_role("link", name="End class view").click()
    page.wait_for_url(lambda url: "present=1" not in url)
    expect_step(page, 6)


def test_space_presses_a_focused_button(page: Page) -> None:
    present(page, "/?present=1&step=5")
    page.get_by_role("button", name="More").focus()
    page.keyboard.press("Space")
    expect(page.locator("#more")).to_be_visible()
    assert step(page) == ("loop", 5)


def test_share_panel_has_the_address_of_the_step_on_the_board(page: Page, base_url: str) -> None:
    present(page, "/?step=4&present=1&theme=dark")
    page.keyboard.press("PageDown")
    expect_step(page, 5)
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name="Share").click()
    expect(page.locator("#share .display-url")).to_have_text(f"{base_url.partition('//')[2]}/?step=5")
    expect(page.locator("#share .note")).to_contain_text("make run HOST=0.0.0.0")
    expect(page.locator("#share img")).to_have_count(0)  # nobody else can open this address
    there = page.locator("#share .display-url a").get_attribute("href")
    assert there == f"{base_url}/?step=5"
    page.goto(there)
    expect_step(page, 5)
    expect(page.get_by_role("link", name="Present")).to_be_visible()


MOVED = """() => {
    const animate = Element.prototype.animate;
    window.moved = [];
    Element.prototype.animate = function (frames, how) {
        const from = frames?.[0]?.translate;
        if (from) moved.push([this.querySelector("table").dataset.matrix, from, how.duration]);
        return animate.call(this, frames, how);
    };
}"""
"""Records what moves: its matrix, where from, and for how long."""


def test_activations_slide_up_to_become_the_next_input(page: Page) -> None:
    present(page, "/?present=1&step=1", 1280, 720)
    page.evaluate(MOVED)
    page.keyboard.press("ArrowRight")
    expect_step(page, 2)
    assert page.evaluate("moved") == []  # the layer is the same
    from_top = page.locator('[data-matrix="A1"] tbody').evaluate("each => each.getBoundingClientRect().top")
    page.keyboard.press("ArrowRight")
    expect_step(page, 3)
    ((name, start, duration),) = page.wait_for_function("() => moved.length && moved").json_value()
    assert (name, duration) == ("A1", 280)
    assert 0 < float(start.split()[1].removesuffix("px")) < from_top
    page.keyboard.press("ArrowLeft")
    expect_step(page, 2)
    assert page.evaluate("moved.length") == 1


def test_reduced_motion_moves_no_matrix(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    present(page, "/?present=1&step=2")
    page.evaluate(MOVED)
    page.keyboard.press("ArrowRight")
    expect_step(page, 3)
    assert page.evaluate("moved") == []


def test_the_loop_ends_with_the_way_to_the_matrix_form(page: Page) -> None:
    present(page, "/?present=1&step=20")
    expect(page.locator("#next")).to_be_hidden()
    page.get_by_role("link", name="Now all at once").click()
    page.wait_for_selector('#stage[data-view="vectorized"]')
    expect(page).to_have_url(re.compile("present=1"))
