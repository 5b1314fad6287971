"""The production shape on a laptop: every part without rights, reachable from this machine alone."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.manifests.settings_names import accepted, unknown

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]


@pytest.mark.parametrize("name", SERVICES)
def test_every_part_has_no_rights(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in service
    assert service["healthcheck"]
    assert all(port.startswith("127.0.0.1:") for port in service.get("ports", ()))


def test_it_has_the_parts_of_production_in_their_order() -> None:
    assert SERVICES.keys() == {"bot", "storage", "redis", "aws"}
    assert SERVICES["storage"]["command"] == ["init-storage"]
    assert SERVICES["bot"]["depends_on"] == {
        "storage": {"condition": "service_completed_successfully"},
        "redis": {"condition": "service_healthy"},
    }
    assert SERVICES["storage"]["depends_on"] == {"aws": {"condition": "service_healthy"}}
    assert set(SERVICES["bot"]["volumes"]) == {"home:/data"}
    assert re.fullmatch(r"(\d+)s", SERVICES["bot"]["stop_grace_period"])


def test_its_settings_are_settings_and_its_secrets_are_files(tmp_path: Path) -> None:
    environment = SERVICES["bot"]["environment"]
    assert unknown(set(environment)) == set()
    assert {name for name in environment if name.endswith(("TOKEN", "SECRET", "PASSWORD"))} == set()
    assert unknown({name.upper() for name in COMPOSE["secrets"]}) == set()
    assert all(secret.keys() == {"file"} for secret in COMPOSE["secrets"].values())
    assert accepted(environment, tmp_path).redis_host in SERVICES


def test_what_it_names_is_there() -> None:
    for service in SERVICES.values():
        assert {each["source"] for each in service.get("configs", ())} <= COMPOSE["configs"].keys()
        assert set(service.get("secrets", ())) <= COMPOSE["secrets"].keys()
        assert set(service.get("depends_on", ())) <= SERVICES.keys()
    assert (ROOT / COMPOSE["configs"]["policy"]["file"]).is_file()
    assert "secrets/" in (ROOT / ".gitignore").read_text().splitlines()


def test_the_played_aws_is_the_one_of_the_tests() -> None:
    locked = re.search(r"^moto==([0-9.]+)", (ROOT / "requirements/dev.lock").read_text(), re.MULTILINE)
    assert locked is not None
    assert SERVICES["aws"]["image"] == f"motoserver/moto:{locked[1]}"
