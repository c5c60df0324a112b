"""compose.yaml and nginx.conf speak of the same copies, and every container may do as little as possible."""

import re
from typing import Any

import pytest
import yaml

from app.config import Settings, settings
from tests.contracts.test_operating import READ
from tests.serving.deploy.front import CONFIGURATION, ROOT

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "deploy/compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, Any] = COMPOSE["services"]
NGINX = CONFIGURATION.read_text(encoding="utf-8")
COPIES = {name: service for name, service in SERVICES.items() if name != "nginx"}


def upstream(name: str) -> list[str]:
    """The servers of that upstream in nginx.conf, with their options."""
    block = re.search(rf"upstream {name} {{(.*?)}}", NGINX, re.DOTALL)
    assert block
    return re.findall(r"server ([^;]+);", block[1])


def test_upstreams_are_all_copies() -> None:
    for name in ("copies", "races"):
        assert [server.split()[0] for server in upstream(name)] == [f"{copy}:{Settings.port}" for copy in COPIES]


def test_one_copy_has_all_races_and_another_is_its_backup() -> None:
    assert ["backup" in server for server in upstream("races")] == [False, *[True] * (len(COPIES) - 1)]


@pytest.mark.parametrize("name", SERVICES)
def test_container_has_no_privileges(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert {"cap_add", "privileged", "devices"}.isdisjoint(service)


@pytest.mark.parametrize("name", SERVICES)
def test_log_size_is_limited(name: str) -> None:
    logging = SERVICES[name]["logging"]
    assert logging["driver"] == "json-file"
    assert re.fullmatch(r"\d{1,2}m", logging["options"]["max-size"])
    assert int(logging["options"]["max-file"]) <= 10


def test_only_nginx_is_published_and_on_the_loopback_address_only() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["nginx"]
    assert SERVICES["nginx"]["ports"] == ["${ADDRESS:-127.0.0.1:8080}:8080"]
    assert "listen 8080;" in NGINX
    assert {name for name, service in SERVICES.items() if "outside" in service["networks"]} == {"nginx"}
    assert COMPOSE["networks"]["inside"] == {"internal": True}


def test_nginx_trusts_forwarded_headers_of_this_computer_only() -> None:
    (outside,) = COMPOSE["networks"]["outside"]["ipam"]["config"]
    assert re.findall(r"set_real_ip_from ([^;]+);", NGINX) == [outside["gateway"]]


def test_environment_of_a_copy_is_valid() -> None:
    for service in COPIES.values():
        environment = {name: re.sub(r"\$\{\w+:-(.*)\}", r"\1", text) for name, text in service["environment"].items()}
        assert settings(environment).proxies == 1
        assert set(environment) == READ - {"HOST", "PORT"}  # which the image sets


def test_cache_fits_into_its_tmpfs() -> None:
    cached = sum(int(size) for size in re.findall(r"max_size=(\d+)m", NGINX))
    (folder,) = re.findall(r"size=(\d+)m", SERVICES["nginx"]["tmpfs"][0])
    (free,) = re.findall(r"min_free=(\d+)m", NGINX)
    assert cached + int(free) < int(folder)


def test_nginx_image_is_pinned() -> None:
    assert re.fullmatch(r"nginx:1\.\d+\.\d+-alpine-slim@sha256:[0-9a-f]{64}", SERVICES["nginx"]["image"])
