"""What is said in a thread is kept with its session, whatever id that has."""

from pathlib import Path

from core.session import Session
from tests.house import CHANNEL, open_house

THREAD = CHANNEL.thread("t1")


async def test_a_thread_of_an_earlier_release_goes_on_in_its_session(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        service = house.service
        old = Session(session_id="session_old", thread=str(THREAD), user_id="console:local:admin")
        service.stores.sessions.add(old)
        run = await house.ask("what is in the ledger?", thread=THREAD)
        said = service.services.sessions.get_session("session_old").conversation_history
        assert [message.role for message in said] == ["user", "assistant"]
        record = service.stores.executions.get(run.run_id)
        assert record is not None
        assert record.session_id == "session_old"
        forget = await house.ask("/dataops forget now", thread=THREAD)
        assert "1 run, 2 messages. I have looked again: nothing is left." in house.posts(forget)[-1]
        assert service.stores.sessions.of_thread(str(THREAD)) is None
