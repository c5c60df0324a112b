"""The settings: defaults, and a sentence for every invalid value."""

from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.config import LOGS, Settings, settings

LIMITS = {"PORT": (1, 65535), "PROXIES": (0, 10), "HSTS": (0, 1), "METRICS": (0, 1)}
FIELDS = {"PORT": "port", "PROXIES": "proxies", "HSTS": "hsts", "METRICS": "metrics"}
numbers = pytest.mark.parametrize("name", LIMITS)


def test_default_host_is_the_loopback_address() -> None:
    assert settings({}) == Settings(host="127.0.0.1", port=8000)


def test_settings_are_read_and_other_variables_ignored() -> None:
    environment = {"HOST": "0.0.0.0", "PORT": "80", "HOME": "/root", "DEBUG": "1"}
    assert settings(environment) == Settings(host="0.0.0.0", port=80)


def test_empty_setting_is_the_default() -> None:
    assert settings({"HOST": "", "PORT": ""}) == Settings()


@numbers
def test_limits_of_numbers_are_allowed(name: str) -> None:
    for number in LIMITS[name]:
        assert getattr(settings({name: str(number)}), FIELDS[name]) == number


def test_number_of_more_than_six_digits_is_refused() -> None:
    assert settings({"PORT": "008000"}).port == 8000
    with pytest.raises(SystemExit, match="'0008000'"):
        settings({"PORT": "0008000"})


@numbers
@pytest.mark.parametrize("text", ["-1", "x", "8000.0", "1e3", " 80", "+80", "٨٠", "²", "9" * 5000])
def test_invalid_number_ends_the_program_with_a_sentence(name: str, text: str) -> None:
    with pytest.raises(SystemExit) as caught:
        settings({name: text})
    least, most = LIMITS[name]
    assert caught.value.code == f"{name} must be a whole number from {least} to {most}, and it is {text!r}."


@numbers
def test_number_above_the_limit_is_refused(name: str) -> None:
    least, most = LIMITS[name]
    with pytest.raises(SystemExit, match=f"from {least} to {most}, and it is '{most + 1}'"):
        settings({name: str(most + 1)})


def test_port_zero_is_refused() -> None:
    with pytest.raises(SystemExit, match="from 1 to"):
        settings({"PORT": "0"})


@pytest.mark.parametrize("text", ["a.example .b.example", "a.example,.b.example", " a.example, .b.example ,"])
def test_trusted_hosts_are_split_at_spaces_and_commas(text: str) -> None:
    assert settings({"TRUSTED_HOSTS": text}).trusted_hosts == ("a.example", ".b.example")


@pytest.mark.parametrize("text", ["columnwise.example:8443", "10.1.2.3", "laptop", "münchen.example", "a_b.example"])
def test_valid_host_names_are_accepted(text: str) -> None:
    assert settings({"TRUSTED_HOSTS": text}).trusted_hosts == (text,)


def test_trusted_hosts_are_lower_case() -> None:
    assert settings({"TRUSTED_HOSTS": "Columnwise.Example"}).trusted_hosts == ("columnwise.example",)


@pytest.mark.parametrize(
    "text", ["https://a.example", "*", "*.a.example", "a.example/", "[::1]", "a..example", "a" * 64]
)
def test_invalid_host_name_ends_the_program_with_a_sentence(text: str) -> None:
    with pytest.raises(SystemExit) as caught:
        settings({"TRUSTED_HOSTS": f"b.example {text}"})
    assert (
        caught.value.code == f"TRUSTED_HOSTS must be names such as a.example or .b.example, and one is {text[:60]!r}."
    )


@pytest.mark.parametrize("form", LOGS)
def test_every_form_of_the_log_is_accepted(form: str) -> None:
    assert settings({"LOG": form}).log == form
    assert settings({"LOG": ""}).log == settings({}).log == "auto"


@pytest.mark.parametrize("text", ["xml", "JSON", " json", "json,plain", "x" * 5000])
def test_unknown_form_of_the_log_ends_the_program_with_a_sentence(text: str) -> None:
    with pytest.raises(SystemExit) as caught:
        settings({"LOG": text})
    assert caught.value.code == f"LOG must be auto, json, plain or none, and it is {text[:60]!r}."


@given(st.dictionaries(st.sampled_from(["HOST", "PORT", "PROXIES"]), st.text(max_size=8)))
def test_any_environment_gives_settings_or_a_sentence(environment: dict[str, str]) -> None:
    try:
        read = settings(environment)
    except SystemExit as error:
        assert str(error.code).endswith(".")
    else:
        assert 1 <= read.port <= 65535 and 0 <= read.proxies <= 10 and read.host


def test_settings_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        settings({}).port = 1
