"""The sentences about a race: the result, its reasons, and how it was measured. All numbers come from the race."""

from decimal import Decimal

from app.speed.folder import LIMIT_SECONDS
from app.speed.model import DOUBLE, CostLine, lines, meeting, operations
from app.speed.race import MAX_SAMPLE_BYTES
from app.speed.timing import ROUND_SECONDS
from app.state.record import Race
from app.views.base.numbers import amount, digits, duration, number, power_of_ten, share, times_as

LISTS, LOOP, VECTORIZED, FLOAT32 = "lists", "loop", "vectorized", "float32"
PROGRAM_NAMES = {LISTS: "Python lists", LOOP: "loop", VECTORIZED: "vectorized", FLOAT32: "vectorized, float32"}
"""The names of the programs in plots and table, in the order of the columns."""
SUBJECTS = {LOOP: "the loop", VECTORIZED: "the matrix form"}
"""The names of loop and matrix form in a sentence."""
GUESSED_M = 1_000
"""The number of examples that the guess is about."""
VISIBLE = 0.01
"""The least share of a time that a cost must have to be measurable."""


def name_of(program: str) -> str:
    """The program's name; the key for a program of another version."""
    return PROGRAM_NAMES.get(program, program)


def programs_of(race: Race) -> tuple[str, ...]:
    """The programs that were measured or stopped: those of PROGRAM_NAMES in its order, then others by key."""
    keys = {*race.series, *race.stopped}
    return (*(key for key in PROGRAM_NAMES if key in keys), *sorted(keys - set(PROGRAM_NAMES)))


def waiting(position: int) -> str:
    """The position in the queue, from 1."""
    if position == 1:
        return "One race runs before yours. The page goes on by itself."
    limit = f"Each takes at most {LIMIT_SECONDS:g} seconds."
    return f"{position} races are before yours. {limit} The page goes on by itself."


LIMITS = f"A race takes at most {LIMIT_SECONDS:g} seconds, and {amount(MAX_SAMPLE_BYTES)} for its numbers."


def measuring(m: int | None) -> str:
    """The sample that is being measured."""
    if m is None:
        return "Measuring what a call costs and how fast this machine multiplies matrices."
    examples = _counted(m, "example")
    return f"Measuring m = {m:,}: {examples}, each program still in the race, several times in turn."


def judged(race: Race) -> tuple[int, float] | None:
    """GUESSED_M, or the largest m that both programs reached, and the ratio of their times there."""
    for m in (GUESSED_M, *reversed(race.series[LOOP].m if LOOP in race.series else ())):
        loop, vectorized = race.at(LOOP, m), race.at(VECTORIZED, m)
        if loop and vectorized:
            return m, loop.median / vectorized.median
    return None


def headline(race: Race) -> str:
    """The result in a sentence, the slower program first; empty while there is none."""
    found = judged(race)
    if not found:
        return ""
    m, times = found
    if times_as(times) == times_as(1):
        return f"At m = {m:,} the loop took about as long as the matrix form."
    slow, fast = (LOOP, VECTORIZED) if times > 1 else (VECTORIZED, LOOP)
    return f"At m = {m:,} {SUBJECTS[slow]} took {times_as(max(times, 1 / times))} times as long as {SUBJECTS[fast]}."


def guess(race: Race, guessed: float) -> str:
    """The guess compared with the measurement. The factor is that of the numbers in the sentence."""
    found = judged(race)
    if found is None:
        return ""
    m, times = found
    measured = times_as(times)
    shown = float(number(measured.replace(",", "")))
    text = f"You guessed {Decimal(f'{guessed:.12g}'):,f}. It was {measured}."
    off = max(guessed / shown, shown / guessed)
    if off <= 1.25:  # a quarter off
        text += " Your guess is close."
    else:
        text += f" Your guess is too {'high' if guessed > shown else 'low'} by a factor of {times_as(off)}."
    if m != GUESSED_M:
        text += f" That is at m = {m:,}, as far as both programs came."
    return text


def why(race: Race) -> list[str]:
    """Where the time goes, in paragraphs. Empty if the costs of the loop are not measurable."""
    fitted = lines(race)
    loop, matrix = fitted.get(LOOP), fitted.get(VECTORIZED)
    if not loop or not matrix or not _grows(race, LOOP, loop):
        return []
    two_costs = (
        "Take a time as two costs: one for the whole pass, however many examples there are, and one for each example. "
        "These are the costs that come nearest to what was measured."
    )
    paragraphs = [two_costs, _trips(race, loop), _matrix(race, matrix)]
    return [each for each in paragraphs + [_misfit(race, key, fitted[key]) for key in SUBJECTS] if each]


def _grows(race: Race, program: str, line: CostLine) -> bool:
    """Whether the cost of each example is measurable at the largest m."""
    m = race.series[program].m[-1]
    return line.each * m > VISIBLE * line.at(m)


def _trips(race: Race, loop: CostLine) -> str:
    """The cost of a trip, and the share of the calls in it: the cost of a trip in a tiny network."""
    start = f"Each trip through the loop costs about {duration(loop.each)}."
    if race.trip is None:
        return start
    part = min(race.trip.calls / race.trip.whole, 1.0)
    if part >= 0.8:  # so little arithmetic is not mentioned
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


def _matrix(race: Race, matrix: CostLine) -> str:
    """Both costs of the matrix form; empty if one of them is not measurable."""
    if not _grows(race, VECTORIZED, matrix) or matrix.fixed <= VISIBLE * matrix.at(1):
        return ""
    return (
        f"The matrix form makes its calls once for all examples. They cost about {duration(matrix.fixed)}. After that "
        f"each example costs about {duration(matrix.each)}."
    )


def _misfit(race: Race, program: str, line: CostLine) -> str:
    """Where the program is farthest from its line; empty if the line describes it."""
    point = race.at(program, line.worst_m)
    if line.fits or not point:
        return ""
    return (
        f"Two such costs do not describe {SUBJECTS[program]} well: at m = {line.worst_m:,} it was "
        f"{times_as(line.worst)} times as {'slow' if point.median > line.at(line.worst_m) else 'fast'} as they say."
    )


def overtaking(race: Race) -> str:
    """From which m on one of the programs is faster. Empty if that is unknown."""
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
    """The largest differences of the programs' results from those of the matrix form."""
    double = {key: off for key, off in race.differences.items() if key in (LISTS, LOOP)}
    sentences = []
    if double:
        most = power_of_ten(max(double.values()))
        names = " and ".join(text for key, text in ((LISTS, "plain Python"), (LOOP, "the loop")) if key in double)
        if double.keys() <= race.agree.keys():
            agrees = all(race.agree[key] for key in double)
            same = "the numbers of the matrix form" if agrees else "other numbers than the matrix form"
            sentences.append(f"{names[0].upper()}{names[1:]} made {same}: the largest difference is {most}.")
        else:  # an older file, without the verdict
            sentences.append(f"The largest difference of {names} from the matrix form is {most}.")
    if FLOAT32 in race.differences:
        off = power_of_ten(race.differences[FLOAT32])
        sentences.append(f"In float32, which keeps about seven digits of a number, the largest difference is {off}.")
    return " ".join(sentences)


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
        facts.append(("Timing", f"after a warm-up, {rounds} of at least {1000 * ROUND_SECONDS:g} ms, programs in turn"))
    facts.append(("Garbage collection", "switched off while the clock runs"))
    facts.append(("Figures", "rounded to two digits; a ratio is that of the times before they are rounded"))
    if race.memory:
        facts.append(("Memory", f"the process held {amount(race.memory)} at most"))
    return [*facts, ("Date", f"{race.date:%Y-%m-%d %H:%M} UTC")]


def _counted(count: int, what: str) -> str:
    """1 example, 1,000 examples: with commas, unlike `words.counted`."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"
