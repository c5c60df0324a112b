"""Static files: hash in the name, cached for a year, no other path to them."""

import hashlib
import re

from flask import Flask
from flask.testing import FlaskClient

from app.web.assets import CARDS, FOLDER, SCRIPTS, SINGLE, STYLES, collect
from tests.support.each import for_each
from tests.support.pages import read

NAMES = [*SINGLE, *STYLES, *SCRIPTS]
READERS = ("vendor/fflate.min.js", "vendor/npyjs.js")
SOMETIMES = {*STYLES, *SCRIPTS, "vendor/hx-sse.min.js", *READERS} - {"app.css", "app.js"}
"""Files that not every page loads."""
every_file = for_each("name", [*NAMES, *CARDS])


@every_file
def test_file_name_has_the_hash_of_the_content(client: FlaskClient, name: str) -> None:
    url = collect().urls[name]
    digest = hashlib.sha256(client.get(url).data).hexdigest()
    stem, _, suffix = name.rpartition("/")[2].rpartition(".")
    assert url == f"/static/{stem}.{digest[:12]}.{suffix}"


@every_file
def test_static_file_is_cached_for_a_year_as_immutable(client: FlaskClient, name: str) -> None:
    answer = client.get(collect().urls[name])
    assert answer.status_code == 200
    control = answer.cache_control
    assert (control.public, control.max_age, control.immutable) == (True, 31536000, True)
    assert not (control.no_cache or control.no_store)


@for_each(
    "name kind",
    [
        ("app.css", "text/css; charset=utf-8"),
        ("app.js", "text/javascript; charset=utf-8"),
        ("vendor/htmx.min.js", "text/javascript; charset=utf-8"),
        ("icon.svg", "image/svg+xml; charset=utf-8"),
        ("fonts/stix-two-math-subset.woff2", "font/woff2"),
        ("cards/course.png", "image/png"),
    ],
)
def test_static_file_has_its_content_type(client: FlaskClient, name: str, kind: str) -> None:
    assert client.get(collect().urls[name]).headers["Content-Type"] == kind


@for_each(
    "address",
    [
        *(f"/static/{name}" for name in NAMES),
        "/static/",
        "/static/app.000000000000.css",
        "/static/css/base/tokens.css",
        "/static/js/cells.js",
        "/static/vendor/README.md",
        "/static/fonts/OFL.txt",
        "/static/../app/__init__.py",
        "/static/%2e%2e/app/__init__.py",
        "/static/..%2f..%2fetc/passwd",
        "/static//etc/passwd",
    ],
)
def test_every_other_path_under_static_is_404(client: FlaskClient, address: str) -> None:
    assert client.get(address, follow_redirects=True).status_code == 404


def test_pages_load_exactly_the_listed_files(client: FlaskClient, app: Flask) -> None:
    head = read(client.get("/").text).one("head")
    named = [each.get("href") or each.get("src") for each in head.walk() if each.tag in ("link", "script")]
    static = {address for address in named if address.startswith("/static/")}
    assert static == {collect().urls[name] for name in NAMES if name not in SOMETIMES}
    where = {"present": "/?present=1", "copying": "/share", "embed": "/embed", "sheet": "/worksheet"}
    where |= dict.fromkeys(("speed", "racing", "vendor/hx-sse"), "/speed")
    where |= dict.fromkeys(("files", "vendor/fflate", "vendor/npyjs"), "/matrix?matrix=W1")
    for name in SOMETIMES:
        assert collect().urls[name] in client.get(where[name.partition(".")[0]]).text


def test_bundles_contain_every_source_and_only_hashed_urls() -> None:
    files = collect()
    sheet = "".join(files.content[files.urls[name]].decode() for name in STYLES)
    fonts = [name for name in SINGLE if name.startswith("fonts/")]
    assert re.findall(r"url\(([^)]*)\)", sheet) == [f'"{files.urls[name]}"' for name in fonts]
    sources = {str(path.relative_to(FOLDER / "css").with_suffix("")) for path in (FOLDER / "css").rglob("*.css")}
    assert sources == {name for names in STYLES.values() for name in names}
    assert {path.stem for path in (FOLDER / "js").iterdir()} == {name for names in SCRIPTS.values() for name in names}


def test_compressed_file_is_less_than_half_the_size(client: FlaskClient) -> None:
    packed = client.get(collect().urls["app.css"], headers={"Accept-Encoding": "br"})
    assert packed.headers["Content-Encoding"] == "br"
    assert len(packed.data) < len(client.get(collect().urls["app.css"]).data) / 2
