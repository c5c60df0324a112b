"""Matrices as people paste them: what each spelling is read as, asked about, or refused with.

The files in corpus/ have a table for each spelling, named after its source: the ``text``, and ``rows`` (with ``flat``,
if it is a list), ``readings`` (a question: the rows of each) or ``sentence`` (with its place).
"""

import tomllib
from pathlib import Path
from typing import Any

from app.state.reading import Rows, Unreadable, readings
from tests.support.each import for_each

CORPUS = [
    (f"{source} {number}", entry)
    for path in sorted(Path(__file__).parent.glob("corpus/*.toml"))
    for source, entries in tomllib.loads(path.read_text(encoding="utf-8")).items()
    for number, entry in enumerate(entries, start=1)
]


def as_rows(entries: list[list[float]]) -> Rows:
    return tuple(tuple(map(float, row)) for row in entries)


def outcome(text: str) -> dict[str, object]:
    """What the corpus says of the text."""
    try:
        found = readings(text)
    except Unreadable as error:
        return {"sentence": str(error)}
    if len(found) > 1:
        return {"readings": [reading.rows for reading in found]}
    return {"rows": found[0].rows, "flat": found[0].flat}


@for_each("name entry", CORPUS)
def test_every_spelling_is_read_asked_about_or_refused(name: str, entry: dict[str, Any]) -> None:
    wanted: dict[str, object]
    if "rows" in entry:
        wanted = {"rows": as_rows(entry["rows"]), "flat": entry.get("flat", False)}
    elif "readings" in entry:
        wanted = {"readings": [as_rows(rows) for rows in entry["readings"]]}
    else:
        wanted = {"sentence": entry["sentence"]}
    assert outcome(entry["text"]) == wanted, entry["text"]


def test_corpus_has_many_spellings_of_many_sources() -> None:
    sources = {name.rpartition(" ")[0] for name, _ in CORPUS}
    assert len(CORPUS) >= 300 and len(sources) >= 25
