"""The board in an iframe of another site, with every sandbox setting."""

from collections.abc import Callable, Iterator
from html import escape
from itertools import product
from typing import Any
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from app.presets import PRESETS, plans
from app.state import parse
from app.views.base.scene import scene
from app.views.pages.embed import IFRAME_WIDTH, snippet
from tests.support.wsgi import serving

SANDBOXES = ["", ' sandbox=""', ' sandbox="allow-scripts"', ' sandbox="allow-scripts allow-same-origin"']
FORBIDDEN = "the document's frame is sandboxed and the 'allow-scripts' permission is not set"


def host(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
    """A WSGI app: a page of another site with the HTML of its query."""
    headers = [("Content-Type", "text/html; charset=utf-8")]
    asked = parse_qs(environ["QUERY_STRING"])
    if "isolated" in asked:
        headers += [("Cross-Origin-Embedder-Policy", "require-corp"), ("Cross-Origin-Opener-Policy", "same-origin")]
    start("200 OK", headers)
    body = asked.get("html", [""])[0]
    icon = '<link rel="icon" href="data:,">'
    return [f'<!doctype html><html lang="en"><title>A blog</title>{icon}<p>Look:</p>{body}'.encode()]


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[str]:
    """The URL of a page of another origin and site."""
    with serving(host, "localhost") as url:
        yield url


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """Console messages, errors and failed requests of the page and its frames, except blocked scripts."""
    heard: list[str] = []
    page.on("console", lambda message: None if FORBIDDEN in message.text else heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("requestfailed", lambda request: heard.append(f"{request.url} {request.failure}"))
    return heard


def framed(page: Page, elsewhere: str, html: str, more: str = "") -> FrameLocator:
    """Open a page of the other site with that HTML; return its frame."""
    page.goto(f"{elsewhere}/?{more}")  # an origin of its own, then the frame
    page.evaluate("html => { document.body.insertAdjacentHTML('beforeend', html) }", html)
    return page.frame_locator("iframe")


def frame_of(address: str, sandbox: str) -> str:
    return f'<iframe src="{escape(address)}" title="Columnwise" width="800" height="610"{sandbox}></iframe>'


def expect_step(frame: FrameLocator, number: int, view: str = "loop") -> None:
    expect(frame.locator(f'#stage[data-view="{view}"][data-step="{number}"]')).to_be_visible()


@pytest.fixture
def page(fresh_page: Page) -> Page:
    """A page with an empty cache."""
    return fresh_page


@pytest.mark.parametrize("sandbox", SANDBOXES)
def test_framed_board_has_its_font_and_steps(
    page: Page, base_url: str, elsewhere: str, complaints: list[str], sandbox: str
) -> None:
    parts: list[str] = []
    page.on(
        "response",
        lambda answer: parts.append(answer.url) if answer.request.headers.get("hx-request") == "true" else None,
    )
    with page.expect_response("**/*.woff2"):
        frame = framed(page, elsewhere, frame_of(f"{base_url}/embed?step=5", sandbox))
        expect_step(frame, 5)
    if sandbox != ' sandbox=""':  # nothing can be asked where scripts are off
        frame.locator("body").evaluate("() => document.fonts.ready.then(() => true)")
        assert frame.locator("body").evaluate("() => document.fonts.check('16px \"STIX Two Math\"')")
    expect(frame.locator('td[data-state="now"]').first).to_have_text("−2.24")
    expect(frame.locator(".stepper")).to_have_css("position", "sticky")  # the style sheet is there
    frame.get_by_role("link", name="Next step").click()
    expect_step(frame, 6)
    frame.get_by_role("link", name="Next step").click()
    expect_step(frame, 7)
    frame.get_by_role("link", name="Vectorized view").click()
    expect_step(frame, 3, "vectorized")
    frame.get_by_role("link", name="Next step").click()
    expect_step(frame, 4, "vectorized")
    assert complaints == []
    assert bool(parts) == (sandbox != ' sandbox=""')
    assert all("/embed?" in address for address in parts)
    inner = page.frames[1].url
    assert inner.startswith(f"{base_url}/embed?")
    assert inner.endswith("step=5") == bool(parts)  # with scripts the frame takes no place in the visitor's history


@pytest.mark.parametrize("sandbox", SANDBOXES[:3])
def test_cross_origin_isolated_page_can_frame_the_board(
    page: Page, base_url: str, elsewhere: str, complaints: list[str], sandbox: str
) -> None:
    frame = framed(page, elsewhere, frame_of(f"{base_url}/embed?preset=digits", sandbox), "isolated=1")
    frame.get_by_role("link", name="Next step").click()
    expect_step(frame, 1)
    expect(frame.locator("th img")).to_have_count(8)
    assert complaints == []


@pytest.mark.parametrize("sandbox", SANDBOXES[1:3])
def test_sandboxed_frame_loads_pictures_of_examples(
    page: Page, base_url: str, elsewhere: str, complaints: list[str], sandbox: str
) -> None:
    frame = framed(page, elsewhere, frame_of(f"{base_url}/embed?preset=digits", sandbox))
    expect(frame.locator("th img")).to_have_count(8)
    with page.expect_response("**/picture.svg?**cell=X.1.9**") as loaded:
        frame.get_by_role("link", name="Later pictures").click()
    assert loaded.value.ok
    expect(frame.locator("#stage")).to_contain_text("9 to 16 of 1,797")
    assert complaints == []


@pytest.mark.parametrize("sandbox", SANDBOXES[2:])
def test_fast_presses_are_counted_in_a_frame(
    page: Page, base_url: str, elsewhere: str, complaints: list[str], sandbox: str
) -> None:
    frame = framed(page, elsewhere, frame_of(f"{base_url}/embed", sandbox))
    following = frame.get_by_role("link", name="Next step")
    expect_step(frame, 0)
    following.focus()
    for _ in range(7):
        page.keyboard.press("ArrowRight")
    expect_step(frame, 7)
    page.keyboard.press("End")
    expect_step(frame, 20)
    assert complaints == []


def test_cell_can_be_chosen_in_a_frame(page: Page, base_url: str, elsewhere: str) -> None:
    frame = framed(page, elsewhere, frame_of(f"{base_url}/embed?step=5", ""))
    frame.locator('button[value="Z1.3.2"]').click()
    expect(frame.locator("td[data-chosen]")).to_have_text("0.59")
    frame.locator('button[value="W1.1.1"]').click()
    expect(frame.locator('[data-matrix="W1"] td[data-chosen]')).to_have_text("−1.2")
    assert frame.locator("input:not([type=hidden])").count() == 0


def test_link_out_of_a_frame_opens_the_step_on_the_board(page: Page, base_url: str, elsewhere: str) -> None:
    frame = framed(page, elsewhere, frame_of(f"{base_url}/embed?step=8", ""))
    frame.get_by_role("link", name="Next step").click()
    expect_step(frame, 9)
    with page.expect_popup() as opened:
        frame.get_by_role("link", name="Open in Columnwise").click()
    expect(opened.value.locator('#stage[data-step="9"] .controls')).to_be_visible()
    assert opened.value.url == f"{base_url}/?step=9"


@pytest.mark.parametrize("address", ["/?step=5", "/nowhere"])
def test_other_pages_refuse_to_be_framed(
    page: Page, base_url: str, elsewhere: str, violations: list[str], address: str
) -> None:
    """tests/contracts/test_headers.py asserts the header of every page."""
    with page.expect_console_message(lambda message: "frame-ancestors" in message.text):
        framed(page, elsewhere, frame_of(base_url + address, ""))
    violations.clear()
    assert page.frame_locator("iframe").locator("main").count() == 0


def test_the_board_of_every_preset_fits_into_the_frame_of_its_snippet(
    page: Page, base_url: str, elsewhere: str
) -> None:
    page.set_viewport_size({"width": IFRAME_WIDTH + 16, "height": 900})
    page.goto(elsewhere)
    beyond = {}
    for preset, query in product(PRESETS, ({"step": "3"}, {"view": "vectorized", "step": "2"})):
        here = scene(parse({"preset": preset, **query}.items(), plans()))
        page.evaluate("html => { document.body.innerHTML = html; }", snippet(here, base_url, IFRAME_WIDTH))
        frame = page.frame_locator("iframe")
        expect(frame.locator("#stage")).to_be_visible()
        down, right = frame.locator("html").evaluate("e => [e.scrollHeight - innerHeight, e.scrollWidth - innerWidth]")
        if right or (down and preset != "digits"):  # 64 features: no screen has room for all of it
            beyond[preset, *query.values()] = (down, right)
    assert beyond == {}
