"""One test for many cases: it goes over all of them and names each that fails, with what is wrong about it."""

from collections.abc import Callable, Iterable
from functools import wraps
from inspect import signature

LONGEST_NAME = 100
Check = Callable[..., None]


def for_each(names: str, cases: Iterable[object] | Callable[[], Iterable[object]]) -> Callable[[Check], Check]:
    """Call the test for each of the cases, as parametrize does, but as one test.

    ``names`` are the arguments that a case stands for; the test's other arguments are fixtures. ``cases`` may be a
    function, which is called when the test runs.
    """

    def decorate(check: Check) -> Check:
        @wraps(check)
        def test(**fixtures: object) -> None:
            wrong, found = {}, [*(cases() if callable(cases) else cases)]
            assert found, "there is no case"
            for case in found:
                values = dict(zip(arguments, case if len(arguments) > 1 else (case,), strict=True))  # type: ignore[arg-type]
                try:
                    check(**fixtures, **values)
                except Exception as error:  # all of them are to be told, not only the first
                    wrong[name_of(values)] = f"{type(error).__name__}: {error}"
            assert not wrong, "\n".join(f"{case}: {told}" for case, told in wrong.items())

        arguments = names.split()
        taken = signature(check)
        fixtures = [each for name, each in taken.parameters.items() if name not in arguments]
        test.__signature__ = taken.replace(parameters=fixtures)  # type: ignore[attr-defined]
        return test

    return decorate


def name_of(values: dict[str, object]) -> str:
    """What a case is called in the report of a failure."""
    texts = (value if isinstance(value, str) else repr(value) for value in values.values())
    return ", ".join(text if len(text) <= LONGEST_NAME else f"{text[:LONGEST_NAME]}…" for text in texts)
