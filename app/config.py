"""The settings: read once from the environment, checked, frozen."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """How this copy of Columnwise is served."""

    host: str = "127.0.0.1"
    port: int = 8000
    processes: int = 2
    trusted_hosts: tuple[str, ...] = ()
    """The names by which it may be asked for; none is any name. A leading dot takes in every name below."""
    proxies: int = 0
    """How many proxies in front of it are one's own: so many X-Forwarded headers are believed."""
    hsts: bool = False
    """Whether browsers are told to come by TLS only, for a year. Told only to those who came by TLS."""


def settings(environment: Mapping[str, str]) -> Settings:
    """Read the settings of that environment. SystemExit with a sentence for a value that cannot be meant."""
    return Settings(
        host=environment.get("HOST") or Settings.host,
        port=_whole_number(environment, "PORT", Settings.port, 1, 65535),
        processes=_whole_number(environment, "WEB_CONCURRENCY", Settings.processes, 1, 64),
        trusted_hosts=tuple(name for name in environment.get("TRUSTED_HOSTS", "").replace(",", " ").split() if name),
        proxies=_whole_number(environment, "PROXIES", Settings.proxies, 0, 10),
        hsts=bool(_whole_number(environment, "HSTS", int(Settings.hsts), 0, 1)),
    )


def _whole_number(environment: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    text = environment.get(name) or str(default)
    if text.isascii() and text.isdecimal() and len(text) <= 6 and least <= int(text) <= most:
        return int(text)
    raise SystemExit(f"{name} must be a whole number from {least} to {most}, and it is {text!r}.")
