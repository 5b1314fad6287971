"""The model as the rooms of the house know it."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TypeVar

import structlog

from core.access.audit import Act
from core.access.gate import Gate
from core.model.asker import Asker
from core.model.budgets import Budgets, Reservation
from core.model.chat import Chat, Heard, Said
from core.model.known_answers import KnownAnswers, Question
from core.model.model_not_used import ModelNotUsed, ModelSilent
from core.model.prompt import Prompt
from core.model.rest import Rest
from core.model.spending import Prices, Spending
from core.model.tool import Tool

PERMISSION = "model.use"

Value = TypeVar("Value")

logger = structlog.get_logger()


class Model:
    """Nothing is sent unless both the person and the channel may use a model, and the budgets hold.

    ``max_tokens`` is the longest answer, ``known`` what was said before, None if nothing of it is kept.
    Blocking calls.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - its parts
        self,
        chat: Chat,
        gate: Gate,
        budgets: Budgets,
        prices: Prices,
        max_tokens: int,
        known: KnownAnswers | None = None,
    ) -> None:
        self._chat = chat
        self._gate = gate
        self._budgets = budgets
        self._prices = prices
        self._max_tokens = max_tokens
        self._known = known
        self._rest = Rest()

    @property
    def name(self) -> str:
        """What the provider calls it."""
        return self._chat.name

    def may_be_asked(self, asker: Asker) -> bool:
        """Whether the person may use a model there."""
        return self._gate.authorizer.allows(asker.person, asker.channel, PERMISSION)

    def ask(
        self,
        asker: Asker,
        purpose: str,
        asked: Prompt,
        tools: Sequence[Tool] = (),
        heard: Heard | None = None,
    ) -> Said:
        """What it says; raises ModelNotUsed. ``purpose`` is a word for the audit."""
        if not self.may_be_asked(asker):
            raise ModelNotUsed
        if self._rest.is_on:
            raise ModelSilent("resting", billed=False)
        reserved = self._budgets.reserve(asker.person, asker.channel, self._most(asked, tools))
        self._gate.decided(Act(asker.person, asker.channel, PERMISSION, purpose, asker.run_id), allowed=True)
        try:
            said = self._chat.ask(asked, tools, heard)
        except ModelSilent as silent:
            self._failed(silent, reserved, purpose)
            raise
        self._answered(said, reserved, purpose)
        return said

    def decide(
        self,
        asker: Asker,
        purpose: str,
        asked: Prompt,
        check: Callable[[Said], Value],
        tools: Sequence[Tool] = (),
    ) -> Value:
        """What ``check`` makes of what it says; both raise ModelNotUsed, the latter for what is not sound.

        What is sound is kept, and given again to the same question, which then costs nothing.
        """
        if self._known is None or not self.may_be_asked(asker):
            return check(self.ask(asker, purpose, asked, tools))
        question = Question(self.name, purpose, asked, tools)
        known = self._known.look(question)
        if known.said is not None:
            self._give_again(asker, purpose, self._most(asked, tools))
            with suppress(ModelSilent):  # sound it was to the release that kept it
                return check(known.said)
        said = self.ask(asker, purpose, asked, tools)
        value = check(said)
        self._known.keep(question, said, known.generation)
        return value

    def _give_again(self, asker: Asker, purpose: str, most: Spending) -> None:
        """Take nothing from the budgets, which have to hold all the same; raises ModelNotUsed."""
        self._budgets.settle(self._budgets.reserve(asker.person, asker.channel, most), Spending())
        act = Act(asker.person, asker.channel, PERMISSION, f"{purpose} known", asker.run_id)
        self._gate.decided(act, allowed=True)
        logger.info("model_answer_known", purpose=purpose, tokens=0, cost=0)

    def _most(self, asked: Prompt, tools: Sequence[Tool]) -> Spending:
        """What a question can take at most."""
        declared = sum(len(str(each.declaration)) for each in tools)
        return self._prices.most(asked, declared, self._max_tokens)

    def _answered(self, said: Said, reserved: Reservation, purpose: str) -> None:
        """Settle what was spent; where the model has not counted, what was set aside."""
        self._rest.succeeded()
        spent = self._prices.spent(said.read, said.written) if said.read else reserved.spending
        self._budgets.settle(reserved, spent)
        logger.info("model_used", purpose=purpose, tokens=spent.tokens, cost=spent.cost)

    def _failed(self, silent: ModelSilent, reserved: Reservation, purpose: str) -> None:
        """What may have been billed stays spent."""
        if not silent.own_fault:
            self._rest.failed()
        if not silent.billed:
            self._budgets.settle(reserved, Spending())
        logger.warning("model_not_used", reason=silent.reason, purpose=purpose)
