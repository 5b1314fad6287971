"""What people do with the bot, in a workspace that this project did not write."""

from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from tests.e2e.slack.conftest import Team
from tests.e2e.slack.emulated import until

ESTATE = Path(__file__).parents[3] / "workflows" / "jil_parser" / "examples" / "nightly_estate.jil"
MENTION = "<@U0DATAOPS>"


def share(team: Team, path: Path, words: str) -> str:
    """Share a file with a message; the ts of that message."""
    team.alice.files_upload_v2(channel=team.channel, file=str(path), initial_comment=words)

    def shared() -> str:
        messages = team.alice.conversations_history(channel=team.channel)["messages"]
        return next((str(each["ts"]) for each in messages if words in each["text"]), "")

    return until(shared)


def test_a_mention_is_answered_in_its_thread_and_only_there(team: Team) -> None:
    alone = team.say("What can you do?")
    said = team.say(f"{MENTION} What can you do?")
    shown = team.seen(said, "I help data-engineering teams")
    assert shown.count("I help data-engineering teams") == 1
    assert len(team.posts(alone)) == 1


def test_an_export_is_analysed_and_the_files_of_the_answer_can_be_opened(team: Team) -> None:
    said = share(team, ESTATE, f"{MENTION} what does this estate look like?")
    team.seen(said, "Done")

    def files() -> dict[str, dict[str, str]]:
        posts = team.posts(said)
        found = {each["name"]: each for post in posts for each in post.get("files", []) if post["ts"] != said}
        return found if "report.html" in found else {}

    shared = until(files)
    assert {"graph.png", "report.html"} <= shared.keys()
    request = Request(shared["report.html"]["url_private"], headers={"Authorization": "Bearer xoxp-alice"})  # noqa: S310 - loopback
    with urlopen(request, timeout=10) as response:  # noqa: S310 - loopback
        assert b"<html" in response.read()[:200].lower()


def test_a_thread_goes_on_without_a_mention_and_remembers_its_export(team: Team) -> None:
    said = share(team, ESTATE, f"{MENTION} what does this estate look like?")
    team.seen(said, "Done")
    team.say("which jobs have no dependencies at all?", thread=said)
    team.seen(said, "given earlier in this thread")


def test_whoever_is_not_in_the_policy_gets_nothing(team: Team) -> None:
    refused = team.say(f"{MENTION} What can you do?", by=team.bob)
    allowed = team.say(f"{MENTION} What can you do?")
    team.seen(allowed, "I help data-engineering teams")
    assert "I help data-engineering teams" not in "".join(post["text"] for post in team.posts(refused))


def test_every_event_is_acknowledged(team: Team) -> None:
    said = team.say(f"{MENTION} What can you do?")
    team.seen(said, "Done")
    deliveries = until(team.slack.deliveries)
    assert {each["status_code"] for each in deliveries} == {200}


def test_a_crash_in_the_middle_costs_nothing(team: Team) -> None:
    said = share(team, ESTATE, f"{MENTION} what does this estate look like?")
    until(lambda: len(team.posts(said)) > 1)
    team.bot.kill()
    team.bot.start()
    shown = team.seen(said, "Done")
    names = [each["name"] for post in team.posts(said) for each in post.get("files", [])]
    assert shown.count("Done") == 1
    assert len(names) == len(set(names))


@pytest.mark.parametrize("token", ["xoxb-local-bot"])
def test_the_scopes_of_the_manifest_suffice(team: Team, token: str) -> None:
    done = team.bot.command("doctor", "slack")
    assert token not in done
    assert "missing" not in done
