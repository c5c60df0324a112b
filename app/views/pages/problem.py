"""What is said when an address cannot be shown."""

from dataclasses import dataclass

from app.state import BadAddress
from app.state.state import MATRICES
from app.views.base.urls import BOARD_PATH

_TITLES = {
    404: ("There is no page here", "The address may be mistyped, or the page may have moved."),
    405: ("This address only shows pages", "It cannot take what was sent to it. Open it in the browser instead."),
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
    "blank": "What is blank on the sheet",
    "key": "Answers on the sheet",
    "framework": "Framework of the program",
    "matrix": "Matrix",
    "text": "Its numbers, pasted",
    "way": "Whether rows or columns are the examples",
    "fit": "What is rounded or left out",
}
"""What each part of an address is called, in the address's order."""


@dataclass(frozen=True, slots=True)
class Problem:
    """An error page: its number, and in lines what it means and what one can do."""

    status: int
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One value of the address as it was typed, with what is wrong about it, or nothing."""

    key: str
    label: str
    text: str
    problem: str


@dataclass(frozen=True, slots=True)
class AddressForm:
    """The address as a form: everything typed is still there."""

    action: str
    fields: tuple[Field, ...]
    count: str


def problem(status: int, detail: str = "", request: str = "") -> Problem:
    """The page for that status; ``detail`` is what is known of this very case, ``request`` its id in the log.

    The id is for mistakes of ours only: of others, there is nothing more to be found in the log.
    """
    title, line = _TITLES.get(status, ("This cannot be shown", "The server could not use this request."))
    report = (f"If you report this, mention: {request}",) if status == 500 and request else ()
    return Problem(status, title, (line or detail, *report))


def address_form(error: BadAddress, action: str = BOARD_PATH) -> AddressForm:
    """The fields that were given, in the address's order; ``action`` is the page to which they lead once corrected."""
    fields = tuple(
        Field(key, label, error.typed[key], error.problems.get(key, ""))
        for key, label in LABELS.items()
        if key in error.typed
    )
    wrong = len(error.problems)
    count = "One part of this address cannot be read" if wrong == 1 else f"{wrong} parts of this address cannot be read"
    return AddressForm(action, fields, count)
