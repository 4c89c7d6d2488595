"""Acts of a meeting, each seen on every screen before it counts as done: stories draw them in any order."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from random import Random

from playwright.sync_api import Page, expect

from tests.browser.test_leading import GUIDANCE, REQUESTS, on_floor, press, speaking
from tests.browser.test_threads import say

ITEMS = {"3.1": GUIDANCE, "3.2": REQUESTS}


@dataclass
class Story:
    """The chair and a second officer lead; two delegates, the wall and a page of the text hear of it."""

    chair: Page
    desk: Page
    kenya: Page
    phone: Page
    wall: Page
    text: Page
    chance: Random
    number: count = field(default_factory=count)

    @property
    def screens(self) -> tuple[Page, ...]:
        return self.chair, self.desk, self.kenya, self.phone, self.wall

    def officer(self) -> Page:
        return self.chance.choice([self.chair, self.desk])

    def words(self, what: str) -> str:
        return f"{what} {next(self.number)}"


def item_up(story: Story) -> None:
    number = story.chance.choice(list(ITEMS))
    press(story.officer(), "t", number, "Tab", "Enter")
    for page in story.screens:
        expect(on_floor(page)).to_have_text(ITEMS[number])
    for page in (story.chair, story.desk):
        press(page, "Escape")


def matter_on(story: Story) -> None:
    """The next clause or document of the item."""
    matters = story.chair.locator("[data-matter]")
    at = "(all) => all.findIndex((one) => one.querySelector('[aria-current]'))"
    after = (matters.evaluate_all(at) + 1) % matters.count()
    press(story.officer(), "f")
    for page in story.screens:
        expect(page.locator("[data-matter]").nth(after).locator("[aria-current]")).to_have_count(1)


def outcome(story: Story) -> None:
    words = story.words("The paper was noted")
    press(story.officer(), "d", "Noted", "Tab", words, "Tab", "Enter")
    for page in story.screens:
        expect(page.locator(".decision").filter(has_text=words)).to_be_visible()


def gavel(story: Story) -> None:
    for key, state in (("b", "suspended"), ("r", "sits")):
        press(story.chair, key)
        for page in story.screens:
            expect(page.locator("[data-sitting]").first).to_have_attribute("data-sitting", state)


def action_point(story: Story) -> None:
    words, officer = story.words("Send the figures"), story.officer()
    press(officer, "k")
    field = officer.locator("#drawer-action-text")
    expect(field).to_be_focused()
    field.fill(words)
    field.press("Control+Enter")
    expect(officer.locator("#drawer .rows")).to_contain_text(words)
    press(officer, "Escape", "Escape")


def agreed_wording(story: Story) -> str:
    words, officer = story.words("to offer guidance"), story.officer()
    press(officer, "w")
    field = officer.locator("#drawer [data-first] textarea")
    expect(field).to_be_focused()
    field.fill(words)
    officer.locator("#drawer").get_by_role("button", name="Agreed", exact=True).click()
    for page in story.screens:
        expect(page.locator("#room-item .decision").filter(has_text=words)).to_be_visible()
    press(officer, "Escape", "Escape")
    return words


def withdrawn_wording(story: Story) -> None:
    """What was agreed before, if anything was, stands again."""
    words = agreed_wording(story)
    officer, why = story.officer(), story.words("Too early")
    press(officer, "w")
    expect(officer.locator("#drawer [data-first] textarea")).to_be_focused()
    fold = officer.locator("#drawer [id^=drawer-withdrawal]").first
    fold.locator("summary").click()
    fold.locator("textarea").fill(why)
    fold.get_by_role("button").click()
    expect(officer.locator("#drawer .agreed-words").filter(has_text=why)).to_be_visible()
    for page in story.screens:
        expect(page.locator("#room-item .decision").filter(has_text=words)).to_have_count(0)
    press(officer, "Escape", "Escape")


def floor_asked(story: Story) -> None:
    before = story.desk.locator(".waiting__one").count()
    story.chance.choice([story.kenya, story.phone]).get_by_role(
        "button", name="Point of order"
    ).first.click()
    expect(story.desk.locator(".waiting__one")).not_to_have_count(before)
    given(story)


def put_on_list(story: Story) -> None:
    officer = story.officer()
    officer.locator("#put-delegation").select_option(label="Brazil")
    officer.get_by_role("button", name="Add", exact=True).click()
    expect(story.wall.locator(".waiting__one").filter(has_text="Brazil")).to_have_count(1)
    given(story)


def given(story: Story) -> None:
    """Whoever waits longest has the floor, and then nobody."""
    officer = story.officer()
    press(officer, "n")
    for page in story.screens:
        expect(page.locator("#room-speakers")).not_to_have_attribute("data-speaking", "0")
    press(officer, "e")
    for page in story.screens:
        expect(speaking(page)).to_contain_text("Nobody has the floor")


def list_closed(story: Story) -> None:
    for state in ("closed", "open"):
        press(story.officer(), "l")
        for page in story.screens:
            expect(page.locator("#room-speakers")).to_have_attribute("data-list", state)


def announcement(story: Story) -> None:
    words = story.words("Coffee is served")
    press(story.officer(), "m", words, "Tab", "Enter")
    for page in (*story.screens, story.text):
        expect(page.locator(".room-notice--announcement").first).to_contain_text(words)


def comment(story: Story) -> None:
    words = story.words("Kenya agrees")
    say(story.text, words)
    expect(story.text.locator(".comment").filter(has_text=words)).to_be_visible()


ACTS: tuple[Callable[[Story], object], ...] = (
    item_up, matter_on, outcome, gavel, action_point, agreed_wording, withdrawn_wording,
    floor_asked, put_on_list, list_closed, announcement, comment,
)  # fmt: skip
