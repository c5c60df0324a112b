"""The settings: read once from the environment, checked, frozen."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

LOGS = ("auto", "json", "plain", "none")
"""How the log is written: plainly to a terminal and as JSON to everything else, always as JSON, always plainly, or
plainly and without a line for each request."""
HOST_NAME = re.compile(r"\.?[\w-]{1,63}(\.[\w-]{1,63})*(:\d+)?")
"""A name in TRUSTED_HOSTS. Its port does not matter, and an address of IPv6 would never be found equal."""


@dataclass(frozen=True)
class Settings:
    """How this copy of Columnwise is served."""

    host: str = "127.0.0.1"
    port: int = 8000
    trusted_hosts: tuple[str, ...] = ()
    """The names by which it may be asked for; none is any name. A leading dot takes in every name below."""
    proxies: int = 0
    """How many proxies in front of it are one's own: so many X-Forwarded headers are believed."""
    hsts: bool = False
    """Whether browsers are told to come by TLS only, for a year. Told only to those who came by TLS."""
    log: str = "auto"
    """How the log is written, of LOGS. It goes to standard output."""
    metrics: bool = False
    """Whether /metrics tells Prometheus what was answered, to whoever asks."""


def settings(environment: Mapping[str, str]) -> Settings:
    """Read the settings of that environment. SystemExit with a sentence for a value that cannot be meant."""
    return Settings(
        host=environment.get("HOST") or Settings.host,
        port=_whole_number(environment, "PORT", Settings.port, 1, 65535),
        trusted_hosts=_host_names(environment, "TRUSTED_HOSTS"),
        proxies=_whole_number(environment, "PROXIES", Settings.proxies, 0, 10),
        hsts=bool(_whole_number(environment, "HSTS", int(Settings.hsts), 0, 1)),
        log=_one_of(environment, "LOG", Settings.log, LOGS),
        metrics=bool(_whole_number(environment, "METRICS", int(Settings.metrics), 0, 1)),
    )


def _whole_number(environment: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    text = environment.get(name) or str(default)
    if text.isascii() and text.isdecimal() and len(text) <= 6 and least <= int(text) <= most:
        return int(text)
    raise SystemExit(f"{name} must be a whole number from {least} to {most}, and it is {text!r}.")


def _one_of(environment: Mapping[str, str], name: str, default: str, words: tuple[str, ...]) -> str:
    text = environment.get(name) or default
    if text in words:
        return text
    raise SystemExit(f"{name} must be {', '.join(words[:-1])} or {words[-1]}, and it is {text[:60]!r}.")


def _host_names(environment: Mapping[str, str], name: str) -> tuple[str, ...]:
    """In small letters, as browsers send them. A word that no host is called would silently refuse everybody."""
    words = environment.get(name, "").replace(",", " ").lower().split()
    for word in words:
        if not HOST_NAME.fullmatch(word):
            raise SystemExit(f"{name} must be names such as a.example or .b.example, and one is {word[:60]!r}.")
    return tuple(words)
