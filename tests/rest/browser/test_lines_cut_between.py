"""Stories of one who writes on pages that lose their line between a step and its answer, are closed and killed, while another
writes in the same text: no letter is lost or doubled, and nothing is called saved that the server does not have.

`tests/contributions/writing/test_stories.py` tells many more of them without a browser. Here everything is real: Chromium, its
profile on the disk, the scripts of the page, and a line that bytes pass or do not.
"""

from collections.abc import Iterator
from contextlib import suppress
from random import Random

import pytest
from playwright.sync_api import Error, Page, expect

from tests.browser.desk import begin_draft, is_saved, text_on
from tests.browser.line import Line
from tests.browser.test_threads import CLAUSE, SEND, comment, composer, live
from tests.databases import IS_LONG
from tests.rest.browser.profiles import ON_DISK, Profile, on_disk
from tests.slices import part_of_today

STORIES = part_of_today(range(1, 101 if IS_LONG else 21), 3)
IN_ONE_TEST = 4
FIRST = 0x4E00
"""Each letter is one that was never there before."""

HAS = "([text, letters]) => [...letters].every((one) => document.querySelector(text).textContent.includes(one))"
TEXT = "#editor-text [role=textbox]"
LEFT = """() => Object.entries(localStorage).filter(([key, value]) => key.includes(".text.") && value !== "null").map(([key]) => key)"""


class Story:
    def __init__(self, profile: Profile, line: Line, other: Page, talk: Page, address: str) -> None:
        self.profile = profile
        self.line = line
        self.other = other
        self.talk = talk
        self.address = address
        self.page: Page = other
        self.chance = Random()
        self.number = 0
        self.told: list[str] = []
        self.must: set[str] = set()
        """Letters that have to be there."""
        self.may: set[str] = set()
        """Letters that a killed browser may have lost."""
        self.proved: set[str] = set()
        """Those of which it is sure that they are on the server or the disk."""
        self.comments: set[str] = set()
        self.action = ""
        self.is_cut = False
        self.has_gone = False
        """A tab was closed. What it had not sent comes with the next that is opened."""

    def play(self, seed: int) -> None:
        self.chance = Random(seed)
        self.told = [f"story {seed}"]
        self.begin()
        for _ in range(5 + self.chance.randrange(6)):
            act = self.chance.choice(ACTS)
            self.told.append(act)
            getattr(self, act)()
            self.nothing_is_called_saved_falsely()
        self.told.append("the end")
        self.back()
        for _ in range(2):  # what was left goes out, and is not sent once more
            self.close()
            is_saved(self.page)
        self.is_whole()

    # Pages

    def begin(self) -> None:
        self.profile.start().close()
        self.open()

    def open(self) -> None:
        """Needs a line. What waits in this browser comes back."""
        self.mend()
        self.has_gone = False
        self.page = self.profile.context.new_page()
        self.page.goto(self.line.url + self.address)
        expect(text_on(self.page)).to_be_visible()

    def mend(self) -> None:
        self.line.mend()
        self.is_cut = False

    def type(self, page: Page | None = None, count: int = 0) -> str:
        count = count or 1 + self.chance.randrange(4)
        letters = "".join(chr(FIRST + self.number + at) for at in range(count))
        self.number += count
        self.must |= set(letters)
        page = page or self.page
        text_on(page).focus()
        page.keyboard.press("Control+End")
        for letter in letters:
            page.keyboard.type(letter)
        return letters

    def arrived(self, letters: set[str] | str) -> None:
        """The other reads them, whatever the page of their writer knows of it."""
        self.other.wait_for_function(HAS, arg=[TEXT, "".join(letters)])

    # What happens

    def writes(self) -> None:
        self.type()

    def other_writes(self) -> None:
        text_on(self.other).focus()
        self.other.keyboard.press("Control+Home")
        self.other.keyboard.type("o")

    def answer_is_lost(self) -> None:
        """The first step arrives; its answer does not, and more is written meanwhile."""
        self.back()
        is_saved(self.page)
        self.line.lose_answers()
        first = self.type(count=1)
        if self.chance.randrange(2):
            self.type()
        self.arrived(first)
        self.cut()

    def question_is_lost(self) -> None:
        self.back()
        is_saved(self.page)
        self.line.lose_questions()
        self.type()
        self.cut()

    def cut(self) -> None:
        self.line.cut()
        self.is_cut = True

    def back(self) -> None:
        if self.is_cut:
            self.mend()

    def cut_while_writing(self) -> None:
        self.type()
        self.cut()
        self.type()

    def close(self) -> None:
        self.page.close()
        self.open()

    def close_while_writing(self) -> None:
        self.type()
        self.close()

    def reload(self) -> None:
        self.mend()
        self.type()
        self.page.reload()
        expect(text_on(self.page)).to_be_visible()

    def writes_in_two_tabs(self) -> None:
        first = self.page
        self.open()
        for page in (first, self.page, first):
            self.type(page)
        if self.chance.randrange(2):
            self.cut()
            for page in (first, self.page):
                self.type(page)
        gone = self.chance.choice([first, self.page])
        if gone is self.page:
            self.page = first
        gone.close()
        self.has_gone = True

    def kill(self) -> None:
        """What was on the disk is there again; of the rest, what had arrived."""
        if self.chance.randrange(3):
            self.wait_for_disk()
        self.may |= self.must - self.proved
        self.must &= self.proved
        self.profile.kill()
        self.profile.start().close()
        self.open()

    def wait_for_disk(self) -> None:
        if self.has_gone:
            return
        if not self.is_cut:
            is_saved(self.page)
        elif self.page.locator("[data-editor]").get_attribute("data-unsent") != "0":
            last = self.type(count=1)
            on_disk(self.page, last, kind=".text.")
        else:
            return
        self.proved = set(self.must)

    def comments_on_a_clause(self) -> None:
        """Sent while its answer or the comment itself is lost, without a line, or a moment before it is cut."""
        self.mend()
        page = self.profile.context.new_page()
        page.goto(self.line.url + CLAUSE)
        live(page)
        words = f"Said {self.number} in a tunnel."
        self.number += 1
        field = composer(page).locator("[name='body']")
        field.fill(words)
        send = composer(page).get_by_role("button", name=SEND)
        fate = self.chance.choice(["answer", "question", "line", "perhaps none"])
        if fate == "answer":
            self.line.lose_answers()
            send.click()
            # Other answers that are lost may hold all connections of the browser: then it waits on the disk.
            with suppress(AssertionError):
                expect(comment(self.talk, words)).to_have_count(1, timeout=5_000)
        elif fate == "question":
            self.line.lose_questions()
            send.click()
        elif fate == "line":
            self.cut()
            send.click()
        else:
            send.click()
        self.cut()
        while not (
            page.evaluate(ON_DISK, [words, ".waiting."]) or comment(self.talk, words).count()
        ):
            page.wait_for_timeout(20)
        self.comments.add(words)
        page.close()

    def fills_in_the_cover(self) -> None:
        """The last words stand in the field again, stored or not, if the page was there for a moment."""
        self.action = f"Adopt version {self.number}."
        self.number += 1
        self.page.evaluate(
            "for (const fold of document.querySelectorAll('details')) fold.open = true"
        )
        self.page.get_by_label("Action required").fill(self.action)
        on_disk(self.page, self.action)

    # What has to be so

    def nothing_is_called_saved_falsely(self) -> None:
        with suppress(Error):
            if self.page.locator("[data-editor]").get_attribute("data-state") != "saved":
                return
            if self.has_gone:
                return
        self.arrived(self.must)
        self.proved = set(self.must)

    def is_whole(self) -> None:
        self.arrived(self.must)
        is_saved(self.other)
        for page in (self.page, self.other):
            text = text_on(page).inner_text()
            letters = [one for one in text if ord(one) >= FIRST and ord(one) < FIRST + self.number]
            assert len(set(letters)) == len(letters), f"doubled: {letters}, {self.told}"
            assert self.must <= set(letters), f"lost: {self.must - set(letters)}, {self.told}"
            unknown = set(letters) - self.must - self.may
            assert not unknown, f"nobody wrote {unknown}, {self.told}"
        assert not self.page.evaluate(LEFT), self.told
        expect(self.page.locator("[data-aside] textarea")).to_have_count(0)
        if self.action:
            expect(self.page.get_by_label("Action required")).to_have_value(self.action)
        self.page.goto(self.line.url + CLAUSE)
        live(self.page)
        expect(self.page.locator(".comment--waiting")).to_have_count(0)
        self.talk.reload()
        for page in (self.page, self.talk):
            for words in self.comments:
                expect(comment(page, words)).to_have_count(1)
        self.profile.kill()


ACTS = [
    "writes", "writes", "other_writes", "answer_is_lost", "answer_is_lost", "question_is_lost", "cut", "back",
    "cut_while_writing", "close", "close_while_writing", "reload", "writes_in_two_tabs", "kill", "kill",
    "comments_on_a_clause", "fills_in_the_cover",
]  # fmt: skip


@pytest.fixture
def profile(enter, tmp_path) -> Iterator[Profile]:
    profile = Profile(enter, tmp_path / "profile")
    yield profile
    profile.kill()


@pytest.mark.long
@pytest.mark.parametrize(
    "seeds",
    [STORIES[at : at + IN_ONE_TEST] for at in range(0, len(STORIES), IN_ONE_TEST)],
    ids=lambda seeds: f"from {seeds[0]}",
)
def test_every_letter_is_there_once_however_lines_were_cut_and_browsers_killed(
    enter, profile, seeds
):
    amina, wanjiru = enter("amina"), enter("wanjiru")
    address = begin_draft(amina, "wanjiru")
    other, talk = wanjiru.open(address), wanjiru.another_tab(CLAUSE)
    is_saved(other)
    live(talk)
    line = Line(enter._served.url)
    story = Story(profile, line, other, talk, address)
    for seed in seeds:
        try:
            story.play(seed)
        except (AssertionError, Error) as error:
            raise AssertionError(f"{error}\n{', '.join(story.told)}") from error
    line.close()
