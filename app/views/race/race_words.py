"""The sentences about a race: what came out, why, and how it was measured. Every figure is from the race itself."""

from decimal import Decimal

from app.speed.folder import LIMIT
from app.speed.model import DOUBLE, Line, lines, meeting, operations
from app.speed.race import MEMORY
from app.speed.timing import ROUND
from app.state.record import Race
from app.views.base.numbers import amount, digits, duration, number, power_of_ten, share, times_as

LISTS, LOOP, VECTORIZED, FLOAT32 = "lists", "loop", "vectorized", "float32"
NAMES = {LISTS: "Python lists", LOOP: "loop", VECTORIZED: "vectorized", FLOAT32: "vectorized, float32"}
"""What the programs are called in the plots and the table, in the order of its columns."""
SUBJECTS = {LOOP: "the loop", VECTORIZED: "the matrix form"}
"""What the two programs that the page is about are called in a sentence."""
REFERENCE = 1_000
"""The m of the guess."""
VISIBLE = 0.01
"""A cost that is a smaller share of a time cannot be told from nothing."""


def name_of(program: str) -> str:
    """The program's name; a program of another version's race goes by its key."""
    return NAMES.get(program, program)


def raced(race: Race) -> tuple[str, ...]:
    """The programs that were measured or left out: those of the page in its order, then others by name."""
    there = {*race.series, *race.stopped}
    return (*(key for key in NAMES if key in there), *sorted(there - set(NAMES)))


def waiting(place: int) -> str:
    """Where one stands in the queue; 1 is next."""
    if place == 1:
        return "One race runs before yours. The page goes on by itself."
    return f"{place} races are before yours. Each takes at most {LIMIT:g} seconds. The page goes on by itself."


LIMITS = f"A race takes at most {LIMIT:g} seconds, and {amount(MEMORY)} for its numbers."


def measuring(m: int | None) -> str:
    """What is being measured."""
    if m is None:
        return "Measuring what a call costs and how fast this machine multiplies matrices."
    examples = _counted(m, "example")
    return f"Measuring m = {m:,}: {examples}, each program still in the race, several times in turn."


def judged(race: Race) -> tuple[int, float] | None:
    """The m that is talked about, and how many times as long the loop took there: 1,000, or the largest of both."""
    for m in (REFERENCE, *reversed(race.series[LOOP].m if LOOP in race.series else ())):
        loop, vectorized = race.at(LOOP, m), race.at(VECTORIZED, m)
        if loop and vectorized:
            return m, loop.median / vectorized.median
    return None


def headline(race: Race) -> str:
    """What came out, in a sentence, the slower program first; empty as long as nothing has."""
    found = judged(race)
    if not found:
        return ""
    m, times = found
    if times_as(times) == times_as(1):
        return f"At m = {m:,} the loop took about as long as the matrix form."
    slow, fast = (LOOP, VECTORIZED) if times > 1 else (VECTORIZED, LOOP)
    return f"At m = {m:,} {SUBJECTS[slow]} took {times_as(max(times, 1 / times))} times as long as {SUBJECTS[fast]}."


def guess(race: Race, guessed: float) -> str:
    """The guess beside what was measured. The factor between them is that of the figures in the sentence."""
    found = judged(race)
    if found is None:
        return ""
    m, times = found
    measured = times_as(times)
    shown = float(number(measured.replace(",", "")))
    said = f"You guessed {Decimal(f'{guessed:.12g}'):,f}. It was {measured}."
    off = max(guessed / shown, shown / guessed)
    if off <= 1.25:  # a quarter off
        said += " Your guess is close."
    else:
        said += f" Your guess is too {'high' if guessed > shown else 'low'} by a factor of {times_as(off)}."
    if m != REFERENCE:
        said += f" That is at m = {m:,}, as far as both programs came."
    return said


def why(race: Race) -> list[str]:
    """Where the time goes, one paragraph a thought. Empty where the costs of the loop cannot be told."""
    fitted = lines(race)
    loop, matrix = fitted.get(LOOP), fitted.get(VECTORIZED)
    if not loop or not matrix or not _grows(race, LOOP, loop):
        return []
    two_costs = (
        "Take a time as two costs: one for the whole pass, however many examples there are, and one for each example. "
        "These are the costs that come nearest to what was measured."
    )
    said = [two_costs, _trips(race, loop), _matrix(race, matrix)]
    return [each for each in said + [_misfit(race, key, fitted[key]) for key in SUBJECTS] if each]


def _grows(race: Race, program: str, line: Line) -> bool:
    """Whether what each example costs can be seen at the largest m."""
    m = race.series[program].m[-1]
    return line.each * m > VISIBLE * line.at(m)


def _trips(race: Race, loop: Line) -> str:
    """What a trip costs, and how much of that is calls: what a trip costs with next to nothing to compute."""
    start = f"Each trip through the loop costs about {duration(loop.each)}."
    if race.trip is None:
        return start
    part = min(race.trip.calls / race.trip.whole, 1.0)
    if part >= 0.8:  # arithmetic is not worth a word
        return (
            f"{start} Most of that goes into calling Python and NumPy: with two neurons in each layer, where there "
            f"is next to nothing to compute, a trip takes {share(part)} of the time."
        )
    weights = DOUBLE * operations(race.network.sizes) // 2  # bytes of every W
    return (
        f"{start} Calling Python and NumPy takes {share(part)} of that: so much is left of a trip with two neurons in "
        f"each layer. The rest is arithmetic, one example at a time. For each example the loop reads all weights "
        f"again, {amount(weights)}."
    )


def _matrix(race: Race, matrix: Line) -> str:
    """Both costs of the matrix form; empty where one of them cannot be seen."""
    if not _grows(race, VECTORIZED, matrix) or matrix.fixed <= VISIBLE * matrix.at(1):
        return ""
    return (
        f"The matrix form makes its calls once for all examples. They cost about {duration(matrix.fixed)}. After that "
        f"each example costs about {duration(matrix.each)}."
    )


def _misfit(race: Race, program: str, line: Line) -> str:
    """That two costs do not describe the program, if so, and where it is farthest from them."""
    point = race.at(program, line.worst_m)
    if line.fits or not point:
        return ""
    return (
        f"Two such costs do not describe {SUBJECTS[program]} well: at m = {line.worst_m:,} it was "
        f"{times_as(line.worst)} times as {'slow' if point.median > line.at(line.worst_m) else 'fast'} as they say."
    )


def overtaking(race: Race) -> str:
    """From which m on the matrix form is faster than the loop, or the other way round. Empty where that is unknown."""
    fitted = lines(race)
    if LOOP not in fitted or VECTORIZED not in fitted:
        return ""
    reach = max(race.series[LOOP].m[-1], race.series[VECTORIZED].m[-1])
    if fitted[LOOP].at(reach) == fitted[VECTORIZED].at(reach):
        return ""
    m = meeting(fitted[LOOP], fitted[VECTORIZED])
    first, then = sorted(SUBJECTS, key=lambda program: fitted[program].at(reach if m is None or m < 2 else 1))
    if m is None or m < 2:
        alone = race.at(first, 1), race.at(then, 1)
        was_slower = alone[0] and alone[1] and alone[0].median > alone[1].median
        start = "two examples" if was_slower or (m or 0) > 1 else "the first example"
        return f"By these costs {SUBJECTS[first]} is faster than {SUBJECTS[then]} from {start} on."
    if m > reach:
        return f"By these costs {SUBJECTS[first]} is faster than {SUBJECTS[then]} up to m = {reach:,} at least."
    return (
        f"By these costs the loop and the matrix form take the same time near m = {digits(m, 1 if m < 9.5 else 2)}: "
        f"with fewer examples {SUBJECTS[first]} is faster, with more {SUBJECTS[then]}."
    )


def agreement(race: Race) -> str:
    """How far the programs' numbers are from the matrix form's."""
    double = {key: off for key, off in race.differences.items() if key in (LISTS, LOOP)}
    said = []
    if double:
        most = max(double.values())
        names = " and ".join(text for key, text in ((LISTS, "plain Python"), (LOOP, "the loop")) if key in double)
        same = "the numbers of the matrix form" if most <= 1e-9 else "other numbers than the matrix form"  # rounding
        said.append(f"{names[0].upper()}{names[1:]} made {same}: the largest difference is {power_of_ten(most)}.")
    if FLOAT32 in race.differences:
        off = power_of_ten(race.differences[FLOAT32])
        said.append(f"In float32, which keeps about seven digits of a number, the largest difference is {off}.")
    return " ".join(said)


def how(race: Race) -> list[tuple[str, str]]:
    """How it was measured: names and values."""
    machine = race.machine
    facts = [
        ("Machine", f"{machine.name}, {machine.system}, {_counted(machine.cores, 'processor')}"),
        ("Software", f"{machine.python}, NumPy {machine.numpy}"),
        ("Matrix product", f"{machine.blas}, {_counted(race.threads, 'thread')}"),
    ]
    if race.series:
        every = [each for series in race.series.values() for each in series.rounds]
        least, most = min(every), max(every)
        rounds = _counted(most, "round") if least == most else f"{least:,} to {_counted(most, 'round')}"
        facts.append(("Timing", f"after a warm-up, {rounds} of at least {1000 * ROUND:g} ms, programs in turn"))
    facts.append(("Garbage collection", "switched off while the clock runs"))
    facts.append(("Figures", "rounded to two digits; a ratio is that of the times before they are rounded"))
    if race.memory:
        facts.append(("Memory", f"the process held {amount(race.memory)} at most"))
    return [*facts, ("Date", f"{race.date:%Y-%m-%d %H:%M} UTC")]


def _counted(count: int, what: str) -> str:
    """1 example, 1,000 examples: with commas, unlike the board's, as every figure of a race has them."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"
