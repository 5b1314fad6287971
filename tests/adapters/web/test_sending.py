"""Messages, files, answers and presses from a page."""

import re
from pathlib import Path
from uuid import uuid4

import pytest

from core.runs.inbox import MAX_TEXT
from tests.adapters.web.browser import CHANNEL, Browser, open_browser, text_of
from tests.sample_workflows import asking, write_counter, write_greeter

LISTING = ("july.lst", b"a\nb\nc\n")


def counting(tmp_path: Path) -> Path:
    write_counter(tmp_path / "workflows")
    return tmp_path


def uploads(browser: Browser) -> list[Path]:
    return list((browser.service.settings.dataops_home / "uploads").glob("*/*"))


async def test_a_message_begins_a_thread_and_is_answered_in_it(tmp_path: Path) -> None:
    async with open_browser(counting(tmp_path)) as browser:
        thread = await browser.say("Count the lines of this listing", files=[LISTING])
        page = await browser.until(thread, "count.txt")
        shown = text_of(page)
        assert "3 lines." in shown
        assert "july.lst" in shown
        assert page.count('class="post progress"') == 1
        link = re.search(r'href="(/f/artifact_count_[0-9a-f]+)"', page)
        assert link is not None
        async with browser.session.get(link[1]) as response:
            assert await response.read() == b"3\n"


async def test_a_form_sent_twice_counts_once(tmp_path: Path) -> None:
    async with open_browser(counting(tmp_path)) as browser:
        act = uuid4().hex
        threads = [await browser.say("What can you do?", act=act) for _ in range(3)]
        page = await browser.until(threads[0], "Analyzes")
        assert len(set(threads)) == 1
        assert page.count('class="post said"') == 1
        assert page.count('class="post answer"') == 1


async def test_the_same_mark_of_another_person_is_another_message(tmp_path: Path) -> None:
    async with open_browser(tmp_path) as browser:
        act = uuid4().hex
        mine = await browser.say("What can you do?", act=act)
        await browser.become("developer")
        assert await browser.say("What can you do?", act=act) != mine


@pytest.mark.parametrize(
    ("fields", "status", "sentence"),
    [
        ({"text": "  "}, 400, "Write something, or attach a file."),
        ({"text": "hello", "act": "x"}, 400, "That form is not complete"),
        ({"text": "x" * (MAX_TEXT + 1)}, 400, "attach it as a file"),
        ({"text": "hi", "files": [("a.lst", b"x" * ((1 << 20) + 1))]}, 413, "more than the 1 MB"),
        (
            {"text": "hi", "files": [("a.lst", b"x" * (600 << 10)), ("b.lst", b"x" * (600 << 10))]},
            413,
            "more than",
        ),
        ({"text": "hi", "files": [("a.lst", b"x" * (20 << 20))]}, 413, "attach less"),
    ],
)
async def test_what_is_not_accepted_leaves_nothing_behind(
    tmp_path: Path, fields: dict[str, object], status: int, sentence: str
) -> None:
    async with open_browser(tmp_path, max_input_mb=1) as browser:
        got, answer = await browser.post(CHANNEL, await browser.form(**fields))
        assert (got, sentence in answer["problem"]) == (status, True), answer
        assert uploads(browser) == []
        assert "No threads yet" in await browser.page(CHANNEL)
        assert browser.site.door.posts.not_received() == []


async def test_ten_thousand_characters_and_markup_stand_as_they_were_written(tmp_path: Path) -> None:
    async with open_browser(tmp_path) as browser:
        text = "<script>alert(1)</script> & **not bold** " + "x" * 10_000
        thread = await browser.say(text)
        page = await browser.page(thread)
        assert text in text_of(page)
        assert "<script>alert" not in page


async def test_a_hostile_file_name_is_shown_and_kept_harmless(tmp_path: Path) -> None:
    async with open_browser(counting(tmp_path)) as browser:
        name = '../"><img src=x onerror=a>\u202etsl.lst'
        thread = await browser.say("Count the lines of this listing", files=[(name, b"a\n")])
        page = await browser.until(thread, "1 lines.")
        assert "<img src=x" not in page
        assert "\u202e" not in page


async def test_a_question_is_answered_by_its_button_once(tmp_path: Path) -> None:
    write_greeter(tmp_path / "workflows", body=asking())
    async with open_browser(tmp_path) as browser:
        thread = await browser.say("/dataops partition-skew")
        page = await browser.until(thread, "Are you sure?")
        action = re.search(r'name="action" value="(question_[^"]+)"', page)
        assert action is not None
        assert 'name="value" value="yes"' in page
        for value in ("yes", "no"):
            form = await browser.form(action=action[1], value=value)
            status, _ = await browser.post(f"{thread}/press", form)
            assert status == 200
        page = await browser.until(thread, "was answered already")
        assert "only you see this" in page
        page = await browser.until(thread, "Partition report for True")
        assert "Answered by admin: True" in text_of(page)
        assert f'name="action" value="{action[1]}"' not in page
        await browser.become("developer")
        assert "was answered already" not in await browser.page(thread)


async def test_a_question_is_answered_in_its_own_form(tmp_path: Path) -> None:
    write_greeter(tmp_path / "workflows", body=asking("integer"))
    async with open_browser(tmp_path) as browser:
        thread = await browser.say("/dataops partition-skew")
        page = await browser.until(thread, "Are you sure?")
        action = re.search(r'name="action" value="(question_[^"]+)"', page)
        assert action is not None
        for text in ("many", "17"):
            status, _ = await browser.post(f"{thread}/press", await browser.form(action=action[1], text=text))
            assert status == 200
        page = await browser.until(thread, "Partition report for 17")
        assert "number" in text_of(page)  # what was wrong with the first one


async def test_an_empty_answer_is_told_so(tmp_path: Path) -> None:
    async with open_browser(tmp_path) as browser:
        thread = await browser.say("What can you do?")
        status, answer = await browser.post(
            f"{thread}/press", await browser.form(action="question_1", text=" ")
        )
        assert (status, answer["problem"]) == (400, "Type or attach an answer first.")


async def test_a_viewer_reads_and_may_not_run(tmp_path: Path) -> None:
    async with open_browser(counting(tmp_path)) as browser:
        thread = await browser.say("Count the lines of this listing", files=[LISTING])
        await browser.until(thread, "count.txt")
        await browser.become("viewer")
        assert "3 lines." in text_of(await browser.page(thread))
        mine = await browser.say("/dataops line-counter", files=[LISTING])
        page = await browser.until(mine, "You may not do that here")
        assert "only you see this" in page
