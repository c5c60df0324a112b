"""Shared addresses, QR codes, frames, previews and oEmbed lead back to the same step."""

import json
import re
import struct
from html import unescape
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
import segno
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from app.presets import PRESETS, plans
from app.state import State
from app.state.limits import MAX_NUMBERS, MAX_QUERY
from app.state.query import length_of
from app.views.base.qr import QUIET, footer, qr_svg
from app.views.base.urls import BOARD_PATH, MAX_TYPED, TRUNCATED, url
from app.views.pages.embed import CARD_SIZE
from app.views.pages.share import share_link
from app.web.assets import FOLDER
from tests.support.addresses import AS_PART, addresses
from tests.support.each import for_each
from tests.support.pages import read
from tests.support.strategies import own_states

BASE = "http://localhost"
EIGHT_BY_EIGHT = ";".join([",".join(["-0.12345"] * 8)] * 8)


def modules(svg: str) -> list[list[bool]]:
    """The modules of a drawn QR code with its quiet zone; True is dark."""
    size = int(re.findall(r'viewBox="0 0 (\d+) \1"', svg)[0])
    drawn = [[False] * size for _ in range(size)]
    x, y = 0.0, 0.0
    (path,) = re.findall(r'stroke="#000" d="([^"]*)"', svg)
    for letter, *numbers in re.findall(r"([Mmh])(-?[\d.]+)(?: ?(-?[\d.]+))?", path):
        first, second = float(numbers[0]), float(numbers[1] or 0)
        if letter == "h":
            for column in range(int(x), int(x + first)):
                drawn[int(y)][column] = True
            x += first
        else:
            x, y = (first, second) if letter == "M" else (x + first, y + second)
    return drawn


def anywhere() -> st.SearchStrategy[str]:
    """The address of any state, with or without overrides."""
    own = own_states("course", plans()["course"]).filter(lambda state: length_of(state) <= MAX_NUMBERS)
    return addresses() | own.map(lambda state: url(BOARD_PATH, state))


# QR codes


@given(there=anywhere())
def test_qr_code_encodes_the_shared_address(client: FlaskClient, there: str) -> None:
    address = read(client.get(there).text).one("meta", property="og:url")["content"]
    svg = client.get(there.replace("/", "/qr.svg", 1)).text
    wanted = segno.make_qr(address, error="M" if len(address) <= 300 else "L")
    assert modules(svg) == [[bool(module) for module in row] for row in wanted.matrix_iter(border=4)]


def test_qr_code_is_black_on_white_with_a_quiet_zone(client: FlaskClient) -> None:
    answer = client.get("/qr.svg?step=5&theme=dark")
    assert answer.mimetype == "image/svg+xml"
    assert set(re.findall(r'(?:stroke|fill)="([^"]*)"', answer.text)) == {"#000", "#fff"}
    drawn = modules(answer.text)
    edge = [*drawn[:QUIET], *drawn[-QUIET:], *([*row[:QUIET], *row[-QUIET:]] for row in drawn)]
    assert not any(map(any, edge))
    assert drawn[QUIET][QUIET]
    assert "style" not in answer.text and "<?xml" not in answer.text


def test_longest_address_has_a_qr_code(client: FlaskClient) -> None:
    numbers = "&".join(f"{name}={EIGHT_BY_EIGHT}" for name in ("X", "W1", "W2"))
    longest = f"/qr.svg?layers=8-8-8-8&m=8&{numbers}"
    answer = client.get(longest)
    assert (answer.status_code, len(longest) > 1_700) == (200, True)
    assert client.get("/qr.svg?" + "x" * (MAX_QUERY + 1)).status_code == 414
    with pytest.raises(ValueError, match="too large"):
        qr_svg("x" * 3000)


def test_qr_code_of_a_host_that_is_too_long_is_refused(client: FlaskClient) -> None:
    answer = client.get("/qr.svg", headers={"Host": "x" * 3000})
    assert answer.status_code in (400, 414)


# The share page


@given(address=addresses())
def test_share_page_names_address_qr_code_and_frame_that_open(client: FlaskClient, address: str) -> None:
    page = read(client.get(address.replace("/", "/share", 1)).text)
    shared = page.one(id="share-address").text
    opened = client.get(shared.removeprefix(BASE))
    assert opened.status_code == 200
    canonical = read(opened.text).one("link", rel="canonical")["href"]
    assert BASE + canonical == shared.removesuffix("/") + ("/" if canonical == "/" else "")
    assert not {"present", "theme", "letters"} & set(re.findall(r"[?&](\w+)=", shared))
    frame = read(page.one(id="snippet").text).one("iframe")
    assert frame["src"].startswith(f"{BASE}/embed") and frame["title"] and frame["loading"] == "lazy"
    assert client.get(frame["src"].removeprefix(BASE)).status_code == 200
    assert page.one(id="snippet").text.count("<") == 2


def test_board_and_share_page_link_to_each_other_at_the_same_step(client: FlaskClient) -> None:
    board = read(client.get("/?preset=iris&step=7").text)
    there = next(link["href"] for link in board.all("a") if link.name == "Share or print")
    assert there == "/share?preset=iris&step=7"
    links = [link["href"] for link in read(client.get(there).text).one("main").all("a")]
    assert links[0] == "/?preset=iris&step=7"
    assert "/?preset=iris&step=7&present=1" in links
    query = "?preset=iris&step=7"
    assert {f"/worksheet{query}", f"/worksheet{query}&key=1", f"/handout{query}", f"/trace.json{query}"} <= set(links)
    assert {f"/export.py{query}", f"/export.py{query}&framework=torch", f"/export.ipynb{query}"} <= set(links)


@for_each(
    "base is_local",
    [
        ("http://127.0.0.1:8000", True),
        ("http://localhost", True),
        ("http://[::1]:8000", True),
        ("http://192.168.1.20:8000", False),
        ("https://columnwise.example", False),
    ],
)
def test_local_address_has_a_warning_and_no_qr_code(client: FlaskClient, base: str, is_local: bool) -> None:
    assert share_link(State(), base).is_local == is_local
    text = client.get("/share", base_url=base).text
    assert ("Others cannot open this address" in text) == ("make run HOST=0.0.0.0" in text) == is_local
    codes = read(text).all("img", class_="qr")
    assert [client.get(code["src"]).status_code for code in codes] == ([] if is_local else [200])


def test_long_address_is_truncated_for_display_only() -> None:
    short = share_link(State(step=5, present=1), "https://columnwise.example")
    assert (short.address, short.shown) == ("https://columnwise.example/?step=5", "columnwise.example/?step=5")
    long = share_link(State(X=((0.123456,) * 5,) * 3), "https://columnwise.example")
    assert long.is_long and len(long.shown) == TRUNCATED + 1 and long.shown.endswith("…")
    assert long.address.count("0.123456") == 15
    assert share_link(State(), "https://columnwise.example").shown == "columnwise.example"


@for_each("columns", range(1, 16))
def test_footer_and_share_link_display_the_same_address(columns: int) -> None:
    state, base = State(X=((0.12,) * columns,)), "https://columnwise.example"
    paper, wall = footer(state, f"{base}/"), share_link(state, base)
    assert (paper.text, paper.is_cut) == (wall.shown, wall.is_long)
    assert wall.is_long == (len(wall.address.removeprefix("https://")) > MAX_TYPED)


# Frames


@given(address=addresses())
def test_links_of_a_frame_stay_in_it_or_open_a_new_tab(client: FlaskClient, address: str) -> None:
    page = read(client.get(address.replace("/", "/embed", 1)).text)
    for link in page.all("a", href=True):
        assert link["href"].split("?")[0] == "/embed" or link["target"] == "_blank"
    for form in page.all("form"):
        assert form["action"] == "/embed"
    way_out = page.one("a", target="_blank")
    assert way_out["rel"] == "noopener"
    assert read(client.get(way_out["href"]).text).one(id="stage")["data-step"] == page.one(id="stage")["data-step"]


@given(address=addresses())
def test_part_of_a_frame_equals_the_stage_of_its_page(client: FlaskClient, address: str) -> None:
    there = address.replace("/", "/embed", 1)
    page, part = client.get(there).text, client.get(there, headers=AS_PART).text
    assert part[part.index("<main") :].strip() == page[page.index("<main") : page.index("</main>") + 7]


def test_frame_shows_the_matrices_of_the_board(client: FlaskClient) -> None:
    board, frame = (read(client.get(path + "?step=7&cell=Z1.3.2").text) for path in ("/", "/embed"))
    for name in ("X", "W1", "b1", "Z1", "A1", "W2", "b2", "Z2", "A2"):
        texts = [[td.text for td in page.one("table", data_matrix=name).all("td")] for page in (board, frame)]
        assert texts[0] == texts[1]
    for absent in ("controls", "programs", "details", "site"):
        assert not frame.all(class_=absent)


def test_frame_with_a_bad_address_shows_the_message_and_a_link_to_a_new_tab(client: FlaskClient) -> None:
    answer = client.get("/embed?step=99")
    main = read(answer.text).one("main")
    assert answer.status_code == 422
    assert "The step is a whole number from 0 to 20 here, not “99”." in main.words
    assert [link["target"] for link in main.all("a")] == ["_blank"]


# Previews


@for_each("preset", list(PRESETS))
def test_every_preset_has_a_preview_image_of_the_right_size(client: FlaskClient, preset: str) -> None:
    head = read(client.get(f"/?preset={preset}").text).one("head")
    image = head.one("meta", property="og:image")["content"]
    picture = client.get(urlsplit(image).path).data
    assert picture == Path(FOLDER / "cards" / f"{preset}.png").read_bytes()
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", picture[16:24]) == CARD_SIZE
    assert len(picture) < 80_000


def test_open_graph_tags_have_shapes_and_absolute_addresses(client: FlaskClient) -> None:
    head = read(client.get("/?step=5&present=1", base_url="https://columnwise.example").text).one("head")
    found = {each["property"]: each["content"] for each in head.all("meta", property=True)}
    assert found["og:title"] == "Course example: (3, 5) → (4, 5) → (2, 5) · Columnwise"
    assert found["og:url"] == "https://columnwise.example/?step=5"
    assert found["og:image"].startswith("https://columnwise.example/static/course.")
    assert "step by step" in found["og:description"]


@given(address=addresses())
def test_oembed_link_of_the_board_frames_its_address(client: FlaskClient, address: str) -> None:
    head = read(client.get(address).text).one("head")
    link = head.one("link", type="application/json+oembed")["href"]
    answer = client.get(link.removeprefix(BASE))
    assert answer.status_code == 200
    assert read(answer.json["html"]).one("iframe")["src"] == head.one("meta", property="og:url")["content"].replace(
        f"{BASE}/", f"{BASE}/embed", 1
    )


def oembed(client: FlaskClient, address: str, **more: str) -> dict[str, object]:
    made = client.get("/oembed", query_string=urlencode({"url": address, **more}, errors="surrogatepass"))
    assert made.is_json
    return {"status": made.status_code, **json.loads(made.text)}


def test_oembed_of_xor_equals_the_answer_worked_out_by_hand(client: FlaskClient) -> None:
    made = oembed(client, "http://localhost/?preset=xor&step=3", format="json")
    html = '<iframe src="http://localhost/embed?preset=xor&amp;step=3" title="XOR · Columnwise" '
    assert str(made.pop("html")).startswith(html)
    assert str(made.pop("thumbnail_url")).startswith("http://localhost/static/xor.")
    assert made == {
        "status": 200,
        "type": "rich",
        "version": "1.0",
        "title": "XOR: (2, 4) → (2, 4) → (1, 4) · Columnwise",
        "provider_name": "Columnwise",
        "provider_url": "http://localhost/",
        "width": 800,
        "height": 467,
        "thumbnail_width": 1200,
        "thumbnail_height": 630,
    }


def test_oembed_keeps_to_maxwidth_and_maxheight(client: FlaskClient) -> None:
    made = oembed(client, "http://localhost/embed", maxwidth="500", maxheight="300")
    assert (made["width"], made["height"], "thumbnail_url" in made) == (500, 300, False)
    assert 'width="500" height="300"' in str(made["html"])


@for_each(
    "query status",
    [
        ("", 404),
        ("url=http://localhost/&format=xml", 501),
        ("url=http://elsewhere.example/", 404),
        ("url=http://localhost.elsewhere.example/", 404),
        ("url=http://localhost@elsewhere.example/", 404),
        ("url=http://elsewhere.example%23@localhost/", 404),
        ("url=//localhost/", 404),
        ("url=javascript://localhost/", 404),
        ("url=http://[/", 404),
        ("url=http://localhost/about", 404),
        ("url=http://localhost/?step=99", 422),
        ("url=http://localhost/&maxwidth=wide", 422),
        ("url=http://localhost/&maxheight=0", 422),
        ("url=http://localhost/&url=http://localhost/?step=1", 422),
        ("url=http://localhost/&maxwidth=300&maxwidth=400", 422),
        ("url=http://localhost/?" + "x" * (MAX_QUERY + 1), 414),
        ("url=http://localhost/?" + "x" * 9000, 414),
    ],
)
def test_oembed_refuses_other_formats_hosts_and_bad_addresses(client: FlaskClient, query: str, status: int) -> None:
    answer = client.get("/oembed?" + query)
    assert answer.status_code == status
    assert all(sentence.endswith(".") for sentence in answer.json["errors"].values())


HOSTILE = st.sampled_from(
    ['"><script>', "'", "&quot;", "http://localhost", "//evil.example", "@", "#", "?", "/embed", "\\", "\n", "%00"]
)
FRAME = r'<iframe src="[^"<>]*" title="[^"<>]*" width="\d+" height="\d+" loading="lazy"></iframe>'


@given(parts=st.lists(HOSTILE | st.text(max_size=8), max_size=6), start=st.sampled_from(["", BASE, BASE + "/?"]))
def test_oembed_never_frames_another_host(client: FlaskClient, parts: list[str], start: str) -> None:
    made = oembed(client, start + "".join(parts))
    assert made["status"] in (200, 404, 414, 422)
    if made["status"] == 200:
        html = str(made["html"])
        assert re.fullmatch(FRAME, html)
        assert re.match(rf"{BASE}/embed(\?|$)", unescape(read(html).one("iframe")["src"]))


@given(there=anywhere())
def test_oembed_frames_any_state(client: FlaskClient, there: str) -> None:
    made = oembed(client, BASE + there)
    assert made["status"] == 200
    source = read(str(made["html"])).one("iframe")["src"]
    assert source.startswith(f"{BASE}/embed")
    assert client.get(source.removeprefix(BASE)).status_code == 200
