"""One test for many cases: runs all of them and reports every failed case with its error."""

from collections.abc import Callable, Iterable
from functools import wraps
from inspect import signature

Check = Callable[..., None]


def for_each(names: str, cases: Iterable[object] | Callable[[], Iterable[object]]) -> Callable[[Check], Check]:
    """A decorator that calls the test for each case, as parametrize does, but as one test, which is faster.

    ``names`` are the arguments that a case gives; the test's other arguments are fixtures. ``cases`` may be a
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
                except Exception as error:  # report all of them, not only the first
                    wrong[name_of(values)] = f"{type(error).__name__}: {error}"
            assert not wrong, "\n".join(f"{case}: {error}" for case, error in wrong.items())

        arguments = names.split()
        own = signature(check)
        fixtures = [each for name, each in own.parameters.items() if name not in arguments]
        test.__signature__ = own.replace(parameters=fixtures)  # type: ignore[attr-defined]
        return test

    return decorate


def name_of(values: dict[str, object]) -> str:
    """The name of a case in the report, at most 100 characters for each value."""
    texts = (value if isinstance(value, str) else repr(value) for value in values.values())
    return ", ".join(text if len(text) <= 100 else f"{text[:100]}…" for text in texts)
