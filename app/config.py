"""The settings: read once from the environment, validated, frozen."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

LOGS = ("auto", "json", "plain", "none")
"""The forms of the log: plain at a terminal and JSON elsewhere, JSON, plain, plain without lines for requests."""


@dataclass(frozen=True)
class Settings:
    """How this copy of Columnwise is served."""

    host: str = "127.0.0.1"
    port: int = 8000
    trusted_hosts: tuple[str, ...] = ()
    """The host names that requests may use; any if empty. A leading dot includes all subdomains."""
    proxies: int = 0
    """The number of our own proxies in front: so many X-Forwarded headers are trusted."""
    hsts: bool = False
    """Whether to send Strict-Transport-Security, for a year, over TLS."""
    log: str = "auto"
    """The form of the log, one of LOGS."""
    metrics: bool = False
    """Whether /metrics is served, to any client."""


def settings(environment: Mapping[str, str]) -> Settings:
    """Read the settings from an environment. SystemExit with a sentence for an invalid value."""
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
    """The names in lower case, as browsers send them. An invalid name is an error: it would refuse every request."""
    words = environment.get(name, "").replace(",", " ").lower().split()
    for word in words:
        if not re.fullmatch(r"\.?[\w-]{1,63}(\.[\w-]{1,63})*(:\d+)?", word):  # IPv6 would never be found equal
            raise SystemExit(f"{name} must be names such as a.example or .b.example, and one is {word[:60]!r}.")
    return tuple(words)
