"""``dataops doctor model``: one word asked of the configured model, to see that it answers."""

import time

from core.errors import UserFacingError
from core.model.model_not_used import ModelSilent
from core.model.opening import prices_of
from core.model.prompt import Section, prompt
from core.model.providers import open_chat
from core.settings import load_settings
from core.telemetry import log_to_stderr


def run_model_doctor() -> int:
    """Ask, and print how long it took and what it used; the exit code is 1 if it does not answer."""
    log_to_stderr()
    try:
        print(f"  ok    model: {_asked()}")
    except UserFacingError as error:
        print(f"  FAIL  model: {error}")
        return 1
    return 0


def _asked() -> str:
    """How it went; raises UserFacingError."""
    settings = load_settings()
    chat = open_chat(settings)
    prices = prices_of(settings)
    if chat is None:
        raise UserFacingError("none is named; set BEDROCK_MODEL_ID, or ANTHROPIC_MODEL.")
    began = time.monotonic()
    try:
        said = chat.ask(prompt("doctor", [Section("message", "Are you there?")]))
    except ModelSilent as silent:
        cause = silent.__cause__
        told = f"{silent.reason}: {str(cause).partition(chr(10))[0][:300]}" if cause else silent.reason
        raise UserFacingError(f"{chat.name} did not answer ({told}); words alone decide.") from silent
    spent = prices.spent(said.read, said.written)
    cost = f", cost {spent.cost / 1e6:.6f}" if spent.cost else ""
    return f"{chat.name} answered in {time.monotonic() - began:.1f} s, {spent.tokens} tokens{cost}"
