"""The routes that share a step: links, QR code, frame, oEmbed."""

from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, jsonify, render_template, request

from app.presets import plans
from app.state import State, parse
from app.state.limits import MAX_FORM_QUERY
from app.state.navigation import public
from app.state.query import repeated_keys
from app.views.base.qr import qr_svg
from app.views.base.scene import scene
from app.views.base.urls import BOARD_PATH, EMBED_PATH, OEMBED_PATH, QR_PATH, SHARE_PATH, url
from app.views.pages.embed import NO_LIMIT, embed, oembed
from app.views.pages.share import share_page
from app.web.assets import collect
from app.web.responses import asked_scene, asked_state, base, bounded_query, page, pairs_in, part_or_page

OEMBED_KEYS = ("url", "format", "maxwidth", "maxheight")

blueprint = Blueprint("sharing", __name__)


@blueprint.get(SHARE_PATH)
def share() -> Response:
    """Everything that can be taken along from a step."""
    return page(render_template("pages/share.html", page=share_page(asked_scene(), base())))


@blueprint.get(QR_PATH)
def qr() -> Response:
    """The URL of a step as a QR code."""
    address = base() + url(BOARD_PATH, public(asked_state()))
    try:
        response = page(qr_svg(address))
    except ValueError:
        abort(414, f"No QR code has room for the {len(address):,} characters of this address.")
    response.mimetype = "image/svg+xml"
    return response


@blueprint.get(EMBED_PATH)
def embedded() -> Response:
    """The board for a frame, as a page or as its part."""
    return part_or_page("pages/embed.html", stage=embed(asked_scene()))


@blueprint.get(OEMBED_PATH)
def oembed_json() -> Response:
    """How another program embeds a board whose URL it has: see oembed.com."""
    pairs = [(key, text) for key, text in bounded_query(MAX_FORM_QUERY) if text]
    given = dict(pairs)
    if given.get("format", "json") != "json":
        abort(501)
    state = _state_at(given.get("url", ""))
    most = {key: _pixels(given[key]) if key in given else NO_LIMIT for key in ("maxwidth", "maxheight")}
    wrong = repeated_keys(key for key, _ in pairs if key in OEMBED_KEYS)
    wrong |= {key: "A size is a whole number of pixels from 1 to 9999." for key, size in most.items() if not size}
    if state is None:
        wrong["url"] = f"This is not the address of a board on {request.host}."
    if state is None or wrong:
        return page(jsonify(errors=wrong), 404 if state is None else 422)
    room = (most["maxwidth"], most["maxheight"])
    return page(jsonify(oembed(scene(state), base(), collect().cards.get(state.preset, ""), room)))


def _state_at(address: str) -> State | None:
    """The state of an absolute URL. None unless it is a board on this server; BadAddress if its query is invalid."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    is_here = parts.scheme in ("http", "https") and parts.netloc.lower() == request.host.lower()
    if not is_here or (parts.path or BOARD_PATH) not in (BOARD_PATH, EMBED_PATH):
        return None
    return parse(pairs_in(parts.query.encode(errors="backslashreplace")), plans())


def _pixels(text: str) -> int:
    """A number of pixels; 0 for any other text."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 4 else 0
