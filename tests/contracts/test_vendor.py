"""Vendored files have the size, hash and licence that their README states."""

import base64
import hashlib
import re
from pathlib import Path
from typing import NamedTuple

from tests.support.each import for_each

STATIC = Path(__file__).parents[2] / "static"
LISTED = re.compile(r"^(?P<name>\S+)  (?:(?P<size>\d+) bytes  )?(?P<hash>sha384-\S+)$", re.MULTILINE)
OURS = {".md", ".LICENSE", ".txt"}


class Listed(NamedTuple):
    """A line of a README: file, size if stated, hash."""

    file: Path
    size: str | None
    hash: str


def listed(folder: str) -> list[Listed]:
    text = (STATIC / folder / "README.md").read_text(encoding="utf-8")
    return [Listed(STATIC / folder / name, size, digest) for name, size, digest in LISTED.findall(text)]


FILES = listed("vendor") + listed("fonts")


@for_each("entry", FILES)
def test_vendored_file_has_size_and_hash_of_the_readme(entry: Listed) -> None:
    content = entry.file.read_bytes()
    digest = base64.b64encode(hashlib.sha384(content).digest()).decode()
    assert f"sha384-{digest}" == entry.hash
    assert entry.size in ("", str(len(content)))


@for_each("folder", ["vendor", "fonts"])
def test_readme_lists_every_vendored_file(folder: str) -> None:
    served = {file for file in (STATIC / folder).iterdir() if file.suffix not in OURS}
    assert served
    assert served == {entry.file for entry in listed(folder)}


LICENCES = [f"vendor/{name}.LICENSE" for name in ("htmx", "fflate", "npyjs")]
LICENCES += ["fonts/OFL.txt", "fonts/RobotoCondensed-OFL.txt"]


@for_each("licence", LICENCES)
def test_licence_file_is_present_and_named_in_the_readme(licence: str) -> None:
    assert (STATIC / licence).stat().st_size > 500
    assert Path(licence).name in (STATIC / licence).with_name("README.md").read_text(encoding="utf-8")
