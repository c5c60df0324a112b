"""The sentences about a pasted matrix: what it may mean, and what was done with it."""

from app.engine.names import INPUTS, Name, names_of
from app.state.paste_report import Detail, PasteReport
from app.state.pasting import Choice, Offer
from app.state.reading import Reading
from app.views.base.words import counted

_DETAILS: dict[Detail, str] = {
    "array": "It is one of the arrays in your text.",
    "decimal": "A comma was the decimal sign.",
    "thousands": "A comma grouped thousands: 2,104 is 2104.",
    "points": "A point grouped thousands: 2.104 is 2104.",
    "split": "A comma separated two numbers.",
    "lines": "Each line in the brackets was a row.",
    "list": "The lines in the brackets were one list.",
    "heading": "The headings were left out.",
    "names": "The names of the rows were left out.",
    "counts": "The numbers that count the rows were left out.",
    "labels": "The last column has words and was left out.",
    "factor": "Every number was multiplied by the factor above them.",
    "rounded": "The numbers were rounded, so that they fit the address.",
    "cut": "The further examples were left out, so that the rest fits the address.",
}
_TURNS = {
    INPUTS: {
        "": "The columns are the examples",
        "turned": "The rows are the examples",
        "without-last": "The rows are the examples, without the last column",
        "without-first": "The rows are the examples, without the first column",
    },
    "": {"": "Leave it as it is", "turned": "Turn it", "column": "It is a column"},
}
LIBRARIES = "Keras, scikit-learn and many courses keep weights as (inputs, neurons). Here a row of W is a neuron."


def question(name: Name, choices: tuple[Choice, ...], shape: tuple[int, int]) -> str:
    """What the visitor is asked about a text with several meanings; ``shape`` is that of the matrix on the board."""
    readings = [choice.reading for choice in choices]
    asked = []
    if (arrays := len({each.number for each in readings})) > 1:
        asked.append(f"Your text has {arrays} arrays. Which one is {name.bracketed}?")
    if len({(each.comma, each.splits) for each in readings}) > 1:
        sign = "point" if _has_points(readings) else "comma"
        asked.append(f"A {sign} in your text can mean different things. Which numbers are meant?")
    if len({each.is_list for each in readings}) > 1:
        asked.append("The lines in your brackets may be rows, as in MATLAB, or one long list, as NumPy prints it.")
    if not asked:
        asked.append(_orientation(name, choices, shape))
    return " ".join(asked)


def _orientation(name: Name, choices: tuple[Choice, ...], shape: tuple[int, int]) -> str:
    first = choices[0].reading
    if name != INPUTS:
        fits = f"{name.bracketed} is {shape}" if choices[0].fits else f"{name.bracketed} is {shape} now"
        return f"Your text is {shape_text(first.shape)}, and {fits}. {LIBRARIES}"
    if any(choice.is_cut for choice in choices):
        return (
            f"Your text has {len(first.rows[0])} numbers in a row, and the network has {counted(shape[0], 'feature')}. "
            "A column that holds labels or counts the rows does not belong to X."
        )
    return f"Your text is {shape_text(first.shape)}, and X is {shape}. Are its rows or its columns the examples?"


def action(name: Name, choice: Choice, choices: tuple[Choice, ...]) -> str:
    """The text of the button that takes this meaning: what tells it from the others."""
    reading, readings = choice.reading, [each.reading for each in choices]
    parts = []
    if len({each.number for each in readings}) > 1:
        parts.append(reading.name or (f"Array {reading.number}" if reading.number else "All as rows"))
    if len({(each.comma, each.splits) for each in readings}) > 1:
        kinds = {"decimal": "Decimal commas", "thousands": "Commas group thousands", None: "Commas separate numbers"}
        kinds |= {"points": "Points group thousands", None: "Decimal points"} if _has_points(readings) else {}
        parts.append(kinds[None if reading.splits else reading.comma])
    if len({each.is_list for each in readings}) > 1:
        parts.append("One list" if reading.is_list else "Each line is a row")
    same = [each for each in choices if each.reading.key == reading.key]
    if len(same) > 1 or not parts:
        parts.append(_TURNS[INPUTS if name == INPUTS else ""][choice.turn])
    return ", ".join([parts[0], *(part[0].lower() + part[1:] for part in parts[1:])])


def _has_points(readings: list[Reading]) -> bool:
    """Whether the question is about points: with commas in the numbers, it is not."""
    return any(each.comma == "points" for each in readings)


def outcome(name: Name, choice: Choice, now: tuple[int, ...]) -> str:
    """What becomes of the matrix and the network with this meaning; ``now`` are the network's sizes."""
    rows, columns = len(choice.rows), len(choice.rows[0])
    text = f"{name.bracketed} becomes ({rows}, {columns}): {_extent(name, rows, columns)}."
    return text if choice.fits else f"{text} This changes the network from {_network(now)} to {_network(choice.n)}."


def said(report: PasteReport, n: tuple[int, ...], shape: tuple[int, int]) -> str:
    """What was done with a pasted text; ``n`` and ``shape`` are the sizes and the matrix's shape after it."""
    details = [_DETAILS[each] for each in report.details]
    return " ".join([_what(report, shape), *details, *(_changed(report, n) if report.n else ())])


def _what(report: PasteReport, shape: tuple[int, int]) -> str:
    name, text = report.name.bracketed, shape_text(report.shape)
    match report.turn:
        case "column":
            return f"{text} stood up as a column {shape}: {name}."
        case "turned" if report.name == INPUTS and "cut" not in report.details:
            rows = 1 if len(report.shape) == 1 else report.shape[0]
            return f"{counted(rows, 'row')} {'was 1 example' if rows == 1 else f'were {rows} examples'}: turned."
        case "turned" if report.name == INPUTS:
            return f"{text} was turned to {shape}."
        case "turned":
            return f"{text} was turned to {shape}. {LIBRARIES}"
        case "without-last" | "without-first":
            column = report.turn.removeprefix("without-")
            return (
                f"{counted(report.shape[0], 'row')} became {counted(shape[1], 'example')}, without the {column} column."
            )
    is_shortened = {"rounded", "cut"} & set(report.details)
    source = f", from your {text}" if is_shortened else ", as in your text"
    extent = f": {_extent(INPUTS, *shape)}" if report.name == INPUTS else ""
    return f"{name} is {shape}{source}{extent}."


def _changed(report: PasteReport, n: tuple[int, ...]) -> list[str]:
    """How the network changed, and what is made up there."""
    said = [f"The network was {_network(report.n)} and is {_network(n)} now."]
    layer, grown = report.name.layer, [size > before for size, before in zip(n, report.n, strict=False)]
    if grown[0]:
        first, last = report.n[0] + 1, n[0]
        numbers = f"feature {first} is" if first == last else f"features {first} to {last} are"
        if report.name == INPUTS:
            numbers = numbers.replace("feature", "column")
            said.append(f"In W[1], {numbers} made up, because X has {counted(n[0], 'feature')}.")
        else:
            said.append(f"In X, {numbers} made up: W[1] had room for {'it' if first == last else 'them'}.")
    if layer and len(grown) > layer and grown[layer]:
        made = [names_of(layer).b.bracketed, *([names_of(layer + 1).W.bracketed] if layer < len(n) - 1 else [])]
        said.append(f"New numbers in {' and '.join(made)} are made up.")
    return said


def offer(offered: Offer) -> str:
    """What makes a pasted matrix that is too long for a URL fit."""
    rounding = "" if offered.digits is None else f"round to {counted(offered.digits, 'significant digit')}"
    keeping = "" if offered.first is None else f"keep the first {counted(offered.first, 'example')}"
    text = " and ".join(part for part in (rounding, keeping) if part)
    return text[:1].upper() + text[1:]


def shape_text(shape: tuple[int, ...]) -> str:
    """(3, 4), and (4,) of a list, as NumPy writes it."""
    return str(shape)


def _extent(name: Name, rows: int, columns: int) -> str:
    match name.kind:
        case "X":
            return f"{counted(rows, 'feature')}, {counted(columns, 'example')}"
        case "W":
            return f"{counted(rows, 'neuron')} with {counted(columns, 'input')} each"
    return f"one number for each of {counted(rows, 'neuron')}"


def _network(n: tuple[int, ...]) -> str:
    return "–".join(map(str, n))
