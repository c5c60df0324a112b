"""The settings: read once from the environment, checked, frozen."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """How this copy of Columnwise is served."""

    host: str = "127.0.0.1"
    port: int = 8000
    processes: int = 2


def settings(environment: Mapping[str, str]) -> Settings:
    """Read HOST, PORT and WEB_CONCURRENCY. SystemExit with a sentence for a number that cannot be meant."""
    return Settings(
        host=environment.get("HOST") or Settings.host,
        port=_whole_number(environment, "PORT", Settings.port, 65535),
        processes=_whole_number(environment, "WEB_CONCURRENCY", Settings.processes, 64),
    )


def _whole_number(environment: Mapping[str, str], name: str, default: int, most: int) -> int:
    text = environment.get(name) or str(default)
    if text.isascii() and text.isdecimal() and len(text) <= 6 and 1 <= int(text) <= most:
        return int(text)
    raise SystemExit(f"{name} must be a whole number from 1 to {most}, and it is {text!r}.")
