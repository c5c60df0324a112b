"""An HTML page as a tree of elements with attributes and text, by the standard library's parser.

Stricter than a browser: an unclosed or misnested tag, or a repeated attribute, is an AssertionError.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta"})
"""Elements that have no end tag."""


@dataclass(eq=False)
class Element:
    """An element with its child elements and texts."""

    tag: str
    attributes: dict[str, str]
    parent: "Element | None" = None
    children: "list[Element | str]" = field(default_factory=list)

    def __getitem__(self, attribute: str) -> str:
        return self.attributes[attribute]

    def get(self, attribute: str, default: str = "") -> str:
        return self.attributes.get(attribute, default)

    def has(self, attribute: str) -> bool:
        return attribute in self.attributes

    def walk(self) -> "Iterator[Element]":
        """This element and its descendants in document order."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def all(self, tag: str = "", **wanted: str | bool) -> "list[Element]":
        """All descendants with that tag and those attributes; True is any value, False is no such attribute.

        An underscore stands for a hyphen: data_state="now". ``class_`` is one of the classes.
        """
        return [each for each in self.walk() if each is not self and each.matches(tag, wanted)]

    def one(self, tag: str = "", **wanted: str | bool) -> "Element":
        """The only such descendant. AssertionError for none or several."""
        found = self.all(tag, **wanted)
        assert len(found) == 1, f"{len(found)} × {tag} {wanted}, not one"
        return found[0]

    def matches(self, tag: str, wanted: dict[str, str | bool]) -> bool:
        return tag in ("", self.tag) and all(self._has(name, value) for name, value in wanted.items())

    def _has(self, name: str, value: str | bool) -> bool:
        if name == "class_":
            return value in self.get("class").split()
        attribute = name.replace("_", "-")
        return self.has(attribute) is value if isinstance(value, bool) else self.attributes.get(attribute) == value

    @property
    def text(self) -> str:
        """All text in it, with its white space."""
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    @property
    def words(self) -> str:
        """Its text with white space collapsed."""
        return " ".join(self.text.split())

    @property
    def name(self) -> str:
        """The accessible name of a link or a button."""
        return self.get("aria-label") or self.words


class _Reader(HTMLParser):
    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.open = Element("", {})
        self.feed(source)
        self.close()
        assert self.open is self.root, f"<{self.open.tag}> is never closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = self._add(tag, attrs)
        if tag not in VOID:
            self.open = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._add(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        assert tag == self.open.tag and self.open.parent, f"</{tag}> where <{self.open.tag}> is open"
        self.open = self.open.parent

    def handle_data(self, data: str) -> None:
        self.open.children.append(data)

    def _add(self, tag: str, attrs: list[tuple[str, str | None]]) -> Element:
        attributes = {name: value or "" for name, value in attrs}
        assert len(attributes) == len(attrs), f"<{tag}> has an attribute twice: {attrs}"
        element = Element(tag, attributes, self.open)
        self.open.children.append(element)
        return element


def read(source: str) -> Element:
    """Parse a page or a part; the root has no tag."""
    return _Reader(source).root


@dataclass(frozen=True)
class Matrix:
    """A table of the board as the HTML contract describes it. ``first``: row and column of its first entry, from 1."""

    name: str
    shape: tuple[int, int]
    first: tuple[int, int]
    rows: tuple[tuple[Element, ...], ...]
    table: Element

    def entries(self) -> Iterator[tuple[int, int, Element]]:
        """Row, column (in the whole matrix, from 1) and element of every entry."""
        for row, cells in enumerate(self.rows, start=self.first[0]):
            for column, cell in enumerate(cells, start=self.first[1]):
                yield row, column, cell


def matrices(page: Element) -> dict[str, Matrix]:
    """The matrices of a page, by name."""
    return {table["data-matrix"]: _matrix(table) for table in page.all("table", data_matrix=True)}


def _matrix(table: Element) -> Matrix:
    rows = [tuple(row.all("td")) for row in table.all("tr")]
    return Matrix(
        table["data-matrix"],
        _pair(table["data-shape"]),
        _pair(table.get("data-first", "1,1")),
        tuple(row for row in rows if row),
        table,
    )


def _pair(text: str) -> tuple[int, int]:
    first, second = text.split(",")
    return int(first), int(second)
