"""The error pages, and the form in which the parts of a URL can be corrected."""

from dataclasses import dataclass

from app.state import BadAddress
from app.state.state import MATRICES
from app.views.base.urls import BOARD_PATH

_TITLES = {
    404: ("There is no page here", "The address may be mistyped, or the page may have moved."),
    405: ("This address only shows pages", "It cannot take what was sent to it. Open it in the browser instead."),
    413: ("This text is too long", "Go back in the browser and paste fewer numbers. At most 1,024 can be read."),
    414: ("This address is too long", ""),
    422: ("One part of this address cannot be read", ""),
    501: ("Only JSON here", "Columnwise answers this in JSON. Ask with format=json, or without a format."),
    500: ("Something went wrong here", "That is our mistake, not yours. The board itself may still work."),
}
LABELS = {
    "preset": "Network",
    "layers": "Features and units of each layer",
    "act": "Activations",
    "m": "Number of examples, m",
    "seed": "Seed of the numbers",
    **{str(name): name.bracketed for name in MATRICES},
    "view": "View",
    "step": "Step",
    "cell": "Cell",
    "window": "First example on show",
    "rows": "First feature on show",
    "reading": "Reading of a weighted sum",
    "present": "Classroom mode",
    "theme": "Colours",
    "letters": "Keys that are letters",
    "turned": "The last pasted weights were turned",
    "blank": "What is blank on the sheet",
    "key": "Answers on the sheet",
    "framework": "Framework of the program",
    "matrix": "Matrix",
    "text": "Its numbers, pasted",
    "meant": "How the pasted text is read",
    "fit": "What is rounded or left out",
    "done": "What was done with the pasted text",
}
"""The label of each key of the query, in the order of canonical URLs."""


@dataclass(frozen=True, slots=True)
class Problem:
    """An error page: its status, a title, and lines that explain it."""

    status: int
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AddressField:
    """One value of the query as it was typed; ``problem`` is its error message or ""."""

    key: str
    label: str
    text: str
    problem: str


@dataclass(frozen=True, slots=True)
class AddressForm:
    """The query as a form with everything that was typed."""

    action: str
    fields: tuple[AddressField, ...]
    count: str


def problem(status: int, detail: str = "", request: str = "") -> Problem:
    """The page for a status; ``detail`` describes this error, ``request`` is the request's id in the log.

    Only a 500 shows the id, because the log says no more about other errors than the page.
    """
    title, line = _TITLES.get(status, ("This cannot be shown", "The server could not use this request."))
    report = (f"If you report this, mention: {request}",) if status == 500 and request else ()
    return Problem(status, title, (line or detail, *report))


def address_form(error: BadAddress, action: str = BOARD_PATH) -> AddressForm:
    """The form of the keys that were given; ``action`` is the path to which it is submitted."""
    fields = tuple(
        AddressField(key, label, error.typed[key], error.problems.get(key, ""))
        for key, label in LABELS.items()
        if key in error.typed
    )
    wrong = len(error.problems)
    count = "One part of this address cannot be read" if wrong == 1 else f"{wrong} parts of this address cannot be read"
    return AddressForm(action, fields, count)
