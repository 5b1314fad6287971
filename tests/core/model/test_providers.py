"""Which model the settings name, and what is said of settings that cannot work."""

import sys
from types import ModuleType
from typing import Any

import pytest

from core.access.audit import AuditLog
from core.access.authorizer import AllowAll
from core.access.gate import Gate
from core.errors import UserFacingError
from core.model.budgets import Limit
from core.model.opening import limits_of, open_model, prices_of
from core.model.providers import open_chat
from core.settings import Settings
from core.storage.database import Database
from tests.bedrock import MODEL


def settings(**chosen: Any) -> Settings:
    return Settings(_env_file=None, **chosen)


def test_without_a_name_there_is_no_model(database: Database) -> None:
    assert open_model(settings(), database, Gate(AllowAll(), AuditLog(database))) is None


def test_a_model_on_bedrock(database: Database) -> None:
    model = open_model(settings(bedrock_model_id=MODEL), database, Gate(AllowAll(), AuditLog(database)))
    assert model is not None
    assert model.name == MODEL


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ({"bedrock_model_id": MODEL, "anthropic_model": "claude"}, "keep one of them"),
        ({"anthropic_model": "claude"}, "no ANTHROPIC_API_KEY"),
        ({"bedrock_model_id": "arn:aws:bedrock:us-east-1:1:inference-profile/x"}, "cannot be used"),
    ],
)
def test_settings_that_cannot_work_are_told(chosen: dict[str, str], sentence: str) -> None:
    with pytest.raises(UserFacingError, match=sentence):
        open_chat(settings(**chosen))


def test_a_package_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "langchain_anthropic", None)
    with pytest.raises(UserFacingError, match=r"install dataops-agent\[anthropic\]"):
        open_chat(settings(anthropic_model="claude", anthropic_api_key="k"))


def test_anthropics_own_client_gets_the_key_the_time_and_one_retry(monkeypatch: pytest.MonkeyPatch) -> None:
    package: Any = ModuleType("langchain_anthropic")
    given: list[Any] = []
    package.ChatAnthropic = lambda **options: given.append(options)
    monkeypatch.setitem(sys.modules, "langchain_anthropic", package)
    open_chat(settings(anthropic_model="claude", anthropic_api_key="k", dataops_model_seconds=20))
    (client,) = given
    assert (client["model"], client["timeout"], client["max_retries"]) == ("claude", 10, 1)
    assert client["api_key"].get_secret_value() == "k"


def test_a_cost_needs_prices() -> None:
    with pytest.raises(UserFacingError, match="DATAOPS_MODEL_PRICES"):
        prices_of(settings(dataops_model_cost_day=5))


def test_budgets_are_as_the_settings_say() -> None:
    chosen = settings(
        dataops_model_tokens_person_day=7, dataops_model_cost_channel_day=1.5, dataops_model_prices="3/15"
    )
    limits = limits_of(chosen)
    assert limits["person"] == Limit(7, None)
    assert limits["channel"] == Limit(1_000_000, 1_500_000)
    assert limits["all"] == Limit(5_000_000, None)
