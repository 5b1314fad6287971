"""Light and dark, still and moving, and what can be read and reached by everybody."""

from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.served import Served
from tests.e2e.web.chat import EXAMPLES, Chat
from tests.e2e.web.complaints import Complaints
from tests.e2e.web.conftest import OpenChat, Serve, Shoot
from tests.e2e.web.seeing import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

LEAST_CONTRAST = 4.5
"""WCAG 2.2, 1.4.3: text and its background."""

CONTRASTS = """() => {
    const canvas = new OffscreenCanvas(1, 1).getContext("2d", {willReadFrequently: true});
    const paint = (colours) => {
        canvas.clearRect(0, 0, 1, 1);
        for (const colour of colours) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); }
        return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    const behind = (element) => {
        const colours = [];
        for (let each = element; each; each = each.parentElement) {
            colours.unshift(getComputedStyle(each).backgroundColor);
        }
        return [matchMedia("(prefers-color-scheme: dark)").matches ? "black" : "white", ...colours];
    };
    const linear = (c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    const light = ([r, g, b]) => {
        const [x, y, z] = [r, g, b].map((c) => linear(c / 255));
        return 0.2126 * x + 0.7152 * y + 0.0722 * z;
    };
    const contrast = (element, part) => {
        const colour = getComputedStyle(element, part).color;
        const ground = behind(element);
        const [a, b] = [light(paint([...ground, colour])), light(paint(ground))].sort((x, y) => y - x);
        return (a + 0.05) / (b + 0.05);
    };
    const found = [];
    for (const element of document.querySelectorAll("body, body *")) {
        if (!element.checkVisibility({visibilityProperty: true})) continue;
        const texts = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
        const says = texts.map((node) => node.data).join("").trim();
        if (says) found.push([says.slice(0, 40), contrast(element)]);
        if (element.placeholder) found.push([element.placeholder, contrast(element, "::placeholder")]);
    }
    return found;
}"""


def fill_with_everything(chat: Chat) -> None:
    """A thread in which everything stands that can stand in one."""
    chat.attach(EXAMPLES / "nightly_estate.jil")
    chat.ask("What breaks if I hold LOAD_GL?")
    expect(chat.page.get_by_role("list", name="Files", exact=True)).to_have_count(1)
    chat.say("/dataops cancel")
    expect(chat.post("Problem:")).to_have_count(1)
    chat.say("/dataops survey side")
    expect(chat.post("Which side?")).to_have_count(1)
    chat.page.get_by_role("button", name="left").click()
    expect(chat.post("You said left.")).to_have_count(1)
    chat.say("/dataops survey count")
    expect(chat.post("How many?")).to_have_count(1)
    chat.page.get_by_role("textbox", name="How many?").fill("a few")
    chat.page.get_by_role("button", name="Answer").click()
    expect(chat.post("only you see this")).to_have_count(1)


def low_contrasts(page: "Page") -> list[tuple[str, float]]:
    contrasts: list[tuple[str, float]] = page.evaluate(CONTRASTS)
    assert len(contrasts) > 3
    return [(text, round(ratio, 2)) for text, ratio in contrasts if ratio < LEAST_CONTRAST]


def nameless(page: "Page") -> list[dict[str, Any]]:
    """What can be operated or seen, and has no name in the accessibility tree."""
    devtools = page.context.new_cdp_session(page)
    nodes = devtools.send("Accessibility.getFullAXTree")["nodes"]
    roles = {
        *("button", "link", "textbox", "combobox", "checkbox", "image", "log", "navigation", "complementary"),
        *("heading", "dialog", "progressbar", "spinbutton"),
    }
    shown = [each for each in nodes if not each["ignored"] and each["role"]["value"] in roles]
    assert shown
    return [each for each in shown if not each.get("name", {}).get("value", "").strip()]


@pytest.fixture(scope="module")
def places() -> dict[str, str]:
    """The thread in which everything stands, once it is filled."""
    return {}


@pytest.fixture
def everything(
    open_chat: OpenChat, served: Served, complaints: Complaints, places: dict[str, str]
) -> OpenChat:
    """Open the thread in which everything stands: ``everything(**of the context)``."""
    complaints.allow("status of 400")

    def opened(**options: Any) -> Chat:
        chat = open_chat(served, **options)
        if not places:
            fill_with_everything(chat)
            places["everything"] = chat.path
        chat.open(places["everything"])
        chat.page.get_by_role("textbox", name="How many?").press("Enter")
        expect(chat.post("How many?").get_by_role("alert")).to_be_visible()
        return chat

    return opened


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_can_be_read(
    everything: OpenChat, scheme: str, shoot: Shoot, complaints: Complaints
) -> None:
    complaints.allow("status of 403")
    chat = everything(color_scheme=scheme)
    ground = chat.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (ground == "rgb(255, 255, 255)") is (scheme == "light")
    assert low_contrasts(chat.page) == []
    shoot(chat.page, f"thread_{scheme}")
    chat.page.evaluate("scrollTo(0, 0)")
    shoot(chat.page, f"thread_{scheme}_top")
    chat.open()
    assert low_contrasts(chat.page) == []
    shoot(chat.page, f"channel_{scheme}")
    chat.page.goto(f"{chat.address}/c/nowhere")
    expect(chat.page.get_by_role("alert")).to_be_visible()
    assert low_contrasts(chat.page) == []


def test_everything_has_a_name_and_a_place(everything: OpenChat, complaints: Complaints) -> None:
    complaints.allow("status of 403")
    chat = everything()
    for path in (chat.path, "/c/night-batch", "/c/nowhere"):
        chat.page.goto(chat.address + path)
        expect(chat.page.get_by_role("heading", level=1)).to_have_count(1)
        expect(chat.page.get_by_role("main")).to_have_count(1)
        assert nameless(chat.page) == [], path
        ids = chat.page.locator("[id]").evaluate_all("all => all.map(each => each.id)")
        assert len(ids) == len(set(ids))
    chat.open()
    expect(chat.page.get_by_role("navigation", name="Channels and threads")).to_have_count(1)
    expect(chat.page.get_by_role("complementary", name="What is at hand here")).to_have_count(1)
    expect(chat.page.get_by_role("banner")).to_have_count(1)
    expect(chat.page.get_by_role("list", name="Threads")).to_have_count(1)
    assert chat.page.locator("html").get_attribute("lang") == "en"


def test_a_picture_is_told_in_words(everything: OpenChat) -> None:
    chat = everything()
    expect(chat.page.get_by_role("img")).to_have_accessible_name(
        "If you hold LOAD_GL, 82 jobs will not start and 6 boxes cannot complete until you release it."
    )


def test_news_are_announced_once_and_progress_is_not(chat: Chat, served: Served) -> None:
    chat.ask("/dataops gated-work announced")
    expect(chat.page.get_by_role("log", name="Conversation")).to_be_visible()
    card = chat.posts.nth(1)
    expect(card).to_have_attribute("aria-live", "off")
    served.gate("announced")
    expect(chat.post("Passed the gate announced.")).not_to_have_attribute("aria-live", "off")


def test_nothing_moves_for_who_wants_none(open_chat: OpenChat, served: Served) -> None:
    for motion in ("reduce", "no-preference"):
        chat = open_chat(served, reduced_motion=motion)
        chat.ask(f"/dataops gated-work motion-{motion}")
        expect(chat.posts.nth(1)).to_contain_text("Pass gate, running")
        moving = chat.page.evaluate("document.getAnimations().length")
        assert (moving == 0) is (motion == "reduce")
        served.gate(f"motion-{motion}", "half way")
        expect(chat.posts.nth(1)).to_contain_text("half way")
        served.gate(f"motion-{motion}")
        expect(chat.post("Passed the gate")).to_have_count(1)
        assert chat.page.evaluate("document.getAnimations().length") == 0


def test_nothing_moves_when_work_is_over(open_chat: OpenChat, served: Served) -> None:
    chat = open_chat(served, reduced_motion="no-preference")
    chat.ask("/dataops gated-work stopped")
    card = chat.posts.nth(1)
    expect(card).to_contain_text("Pass gate, running")
    card.get_by_role("button", name="Cancel").click()
    expect(card.get_by_text("Cancelled", exact=True)).to_be_visible()
    expect(card).not_to_contain_text("running")
    assert chat.page.evaluate("document.getAnimations().length") == 0


def test_the_page_can_be_enlarged(everything: OpenChat) -> None:
    chat = everything(viewport={"width": 640, "height": 450})  # 1280 by 900 at 200 %
    expect(chat.box).to_be_in_viewport(ratio=1)
    expect(chat.page.get_by_role("button", name="Send")).to_be_in_viewport(ratio=1)
    width = chat.page.evaluate("[document.scrollingElement.scrollWidth, window.innerWidth]")
    assert width[0] <= width[1]
    chat.page.set_viewport_size({"width": 320, "height": 640})  # at 400 %
    width = chat.page.evaluate("[document.scrollingElement.scrollWidth, window.innerWidth]")
    assert width[0] <= width[1]


def test_the_login_pages_can_be_read_and_operated(
    serve: Serve, open_chat: OpenChat, complaints: Complaints
) -> None:
    complaints.allow("status of 401")
    served = serve()
    for scheme in ("light", "dark"):
        chat = open_chat(served, path="/login", color_scheme=scheme, java_script_enabled=False)
        assert nameless(chat.page) == []
        chat.page.goto(f"{served.address}/login?token=x")
        expect(chat.page.get_by_role("heading", level=1)).to_have_count(1)
        assert nameless(chat.page) == []
