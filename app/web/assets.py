"""Static files: style sheets and scripts joined into a few files, every name with a hash of its content.

The content under a hashed name never changes, so a browser may cache it for a year.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from flask import Blueprint, Response, abort

blueprint = Blueprint("assets", __name__)

FOLDER = Path(__file__).parents[2] / "static"
TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff2": "font/woff2",
}
TEXT_TYPES = ("text/css", "text/javascript", "image/svg+xml")

STYLES = {
    "app.css": (
        *("base/layers", "base/tokens", "base/elements", "base/layout"),
        *("board/controls", "board/staircase", "board/matrix", "board/heat", "board/ribbon", "board/diagram"),
        *("board/details", "board/programs", "board/closeup", "board/stepper"),
        *("pages/page", "pages/share", "pages/print"),
    ),
    "embed.css": ("pages/embed",),
    "present.css": ("pages/present",),
    "sheet.css": ("paper/sheet", "paper/matrices", "pages/worksheet", "pages/handout"),
    "speed.css": ("race/plot", "pages/speed"),
}
"""The style sheets joined into each file, in order: app.css for every page, the others for the pages of that name.
css/base/layers.css names all cascade layers."""
SCRIPTS = {
    "app.js": ("stepping", "prefetch", "cells", "scrolling", "controls", "motion", "notices"),
    "copying.js": ("copying",),
    "files.js": ("files",),
    "present.js": ("present", "copying"),
    "racing.js": ("racing",),
}
"""The scripts joined into each file: for every page, for pages with copy buttons, for pasted matrices, for
Present, for the race."""
SINGLE = (
    "fonts/stix-two-math-subset.woff2",
    "fonts/roboto-condensed-figures.woff2",
    "vendor/htmx.min.js",
    "vendor/hx-sse.min.js",
    "vendor/fflate.min.js",
    "vendor/npyjs.js",
    "icon.svg",
)
CARDS = tuple(sorted(f"cards/{path.name}" for path in (FOLDER / "cards").glob("*.png")))
"""The presets' preview pictures, which other programs show next to a link; `make cards` draws them."""


@dataclass(frozen=True, slots=True)
class Assets:
    """The content of every hashed URL, and the hashed URL of every plain name, such as app.css and vendor/htmx.min.js.

    ``cards`` are the URLs of the preview pictures, by preset.
    """

    content: Mapping[str, bytes]
    urls: Mapping[str, str]
    cards: Mapping[str, str]


@cache
def collect() -> Assets:
    """Read, join and hash the files. Style sheets get the hashed URLs of fonts."""
    plain = {name: (FOLDER / name).read_bytes() for name in (*SINGLE, *CARDS)}
    urls = {name: _url(name, content) for name, content in plain.items()}
    for joined, names in STYLES.items():
        styles = "\n".join((FOLDER / "css" / f"{name}.css").read_text(encoding="utf-8") for name in names)
        for name in SINGLE:
            styles = styles.replace(f'url("../../{name}")', f'url("{urls[name]}")')
        plain[joined] = styles.encode()
    for joined, names in SCRIPTS.items():
        scripts = ((FOLDER / "js" / f"{name}.js").read_text(encoding="utf-8") for name in names)
        plain[joined] = "\n".join(f"{{\n{script}}}" for script in scripts).encode()
    urls |= {name: _url(name, plain[name]) for name in (*STYLES, *SCRIPTS)}
    return Assets(
        MappingProxyType({urls[name]: content for name, content in plain.items()}),
        MappingProxyType(urls),
        MappingProxyType({Path(name).stem: urls[name] for name in CARDS}),
    )


def _url(name: str, content: bytes) -> str:
    path = Path(name)
    return f"/static/{path.stem}.{hashlib.sha256(content).hexdigest()[:12]}{path.suffix}"


@blueprint.get("/static/<path:name>")
def static_file(name: str) -> Response:
    """A static file, at a URL with its hash."""
    content = collect().content.get(f"/static/{name}")
    if content is None:
        abort(404)
    response = Response(content, mimetype=TYPES[Path(name).suffix])
    response.cache_control.public = True
    response.cache_control.max_age = 365 * 24 * 3600
    response.cache_control.immutable = True
    response.set_etag(name)
    return response
