"""The sentences about a race: what came out, why, and how it was measured. Every figure is from the race itself."""

from decimal import Decimal

from app.engine.network import Sizes
from app.speed.host import LIMIT
from app.speed.model import DOUBLE, Line, Ratio, activity, common, examples_in, lines, meeting, operations, ratio
from app.speed.model import bytes_held as bytes_of
from app.speed.race import MEMORY
from app.speed.timing import ROUND
from app.state.record import Race
from app.views.figures import number, power_of_ten
from app.views.measures import amount, digits, duration, in_parts, rate, share, times_as
from app.views.words import listed

REFERENCE = 1_000
"""The m of the guess."""
CLOSE = 1.25
"""Up to this factor a guess is close, and two times are as good as the same."""
LITTLE, NEARLY_ALL = 0.2, 0.95
"""A share that is not worth a word, and one that is nearly everything."""
UNSEEN = 0.01
"""A cost that is a smaller share of a time cannot be told from nothing."""
HARDLY = 10
"""Up to this ratio it has to be said why it is not more."""
SMALL = 16
"""Units up to which the matrices of a network are small."""
UNEVEN = 1.5
"""From this factor between their quartiles on, the rounds differ a lot."""
ROUNDING = 1e-9
"""Up to this difference two programs made the same numbers."""

LOOP, MATRIX, LISTS, SINGLE = "loop", "vectorized", "lists", "float32"
SUBJECTS = {LISTS: "plain Python", LOOP: "the loop", MATRIX: "the matrix form", SINGLE: "the matrix form in float32"}
"""What a program is called in a sentence."""


def waiting(place: int) -> str:
    """Where one stands in the queue; 1 is next."""
    if place == 1:
        return "One race runs before yours. The page goes on by itself."
    return f"{place} races are before yours. Each takes at most {LIMIT:g} seconds. The page goes on by itself."


LIMITS = f"A race takes at most {LIMIT:g} seconds, and {amount(MEMORY)} for its numbers."
RUNNING = "The race runs."
CUT_SHORT = "This race was stopped before its end. Here is what was measured until then."
TOO_LONG = "The address has no room for a text this long. Open one race at a time."


def measuring(m: int | None) -> str:
    """What is being measured."""
    if m is None:
        return "Measuring what a call costs and how fast this machine multiplies matrices."
    examples = _counted(m, "example")
    return f"Measuring m = {m:,}: {examples}, each program still in the race, several times in turn."


def judged(race: Race) -> Ratio | None:
    """The ratio that is talked about: at m = 1,000, or at the largest m that both programs reached."""
    ms = common(race, LOOP, MATRIX)
    if not ms:
        return None
    return ratio(race, LOOP, MATRIX, REFERENCE if REFERENCE in ms else ms[-1])


def headline(race: Race) -> str:
    """What came out, in a sentence; empty as long as nothing has."""
    found = judged(race)
    return f"At m = {found.m:,} {_compared(found.median)}." if found else ""


def _compared(times: float) -> str:
    """The loop beside the matrix form, the slower one first."""
    if times_as(times) == times_as(1):
        return "the loop took about as long as the matrix form"
    if times < 1:
        return f"the matrix form took {times_as(1 / times)} times as long as the loop"
    return f"the loop took {times_as(times)} times as long as the matrix form"


def spread(race: Race) -> str:
    """How far the rounds are apart, in the direction of the headline."""
    found = judged(race)
    if found is None:
        return ""
    is_faster = found.median < 1 and times_as(found.median) != times_as(1)
    least, most = (1 / found.most, 1 / found.least) if is_faster else (found.least, found.most)
    if times_as(least) == times_as(most):
        return "From round to round it hardly varies."
    return f"From round to round it varies, mostly between {times_as(least)} and {times_as(most)} times."


def guess(race: Race, guessed: float) -> str:
    """The guess beside what was measured. The factor between them is that of the figures in the sentence."""
    found = judged(race)
    if found is None:
        return ""
    measured = times_as(found.median)
    shown = float(number(measured.replace(",", "")))
    said = f"You guessed {Decimal(f'{guessed:.12g}'):,f}. It was {measured}."
    off = max(guessed / shown, shown / guessed)
    if off <= CLOSE:
        said += " Your guess is close."
    else:
        said += f" Your guess is too {'high' if guessed > shown else 'low'} by a factor of {times_as(off)}."
    if found.m != REFERENCE:
        said += f" That is at m = {found.m:,}, as far as both programs came."
    return said


TWO_COSTS = (
    "Take a time as two costs: one for the whole pass, however many examples there are, and one for each example. "
    "These are the costs that come nearest to what was measured."
)


def why(race: Race) -> list[str]:
    """Where the time goes, one paragraph a thought."""
    fitted = lines(race)
    loop, matrix = fitted.get(LOOP), fitted.get(MATRIX)
    if not loop or not matrix or not _grows(race, LOOP, loop):
        return []
    said = [TWO_COSTS, _trips(race, loop), _matrix(race, loop, matrix), _in_the_long_run(race, loop, matrix)]
    if (lists := fitted.get(LISTS)) and _grows(race, LISTS, lists):
        said.append(_plain(race, lists, loop))
    return [each for each in said if each]


def _grows(race: Race, program: str, line: Line) -> bool:
    """Whether what each example costs can be seen at the largest m."""
    m = race.series[program].m[-1]
    return line.each * m > UNSEEN * line.at(m)


def _starts(line: Line) -> bool:
    """Whether what a pass costs once can be seen at m = 1."""
    return line.fixed > UNSEEN * line.at(1)


def _called(race: Race) -> float:
    """The share of a trip that is calls: what a trip costs with next to nothing to compute. 1 where it is not known."""
    return min(race.trip.calls / race.trip.whole, 1.0) if race.trip else 1.0


def _has_work(race: Race) -> bool:
    """Whether arithmetic is a part of a trip that is worth a word."""
    return 1 - _called(race) > LITTLE


def _trips(race: Race, loop: Line) -> str:
    start = f"Each trip through the loop costs about {duration(loop.each)}."
    if race.trip is None:
        return start
    part = _called(race)
    if not _has_work(race):
        much = "Nearly all" if part >= NEARLY_ALL else "Most"
        left = f"takes {share(part)} of the time" if share(part) != share(1) else "takes just as long"
        return (
            f"{start} {much} of that goes into calling Python and NumPy: with two neurons in each layer, where there "
            f"is next to nothing to compute, a trip {left}."
        )
    reads = f"For each example the loop reads all weights again, {amount(_weights(race))}."
    if part <= LITTLE:
        return (
            f"{start} Calling Python and NumPy takes {share(part)} of that: so little is left of a trip with two "
            f"neurons in each layer. The rest is arithmetic, one example at a time. {reads}"
        )
    calls, work = in_parts(loop.each, part)
    return (
        f"{start} Calling Python and NumPy takes {calls} of that: so much is left of a trip with two neurons in each "
        f"layer. The other {work} are arithmetic, one example at a time. {reads}"
    )


def _matrix(race: Race, loop: Line, matrix: Line) -> str:
    said = "The matrix form makes its calls once for all examples."
    each = f"each example costs about {duration(matrix.each)}."
    if not _starts(matrix):
        said += f" What they cost is too little to be seen here; {each}"
    elif _grows(race, MATRIX, matrix):
        said += f" They cost about {duration(matrix.fixed)}. After that {each}"
    else:
        said += f" They cost about {duration(matrix.fixed)}. More examples add next to nothing to that."
    if _has_work(race) and matrix.each < loop.each * (1 - _called(race)) / CLOSE:
        said += " A row of weights that has been read serves many examples, so the arithmetic is faster than in a trip."
    return said


def _in_the_long_run(race: Race, loop: Line, matrix: Line) -> str:
    if not _grows(race, MATRIX, matrix):
        return ""
    gain = loop.each / matrix.each
    start = "By these costs, with very many examples"
    if gain <= CLOSE:
        slower = f"the matrix form takes about {times_as(1 / gain)} times as long as the loop"
        return f"{start} {slower if gain < 1 / CLOSE else 'both take about as long'}."
    said = f"{start} the loop takes about {times_as(gain)} times as long as the matrix form."
    if _has_work(race) and gain <= HARDLY:
        return f"{said} It is not more because a good part of a trip is arithmetic, which has to be done either way."
    if race.trip and not _has_work(race):
        return f"{said} The matrix form saves the calls of every trip, and they are most of its cost."
    return said


def _plain(race: Race, lists: Line, loop: Line) -> str:
    products = operations(race.network.sizes) // 2
    start = (
        f"Plain Python needs about {duration(lists.each)} for an example, for "
        f"{_counted(products, 'product')} of two numbers."
    )
    times = lists.each / loop.each
    if times > CLOSE:
        return f"{start} That is {times_as(times)} times a trip through the loop with NumPy."
    if times >= 1 / CLOSE:
        return f"{start} That is about as much as a trip through the loop with NumPy."
    said = f"{start} That is less than a trip through the loop with NumPy."
    if max(race.network.sizes) > SMALL:
        return said
    return f"{said} A call of NumPy costs more than it saves when there is so little to compute."


def meetings(race: Race) -> list[str]:
    """Where one program overtakes another."""
    both = _meeting(race, LOOP, MATRIX)
    said = [both, _first_example(race) if both else "", _meeting(race, LISTS, MATRIX)]
    return [each for each in said if each]


def _meeting(race: Race, one: str, other: str) -> str:
    """Which of both is faster, and from where on. Empty where that cannot be told."""
    fitted = lines(race)
    if one not in fitted or other not in fitted:
        return ""
    reach = max(race.series[one].m[-1], race.series[other].m[-1])
    if fitted[one].at(reach) == fitted[other].at(reach):
        return ""
    m = meeting(fitted[one], fitted[other])
    first, then = sorted((one, other), key=lambda program: fitted[program].at(reach if m is None or m < 2 else 1))
    if m is None or m < 2:
        start = "the first example" if (m or 0) <= 1 and not _is_slower(race, first, then) else "two examples"
        return f"By these costs {SUBJECTS[first]} is faster than {SUBJECTS[then]} from {start} on."
    if m > reach:
        return f"By these costs {SUBJECTS[first]} is faster than {SUBJECTS[then]} up to m = {reach:,} at least."
    return (
        f"By these costs {listed([SUBJECTS[one], SUBJECTS[other]])} take the same time near m = {_near(m)}: with "
        f"fewer examples {SUBJECTS[first]} is faster, with more {SUBJECTS[then]}."
    )


def _is_slower(race: Race, one: str, other: str) -> bool:
    """Whether the one was slower when it was measured with one example."""
    slow, fast = race.at(one, 1), race.at(other, 1)
    return bool(slow and fast and slow.median > fast.median)


def _near(m: float) -> str:
    return digits(m, 1 if m < 9.5 else 2)


def _first_example(race: Race) -> str:
    """Why the loop and the matrix form do not take the same time for one example."""
    loop, matrix = race.at(LOOP, 1), race.at(MATRIX, 1)
    if not loop or not matrix:
        return ""
    said = (
        f"At m = 1 both make the same products and activations: the loop took {duration(loop.median)}, the matrix form "
        f"{duration(matrix.median)}."
    )
    if loop.median <= matrix.median:
        return said
    return f"{said} The loop also has to cut its example out of X and to put the results into Z and A."


def peak(race: Race) -> list[str]:
    """How much of the machine the matrix form uses at its largest m."""
    reached = activity(race, MATRIX, "float64")
    if reached is None:
        return []
    part = "all" if reached >= 1 else share(reached)
    said = (
        f"A large matrix product alone did {rate(race.peak['float64'])} products and sums of numbers a second in "
        f"this race. At m = {race.series[MATRIX].m[-1]:,} the matrix form reached {part} of "
        "that."
    )
    if max(race.network.sizes) <= SMALL and reached < LITTLE:
        return [said, "With matrices this small, most time goes into reading and writing numbers and into activations."]
    return [said]


def fit_quality(race: Race) -> list[str]:
    """How well two costs describe each program."""
    fitted = {program: line for program, line in lines(race).items() if program in SUBJECTS}
    good = [program for program, line in fitted.items() if line.fits]
    said = []
    if good:
        worst = figure_of(max(fitted[program].worst for program in good))
        said.append(
            "A cost for the whole pass and a cost for each example describe "
            f"{listed([SUBJECTS[each] for each in good])}: every measured time is within a factor of {worst} of what "
            "they say."
        )
    return said + [_misfit(race, program, line) for program, line in fitted.items() if not line.fits]


def figure_of(factor: float) -> str:
    """A factor near 1, rounded up, so that it is not more modest than the race."""
    return f"{max(-(-factor * 100 // 1) / 100, 1.01):.2f}"


def _misfit(race: Race, program: str, line: Line) -> str:
    point = race.at(program, line.worst_m)
    assert point
    is_slow = point.median > line.at(line.worst_m)
    off = figure_of(line.worst) if line.worst < HARDLY else times_as(line.worst)
    said = (
        f"Two such costs do not describe {SUBJECTS[program]} well: at m = {line.worst_m:,} it was {off} times as "
        f"{'slow' if is_slow else 'fast'} as they say."
    )
    if is_slow and line.worst_m == race.series[program].m[-1] and program in (LOOP, MATRIX):
        said += _too_large(race, line.worst_m)
    if point.q3 >= UNEVEN * point.q1:
        said += f" There the rounds differ a lot: their quartiles are {duration(point.q1)} and {duration(point.q3)}."
    return said


def _too_large(race: Race, m: int) -> str:
    """That m examples are more than a cache holds, if so; the largest of those caches."""
    held = bytes_of(Sizes(race.network.sizes, m))
    full = {cache: size for cache, size in race.machine.caches.items() if size < held}
    if not full:
        return ""
    cache = max(full, key=lambda name: full[name])
    return (
        f" There X, Z and A take {amount(held)}, more than the {amount(full[cache])} of the {cache} cache, "
        "which may be the reason."
    )


def rooms(race: Race) -> list[str]:
    """How many examples fit where."""
    said = [_room(race, name, size) for name, size in race.machine.caches.items()]
    if race.machine.memory:
        most = examples_in(race.network.sizes, race.machine.memory)
        held = f"{digits(most, 3)} examples" if most >= 1000 else _counted(most, "example")
        said.append(f"All of the machine’s memory, {amount(race.machine.memory)}, would hold {held}.")
    return said


def _room(race: Race, cache: str, size: int) -> str:
    most = examples_in(race.network.sizes, size)
    if most == 0:
        return f"The {cache} cache, {amount(size)}, is too small for X, Z and A of a single example."
    return f"X, Z and A of {_counted(most, 'example')} fit into the {cache} cache, {amount(size)}."


CACHE = (
    "A cache is a small, fast memory beside the processor; L1 is the smallest and the fastest. Numbers that are not "
    "in a cache have to be fetched from memory, which takes longer."
)
BATCHES = (
    "That is one reason why people compute in mini-batches, some dozens or hundreds of examples at a time: enough to "
    "make the calls cheap, and few enough to stay in a cache or in memory."
)


def agreement(race: Race) -> str:
    """How far the programs' numbers are from the matrix form's."""
    double = {key: off for key, off in race.differences.items() if key in (LISTS, LOOP)}
    said = []
    if double:
        said.append(_apart([SUBJECTS[key] for key in SUBJECTS if key in double], max(double.values())))
    if SINGLE in race.differences:
        off = power_of_ten(race.differences[SINGLE])
        said.append(f"In float32, which keeps about seven digits of a number, the largest difference is {off}.")
    return " ".join(said)


def _apart(programs: list[str], most: float) -> str:
    names = listed(programs)
    start = f"{names[0].upper()}{names[1:]}"
    if most == 0:
        return f"{start} made exactly the numbers of the matrix form."
    same = "the numbers of the matrix form" if most <= ROUNDING else "other numbers than the matrix form"
    return f"{start} made {same}: the largest difference is {power_of_ten(most)}."


def how(race: Race) -> list[tuple[str, str]]:
    """How it was measured: names and values."""
    machine = race.machine
    facts = [
        ("Machine", f"{machine.name}, {machine.system}, {_counted(machine.cores, 'processor')}"),
        ("Software", f"{machine.python}, NumPy {machine.numpy}"),
        ("Matrix product", f"{machine.blas}, {_counted(race.threads, 'thread')}"),
    ]
    if race.series:
        facts.append(("Timing", f"after a warm-up, {_rounds(race)} of at least {1000 * ROUND:g} ms, programs in turn"))
    facts.append(("Garbage collection", "switched off while the clock runs"))
    facts.append(("Figures", "rounded to two digits; a ratio is that of the times before they are rounded"))
    if race.memory:
        facts.append(("Memory", f"the process held {amount(race.memory)} at most"))
    return [*facts, ("Date", f"{race.date:%Y-%m-%d %H:%M} UTC")]


def _rounds(race: Race) -> str:
    rounds = [each for series in race.series.values() for each in series.rounds]
    least, most = min(rounds), max(rounds)
    return _counted(most, "round") if least == most else f"{least:,} to {_counted(most, 'round')}"


def _weights(race: Race) -> int:
    """Bytes of every W."""
    return DOUBLE * operations(race.network.sizes) // 2


def _counted(count: int, what: str) -> str:
    """1 example, 1,000 examples: with commas, unlike the board's, as every figure of a race has them."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"
