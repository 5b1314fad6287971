"""The model behind boto3: only where it may be asked, within its budgets, and whatever it does."""

import threading
from datetime import UTC, datetime

import pytest

from core.access.audit import AuditLog
from core.access.authorizer import AllowAll
from core.access.gate import Gate
from core.model.asker import Asker
from core.model.budgets import Budgets, Limit
from core.model.chat import Chat, Said
from core.model.known_answers import KnownAnswers
from core.model.model import Model
from core.model.model_not_used import ModelNotUsed, ModelSilent
from core.model.prompt import Section, prompt
from core.model.providers import open_chat
from core.model.spending import Prices, Spending
from core.model.tool import Choice, Tool
from core.settings import Settings
from core.storage.database import Database
from core.storage.passing_texts import MemoryTexts, PassingTexts
from tests.bedrock import MODEL, Answer, Bedrock, chooses, speaks

ADA = Asker("console:local:ada", "console:local:ops", "run_1")
PROMPT = prompt("doctor", [Section("message", "Hello?")])
TOOLS = (Tool("count", "Counts", {"levels": {"type": "integer"}}),)


class Policy(AllowAll):
    """Everybody may use a model but where ``closed``."""

    closed = ""

    def allows(self, person: str, channel: str, permission: str) -> bool:
        assert permission == "model.use"
        return self.closed not in (person, channel)


class Desk:
    """A model with everything that belongs to it."""

    def __init__(
        self,
        database: Database,
        seconds: float = 20,
        tokens: int = 5_000,
        model: str = MODEL,
        texts: PassingTexts | None = None,
    ) -> None:
        settings = Settings(_env_file=None, bedrock_model_id=model, dataops_model_seconds=seconds)
        chat = open_chat(settings)
        assert chat is not None
        self.policy = Policy()
        self.audit = AuditLog(database)
        self.budgets = Budgets(database, {"person": Limit(tokens)})
        prices = Prices.parse("3/15")
        gate, known = Gate(self.policy, self.audit), KnownAnswers(texts) if texts else None
        self.model = Model(chat, gate, self.budgets, prices, 1_000, known)

    @property
    def used(self) -> Spending:
        return self.budgets.used("person", ADA.person)


def test_what_it_says_comes_with_what_it_cost(bedrock: Bedrock, database: Database) -> None:
    desk = Desk(database)
    heard: list[str] = []
    bedrock.says = lambda _: speaks("All ", "is ", "well.", read=200, written=10)
    assert desk.model.ask(ADA, "explanation", PROMPT, heard=heard.append).text == "All is well."
    assert heard == ["All ", "is ", "well."]
    assert desk.used == Spending(210, 750)


def test_what_it_did_not_count_counts_as_set_aside(bedrock: Bedrock, database: Database) -> None:
    desk = Desk(database)
    bedrock.says = lambda _: speaks("Well.", read=0, written=0)
    desk.model.ask(ADA, "intent", PROMPT)
    assert desk.used.tokens > 1_000


def test_it_chooses_among_tools(bedrock: Bedrock, database: Database) -> None:
    bedrock.says = lambda _: chooses("count", levels=2)
    said = Desk(database).model.ask(ADA, "intent", PROMPT, TOOLS)
    assert said.choices == (Choice("count", {"levels": 2}),)
    assert bedrock.asked[0].tools == {"count": {"levels": {"type": "integer"}}}
    assert '"toolChoice": {"any": {}}' in bedrock.bodies[0]


@pytest.mark.parametrize("closed", [ADA.person, ADA.channel])
def test_nothing_is_sent_for_whom_or_where_it_may_not_be(
    bedrock: Bedrock, database: Database, closed: str
) -> None:
    desk = Desk(database)
    desk.policy.closed = closed
    with pytest.raises(ModelNotUsed) as refused:
        desk.model.ask(ADA, "intent", PROMPT)
    assert (refused.value.note, bedrock.bodies, desk.used) == ("", [], Spending())


def test_nothing_is_sent_when_the_budget_is_used_up(bedrock: Bedrock, database: Database) -> None:
    desk = Desk(database, tokens=100)
    with pytest.raises(ModelNotUsed, match="used up"):
        desk.model.ask(ADA, "intent", PROMPT)
    assert bedrock.bodies == []


def test_what_was_sent_is_in_the_audit_without_its_words(bedrock: Bedrock, database: Database) -> None:
    desk = Desk(database)
    desk.model.ask(ADA, "intent", PROMPT)
    (line,) = desk.audit.lines(datetime.fromtimestamp(0, UTC))
    assert (line.person, line.permission) == (ADA.person, "model.use")
    assert (line.subject, line.run_id) == ("intent", "run_1")


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_refusal_is_asked_once_more_and_costs_nothing(
    bedrock: Bedrock, database: Database, status: int
) -> None:
    desk = Desk(database)
    bedrock.says = lambda _: status
    with pytest.raises(ModelSilent, match="did not answer"):
        desk.model.ask(ADA, "intent", PROMPT)
    assert (len(bedrock.bodies), desk.used) == (2, Spending())


def test_the_second_attempt_may_answer(bedrock: Bedrock, database: Database) -> None:
    answers: list[Answer] = [429, speaks("Here.")]
    bedrock.says = lambda _: answers.pop(0)
    assert Desk(database).model.ask(ADA, "intent", PROMPT).text == "Here."


def test_what_may_not_be_asked_is_not_asked_again(bedrock: Bedrock, database: Database) -> None:
    bedrock.says = lambda _: 403
    with pytest.raises(ModelSilent):
        Desk(database).model.ask(ADA, "intent", PROMPT)
    assert len(bedrock.bodies) == 1


def test_one_that_does_not_answer_is_left_when_the_time_is_up(bedrock: Bedrock, database: Database) -> None:
    desk = Desk(database, seconds=0.2)
    bedrock.gate.clear()
    with pytest.raises(ModelSilent) as silent:
        desk.model.ask(ADA, "intent", PROMPT)
    assert silent.value.billed
    assert desk.used.tokens > 1_000


def test_one_that_never_ends_is_cut_off(bedrock: Bedrock, database: Database) -> None:
    bedrock.says = lambda _: speaks("blah " * 20)
    bedrock.endless = True
    with pytest.raises(ModelSilent) as silent:
        Desk(database).model.ask(ADA, "explanation", PROMPT)
    assert silent.value.reason == "endless"


@pytest.mark.parametrize(
    "said",
    [b"not a frame at all, and rather long for one", b"", [("messageStart", {"role": "assistant"})]],
    ids=["garbage", "nothing", "broken off"],
)
def test_what_is_no_answer_is_none(bedrock: Bedrock, database: Database, said: Answer) -> None:
    bedrock.says = lambda _: said
    try:
        answer = Desk(database).model.ask(ADA, "intent", PROMPT, TOOLS)
    except ModelSilent:
        return
    assert (answer.text, answer.choices) == ("", ())


def test_arguments_that_are_no_json_are_no_choice(bedrock: Bedrock, database: Database) -> None:
    broken = chooses("count")
    broken[2][1]["delta"]["toolUse"]["input"] = '{"levels": '
    bedrock.says = lambda _: broken
    assert Desk(database).model.ask(ADA, "intent", PROMPT, TOOLS).choices in ((), (Choice("count", {}),))


class Stand:
    """A chat model that is no client: it says nothing until it is let go on."""

    supports_tool_choice_values = ("auto",)

    def __init__(self) -> None:
        self.bound: dict[str, object] | None = None
        self.gate = threading.Event()

    def bind_tools(self, _tools: list[object], **options: object) -> "Stand":
        self.bound = options
        return self

    def stream(self, _messages: object) -> list[object]:
        self.gate.wait(30)
        return []


def test_only_so_many_are_asked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.model.chat.AT_ONCE", 1)
    stand = Stand()
    chat = Chat("stand", stand, 0.05)
    reasons = []
    for _ in range(2):
        with pytest.raises(ModelSilent) as silent:
            chat.ask(PROMPT)
        reasons.append(silent.value.reason)
    stand.gate.set()
    assert reasons == ["slow", "busy"]


def test_a_model_that_cannot_be_told_to_choose_is_not() -> None:
    stand = Stand()
    stand.gate.set()
    with pytest.raises(ModelSilent) as silent:
        Chat("stand", stand, 5).ask(PROMPT, TOOLS)
    assert (stand.bound, silent.value.reason) == ({}, "empty")


def test_one_that_fails_again_and_again_is_left_alone(bedrock: Bedrock, database: Database) -> None:
    desk = Desk(database)
    bedrock.says = lambda _: 403
    reasons = []
    for _ in range(4):
        with pytest.raises(ModelSilent) as silent:
            desk.model.ask(ADA, "intent", PROMPT)
        reasons.append(silent.value.reason)
    assert reasons == ["ClientError"] * 3 + ["resting"]
    assert len(bedrock.bodies) == 3


def said(answer: Said) -> Said:
    return answer


def decided(desk: Desk, message: str = "Hello?", purpose: str = "intent") -> Said:
    return desk.model.decide(ADA, purpose, prompt("doctor", [Section("message", message)]), said, TOOLS)


def test_the_same_question_is_asked_once_and_costs_once(bedrock: Bedrock, database: Database) -> None:
    desk = Desk(database, texts=MemoryTexts())
    bedrock.says = lambda _: chooses("count", levels=2)
    first = decided(desk)
    used = desk.used
    assert (decided(desk), desk.used) == (first, used)
    assert first.choices == (Choice("count", {"levels": 2}),)
    lines = [*desk.audit.lines(datetime.fromtimestamp(0, UTC))]
    assert [(line.permission, line.subject) for line in lines] == [
        ("model.use", "intent"),
        ("model.use", "intent known"),
    ]
    assert len(bedrock.bodies) == 1


def test_another_question_is_asked(bedrock: Bedrock, database: Database) -> None:
    texts = MemoryTexts()
    desk, other = (
        Desk(database, texts=texts),
        Desk(database, texts=texts, model="anthropic.claude-3-sonnet-20240229-v1:0"),
    )
    decided(desk)
    decided(desk, "Hello!")
    decided(desk, purpose="summary")
    desk.model.decide(ADA, "intent", PROMPT, said)
    decided(other)
    assert len(bedrock.bodies) == 5


def test_what_is_not_sound_is_not_kept(bedrock: Bedrock, database: Database) -> None:
    desk = Desk(database, texts=MemoryTexts())

    def unsound(_: Said) -> Said:
        raise ModelSilent("unsound", billed=True)

    for _ in range(2):
        with pytest.raises(ModelSilent):
            desk.model.decide(ADA, "intent", PROMPT, unsound)
    assert len(bedrock.bodies) == 2


def test_rights_and_budgets_come_before_what_is_known(bedrock: Bedrock, database: Database) -> None:
    texts = MemoryTexts()
    desk = Desk(database, texts=texts)
    decided(desk)
    with pytest.raises(ModelNotUsed, match="used up"):
        decided(Desk(database, tokens=100, texts=texts))
    desk.policy.closed = ADA.channel
    with pytest.raises(ModelNotUsed) as refused:
        decided(desk)
    assert refused.value.note == ""


def test_what_is_kept_holds_no_word_of_the_question(bedrock: Bedrock, database: Database) -> None:
    kept: dict[str, str] = {}

    class Texts(MemoryTexts):
        def keep(self, key: str, text: str, generation: str | None) -> None:
            kept[key] = text
            super().keep(key, text, generation)

    bedrock.says = lambda _: speaks("Well.")
    decided(Desk(database, texts=Texts()), "PAYROLL_4711")
    ((key, text),) = kept.items()
    assert (len(key), "PAYROLL" in key + text, "Well." in text) == (64, False, True)


def test_what_another_release_kept_is_asked_again(bedrock: Bedrock, database: Database) -> None:
    class Texts(MemoryTexts):
        def keep(self, key: str, text: str, generation: str | None) -> None:
            super().keep(key, text[:-1], generation)

    desk = Desk(database, texts=Texts())
    for _ in range(2):
        decided(desk)
    assert len(bedrock.bodies) == 2
