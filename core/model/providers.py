"""The chat model that the settings name: on Amazon Bedrock, or Anthropic's own API."""

from importlib import import_module
from typing import Any

from core.errors import UserFacingError
from core.model.chat import Chat
from core.settings import Settings

MAX_TOKENS = 1_000
"""The longest answer that is asked for."""

_ATTEMPTS = 2


def open_chat(settings: Settings) -> Chat | None:
    """The model; None where none is named. Raises UserFacingError for settings that cannot work."""
    named = settings.bedrock_model_id, settings.anthropic_model
    if all(named):
        raise UserFacingError("BEDROCK_MODEL_ID and ANTHROPIC_MODEL are both set; keep one of them.")
    seconds = settings.dataops_model_seconds
    if settings.bedrock_model_id is not None:
        return Chat(settings.bedrock_model_id, _on_bedrock(settings), seconds)
    if settings.anthropic_model is not None:
        return Chat(settings.anthropic_model, _at_anthropic(settings), seconds)
    return None


def _on_bedrock(settings: Settings) -> Any:
    """Through boto3, with one retry; each attempt may take half of the time."""
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError
    from langchain_aws import ChatBedrockConverse

    patience = settings.dataops_model_seconds / _ATTEMPTS
    config = Config(
        read_timeout=patience,
        connect_timeout=min(5.0, patience),
        retries={"total_max_attempts": _ATTEMPTS, "mode": "standard"},
    )
    try:
        return ChatBedrockConverse(
            model_id=settings.bedrock_model_id,
            region_name=settings.aws_region,
            temperature=0,
            max_tokens=MAX_TOKENS,
            config=config,
        )
    except (BotoCoreError, ValueError) as error:
        raise UserFacingError(
            f"BEDROCK_MODEL_ID {settings.bedrock_model_id} cannot be used ({_first_line(error)})."
        ) from error


def _at_anthropic(settings: Settings) -> Any:
    """Through their own client, with one retry."""
    if settings.anthropic_api_key is None:
        raise UserFacingError("ANTHROPIC_MODEL is set, and no ANTHROPIC_API_KEY; set it too.")
    try:
        client = import_module("langchain_anthropic")
    except ImportError as error:
        raise UserFacingError(
            "ANTHROPIC_MODEL needs a package that is not installed; install dataops-agent[anthropic]."
        ) from error
    return client.ChatAnthropic(
        model=settings.anthropic_model,
        api_key=settings.anthropic_api_key,
        temperature=0,
        max_tokens=MAX_TOKENS,
        timeout=settings.dataops_model_seconds / _ATTEMPTS,
        max_retries=_ATTEMPTS - 1,
    )


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0][:200]
