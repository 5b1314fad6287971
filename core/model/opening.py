"""The model with its budgets, as the settings say."""

from core.access.gate import Gate
from core.errors import UserFacingError
from core.model.budgets import Budgets, Holder, Limit
from core.model.known_answers import KnownAnswers
from core.model.model import Model
from core.model.providers import MAX_TOKENS, open_chat
from core.model.spending import Prices
from core.settings import Settings
from core.storage.database import Database
from core.storage.passing_texts import PassingTexts


def open_model(
    settings: Settings, database: Database, gate: Gate, texts: PassingTexts | None = None
) -> Model | None:
    """The model, which keeps what it said among ``texts``; None where none is named.

    Raises UserFacingError for settings that cannot work.
    """
    chat = open_chat(settings)
    if chat is None:
        return None
    prices = prices_of(settings)
    known = KnownAnswers(texts) if texts is not None and settings.enable_caching else None
    return Model(chat, gate, Budgets(database, limits_of(settings)), prices, MAX_TOKENS, known)


def prices_of(settings: Settings) -> Prices:
    """What tokens cost; nothing where that is not said. Raises UserFacingError."""
    costs = (
        settings.dataops_model_cost_person_day,
        settings.dataops_model_cost_channel_day,
        settings.dataops_model_cost_day,
    )
    if settings.dataops_model_prices is not None:
        return Prices.parse(settings.dataops_model_prices)
    if any(cost is not None for cost in costs):
        raise UserFacingError("A DATAOPS_MODEL_COST_… is set without DATAOPS_MODEL_PRICES; set both.")
    return Prices()


def limits_of(settings: Settings) -> dict[Holder, Limit]:
    """The budgets of a day."""
    return {
        "person": _limit(settings.dataops_model_tokens_person_day, settings.dataops_model_cost_person_day),
        "channel": _limit(settings.dataops_model_tokens_channel_day, settings.dataops_model_cost_channel_day),
        "all": _limit(settings.dataops_model_tokens_day, settings.dataops_model_cost_day),
    }


def _limit(tokens: int, cost: float | None) -> Limit:
    return Limit(tokens, None if cost is None else round(cost * 1_000_000))
