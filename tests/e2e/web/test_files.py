"""Files by dropping and pasting, and files that are too large."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.served import Served
from tests.e2e.web.chat import Chat
from tests.e2e.web.complaints import Complaints
from tests.e2e.web.conftest import OpenChat, Serve, Shoot
from tests.e2e.web.dropping import drop, drop_text
from tests.e2e.web.seeing import expect

if TYPE_CHECKING:
    from playwright.sync_api import Request

pytestmark = pytest.mark.browser

JOBS = "insert_job: A   job_type: CMD\ncommand: true\n\ninsert_job: B   job_type: CMD\ncondition: s(A)\n"
TOO_LARGE = "MB one message may bring; attach less, or split it."


def paste(chat: Chat, name: str, content: str, **kinds: str) -> None:
    """Paste a file into the message box, as a copy of a file manager's or a mail's does it.

    ``kinds`` is what the clipboard holds of the same thing besides, by the end of its type.
    """
    chat.box.evaluate(
        """(box, [name, content, kinds]) => {
            const data = new DataTransfer();
            data.items.add(new File([content], name));
            for (const [kind, text] of Object.entries(kinds)) data.setData(`text/${kind}`, text);
            const how = {clipboardData: data, bubbles: true, cancelable: true};
            box.dispatchEvent(new ClipboardEvent("paste", how));
        }""",
        [name, content, kinds],
    )


def uploads(chat: Chat) -> "list[Request]":
    """What this tab sends from now on."""
    sent: list[Request] = []
    chat.page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    return sent


def kept(served: Served) -> list[Path]:
    """What of the uploads is on the disk."""
    return [path for path in (served.home / "uploads").rglob("*") if path.is_file()]


def test_dropped_and_pasted_files_are_listed_removable_and_sent(
    chat: Chat, tmp_path: Path, shoot: Shoot
) -> None:
    for name in ("one.jil", "two.jil"):
        (tmp_path / name).write_text(JOBS)
    drop(chat, tmp_path / "one.jil", tmp_path / "two.jil")
    paste(chat, "three.jil", JOBS.replace("A", "C").replace("B", "D"))
    expect(chat.attached).to_contain_text(["one.jil", "two.jil", "three.jil"])
    shoot(chat.page, "attached")
    chat.page.get_by_role("button", name="remove two.jil").click()
    expect(chat.attached).to_contain_text(["one.jil", "three.jil"])

    chat.ask("Analyse this export")
    expect(chat.posts.first).to_contain_text("one.jil")
    expect(chat.posts.first).to_contain_text("three.jil")
    expect(chat.posts.first).not_to_contain_text("two.jil")
    expect(chat.post("4 jobs").last).to_contain_text("2 jobs that nothing starts")


def test_files_alone_are_a_message(chat: Chat, tmp_path: Path) -> None:
    (tmp_path / "alone.jil").write_text(JOBS)
    drop(chat, tmp_path / "alone.jil")
    expect(chat.attached).to_have_count(1)
    chat.box.press("Enter")
    expect(chat.post("2 jobs").last).to_be_visible()
    expect(chat.page.get_by_role("navigation")).to_contain_text("alone.jil")


def test_files_that_are_chosen_one_by_one_come_together(chat: Chat, tmp_path: Path) -> None:
    for name in ("one.jil", "two.jil", "three.jil"):
        (tmp_path / name).write_text(JOBS)
    drop(chat, tmp_path / "one.jil")
    chat.attach(tmp_path / "two.jil")
    chat.attach(tmp_path / "three.jil")
    expect(chat.attached).to_contain_text(["one.jil", "two.jil", "three.jil"])
    chat.page.get_by_role("button", name="remove one.jil").click()
    expect(chat.attached).to_contain_text(["two.jil", "three.jil"])
    chat.ask("/dataops help")
    expect(chat.posts.first.get_by_role("listitem")).to_have_text(["two.jil", "three.jil"])
    expect(chat.attached).to_have_count(0)


def test_text_is_dropped_into_the_box_as_everywhere(chat: Chat) -> None:
    drop_text(chat, "LOAD_GL", chat.box)
    expect(chat.box).to_have_value("LOAD_GL")
    drop_text(chat, "DATA_LOAD", chat.page.get_by_role("main"))
    expect(chat.box).to_have_value("LOAD_GL")
    expect(chat.attached).to_have_count(0)


def test_cells_of_a_table_are_pasted_as_text_and_not_as_their_picture(chat: Chat) -> None:
    chat.box.fill("LOAD_GL")
    paste(chat, "image.png", "", plain="LOAD_GL", html="<table><td>LOAD_GL</table>")
    expect(chat.attached).to_have_count(0)
    paste(chat, "image.png", "", html="<img>")
    expect(chat.attached).to_have_count(1)


def test_three_hundred_megabytes_are_refused_at_once(
    chat: Chat, served: Served, tmp_path: Path, shoot: Shoot
) -> None:
    sent, before = uploads(chat), kept(served)
    with (tmp_path / "huge.jil").open("wb") as huge:
        huge.truncate(300 << 20)  # of zeros that take no room
    drop(chat, tmp_path / "huge.jil")
    chat.say("What is in this?")
    expect(chat.problem).to_contain_text(f"That is more than the 256 {TOO_LARGE}", timeout=2000)
    expect(chat.box).to_have_value("What is in this?")
    expect(chat.attached).to_have_count(1)
    shoot(chat.page, "too_large")
    assert sent == []
    assert kept(served) == before

    chat.page.get_by_role("button", name="remove huge.jil").click()
    chat.box.press("Enter")
    chat.page.wait_for_url("**/t/*")
    assert len(sent) == 1


def test_the_limit_holds_whatever_the_page_does(
    serve: Serve, open_chat: OpenChat, complaints: Complaints, tmp_path: Path
) -> None:
    complaints.allow("status of 413")
    served = serve("--demo", MAX_INPUT_MB="1")
    chat = open_chat(served)
    sent = uploads(chat)
    (tmp_path / "large.jil").write_bytes(bytes(2 << 20))
    chat.attach(tmp_path / "large.jil")
    chat.say("Too much")
    expect(chat.problem).to_contain_text(f"That is more than the 1 {TOO_LARGE}")
    expect(chat.box).to_have_value("Too much")
    assert sent == []

    form = chat.page.locator("form", has=chat.box)
    form.evaluate("form => form.dataset.max = 1e12")
    chat.box.press("Enter")
    expect(chat.problem).to_contain_text("Reference:")
    expect(chat.problem).to_contain_text(f"That is more than the 1 {TOO_LARGE}")
    expect(chat.box).to_have_value("Too much")
    assert len(sent) == 1
    assert kept(served) == []
    expect(chat.page.get_by_role("navigation")).to_contain_text("No threads yet.")

    fields: dict[str, Any] = {name: form.locator(f"[name={name}]").input_value() for name in ("csrf", "act")}
    fields |= {"text": "past it"}
    fields |= {"files": {"name": "large.jil", "mimeType": "text/plain", "buffer": bytes(2 << 20)}}
    answer = chat.page.request.post(chat.page.url, multipart=fields)
    assert answer.status == 413
    assert TOO_LARGE in answer.text()
    assert kept(served) == []


@pytest.mark.parametrize("megabytes", [2, 20])
def test_without_script_the_limit_is_explained_on_a_page(
    serve: Serve, open_chat: OpenChat, complaints: Complaints, tmp_path: Path, megabytes: int
) -> None:
    complaints.allow("status of 413")
    chat = open_chat(serve("--demo", MAX_INPUT_MB="1"), java_script_enabled=False)
    (tmp_path / "large.jil").write_bytes(bytes(megabytes << 20))
    chat.page.get_by_label("Attach files").set_input_files(tmp_path / "large.jil")
    chat.page.get_by_role("button", name="Send").click()
    expect(chat.page.get_by_role("alert")).to_contain_text(f"That is more than the 1 {TOO_LARGE}")
