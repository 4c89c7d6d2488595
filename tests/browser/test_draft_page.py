"""The page on which a draft is written: the text first, the cover beside it, and a rail that stays."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from tests.browser.conftest import WIDE
from tests.browser.desk import is_saved, text_on, type_at_end
from tests.browser.test_papers import begin
from wgcop.contributions.models import Contribution
from wgcop.contributions.paper_state import PaperState
from wgcop.database import db
from wgcop.demo.papers import PAPERS

PHONE = {"width": 375, "height": 667}


@pytest.fixture
def draft_of_farid(look):
    with look._app.app_context():
        state = Contribution.state == PaperState.DRAFT
        return f"/contributions/{db.session.scalar(select(Contribution.id).where(state))}/edit"


def saving(page):
    """Until the cover has been saved once more."""
    return page.expect_response(lambda answer: answer.request.method == "POST" and answer.ok)


def needs(page):
    return page.locator("[data-needs]")


def line(page, field):
    return page.locator(f"[data-need='{field}']")


def comes_first(page, no_sideways_scroll):
    """The text; the cover is folded, and whatever of it is looked at, the buttons stay."""
    text = page.locator(".ProseMirror")
    assert text.bounding_box()["y"] < 600
    cover = page.locator("#cover")
    expect(cover.locator("summary").first).to_contain_text("For action")
    expect(page.get_by_label("Action required")).to_be_hidden()
    save = page.get_by_role("button", name="Save", exact=True)
    look_at_it = page.get_by_role("button", name="Preview the paper")
    submit = page.get_by_role("button", name="Submit", exact=True)
    cover.locator("summary").first.click()
    expect(page.get_by_label("Action required")).to_be_visible()
    for place in (page.get_by_label("Title", exact=True), page.get_by_label("Original language")):
        place.scroll_into_view_if_needed()
        for button in (save, look_at_it, submit):
            expect(button).to_be_in_viewport(ratio=1)
    no_sideways_scroll(page)


def test_text_and_title_come_first_and_what_is_always_at_hand_stays_at_a_desk_and_from_right_to_left(
    look, draft_of_farid, no_sideways_scroll
):
    page = look("farid").open(draft_of_farid)
    page.set_viewport_size({"width": 1280, "height": 800})
    is_saved(page)
    comes_first(page, no_sideways_scroll)
    page.reload()
    is_saved(page)
    clock, foot = page.locator(".clock:visible"), page.locator(".rail__bar")

    def are_all_there():
        for part in (clock, needs(page), foot.get_by_role("button", name="Submit", exact=True)):
            expect(part).to_be_in_viewport(ratio=1)

    are_all_there()
    expect(page.locator("[data-drafters]")).to_contain_text("Farid")
    text_on(page).evaluate("(text) => { text.style.minBlockSize = '4000px' }")
    cover = page.locator("#cover")
    cover.locator("summary").first.click()
    are_all_there()
    body = cover.locator(".details__body").first
    assert body.evaluate("body => body.scrollHeight <= body.clientHeight"), (
        "it has no bar of its own"
    )
    assert body.bounding_box()["width"] > 600
    keywords, language = page.get_by_label("Keywords"), page.get_by_label("Original language")
    for field in (keywords, language):
        field.scroll_into_view_if_needed()
        are_all_there()
    page.evaluate("scrollTo(0, 2000)")
    are_all_there()
    bar = foot.bounding_box()
    assert 780 < bar["y"] + bar["height"] <= 800, "nothing stays empty below it"
    cover.locator("summary").first.click()
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    are_all_there()

    page.evaluate("document.documentElement.dir = 'rtl'")
    for width in (1280, 1024, 375):
        page.set_viewport_size({"width": width, "height": 740})
        no_sideways_scroll(page)
        if width > 960:
            title = page.get_by_label("Title", exact=True).bounding_box()
            assert page.locator(".rail").bounding_box()["x"] < title["x"]


SIZES = ((1280, 900), (1360, 900), (1280, 720), (390, 844), (320, 640))


def test_the_buttons_and_what_exists_already_are_in_sight_and_under_nothing(look, draft_of_farid):
    """With the words of a paper that everybody reads: where nothing is near, nothing is shown."""
    page = look("farid").open(draft_of_farid)
    is_saved(page)
    type_at_end(page, " ".join(re.findall(r"[\w’',.-]+", PAPERS["date"].text)))
    is_saved(page)
    found = page.locator("#beside-title")
    expect(found).to_be_visible()
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for top in (0, 300, 100_000):
            page.evaluate("top => scrollTo(0, top)", top)
            for name in ("Save", "Preview the paper", "Submit"):
                button = page.get_by_role("button", name=name, exact=True)
                expect(button).to_be_in_viewport(ratio=1)
                button.click(trial=True)  # nothing lies on it
            if width > 960:
                expect(found).to_be_in_viewport(ratio=1)
        if width < 960:
            page.locator("[data-rail-toggle]").click()
            found.scroll_into_view_if_needed()
            expect(found).to_be_in_viewport(ratio=1)
            page.keyboard.press("Escape")


@pytest.mark.rest
def test_on_a_phone_the_rail_is_a_bar_that_opens_by_touch_and_by_keys(
    look, draft_of_farid, axe, no_sideways_scroll
):
    page = look("farid", phone=True).open(draft_of_farid)
    page.set_viewport_size({"width": 360, "height": 667})
    comes_first(page, no_sideways_scroll)
    page.locator("#cover > summary").click()
    page.evaluate("scrollTo(0, 0)")
    page.set_viewport_size(PHONE)
    bar = page.locator("[data-rail-toggle]")
    expect(bar).to_be_in_viewport(ratio=1)
    expect(bar).to_have_attribute("aria-expanded", "false")
    expect(page.locator("#rail-sheet")).to_be_hidden()
    bar.tap()
    expect(page.locator(".clock:visible .deadline")).to_be_in_viewport()
    axe(page)
    page.keyboard.press("Escape")
    expect(page.locator("#rail-sheet")).to_be_hidden()
    expect(bar).to_be_focused()
    page.keyboard.press("Enter")
    expect(bar).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#rail-sheet")).to_be_visible()
    page.keyboard.press("Escape")
    # Nothing is behind it: at the end of the page it stands below the form.
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    foot = page.locator("footer.footer").bounding_box()
    rail = page.locator(".rail").bounding_box()
    assert rail["y"] + rail["height"] <= foot["y"] + 1
    no_sideways_scroll(page)


@pytest.mark.rest
def test_without_scripts_the_rail_is_a_plain_part_of_the_page(look, draft_of_farid):
    page = look("farid", java_script_enabled=False).open(draft_of_farid)
    for size in (WIDE, PHONE):
        page.set_viewport_size(size)
        expect(needs(page)).to_be_visible()
        expect(page.locator(".clock").first).to_be_visible()
        expect(page.get_by_role("button", name="Save", exact=True)).to_be_visible()
        expect(page.locator("[data-rail-toggle]")).to_be_hidden()


def test_what_is_still_needed_follows_what_is_typed(enter, axe):
    page = enter("amina").open("/contributions/new")
    begin(page, "Radio plays")
    expect(line(page, "title")).to_be_hidden()
    expect(line(page, "text")).to_be_visible()
    page.locator(".ProseMirror").click()
    page.keyboard.type("A trial in four districts.")
    expect(line(page, "text")).to_be_hidden()
    page.get_by_label("Title", exact=True).fill("")
    expect(line(page, "title")).to_contain_text("Lists, agendas and searches")
    line(page, "title").get_by_role("link").click()
    expect(page.get_by_label("Title", exact=True)).to_be_focused()
    page.keyboard.type("Radio plays")
    # A line leads to its field on the folded cover too.
    line(page, "action_required").get_by_role("link").click()
    expect(page.get_by_label("Action required")).to_be_focused()
    page.get_by_role("radio", name="For information").check()
    expect(line(page, "action_required")).to_be_hidden()
    expect(line(page, "items")).to_be_hidden()
    expect(needs(page)).to_contain_text("Everything that is required is filled in.")
    line(page, "questions").get_by_role("link").click()
    page.get_by_role("searchbox", name="Find in this list").first.focus()
    fold = page.locator("details.picks", has=page.locator("#questions"))
    fold.get_by_role("searchbox").fill("22-2/1")
    choices = fold.locator("label.choice:visible")
    found = choices.all_inner_texts()
    assert found and all("22-2/1" in choice for choice in found)
    fold.get_by_role("searchbox").fill("22-1")
    expect(choices).to_have_count(1)
    choices.first.click()
    expect(line(page, "questions")).to_be_hidden()
    expect(fold.locator("summary")).to_contain_text("Question")
    title = page.get_by_label("Title", exact=True)
    title.fill(
        "Radio plays that parents and children hear together, and what they talk about afterwards "
        * 2
    )
    title.press("Enter")
    assert title.evaluate("title => title.scrollHeight <= title.clientHeight"), "it is seen whole"
    assert "\n" not in title.input_value()
    axe(page)


def test_the_cover_is_saved_as_it_is_filled_in(enter):
    amina = enter("amina")
    page = amina.open("/contributions/new")
    begin(page, "Radio plays")
    page.locator("#cover > summary").click()
    page.get_by_label("Keywords").fill("radio, parents")
    expect(page.locator("[data-autosaved]")).to_have_text("Saved")
    page.close()
    page = amina.another_tab(re.sub(r"https?://[^/]+", "", page.url))
    page.locator("#cover > summary").click()
    expect(page.get_by_label("Keywords")).to_have_value("radio, parents")
    expect(page.locator(".kept")).to_have_count(0)


@pytest.mark.rest
def test_a_button_pressed_before_the_editor_has_said_that_all_is_sent_is_obeyed(enter):
    page = enter("amina").open("/contributions/new")
    begin(page, "Radio plays")
    editor = page.locator("[data-editor]")
    expect(editor).to_have_attribute("data-state", "saved")
    editor.evaluate("(editor) => delete editor.dataset.unsent")
    page.get_by_role("button", name="Preview the paper").last.click()
    page.wait_for_url(re.compile(r"/contributions/\d+$"), timeout=5_000)


@pytest.mark.rest
def test_a_pdf_is_said_to_be_printed_until_it_is_there(look):
    page = look("amina").open("/documents/WG-COP/3/1")
    link = page.get_by_role("link", name="As PDF")

    def once_it_is_said(route):
        expect(page.get_by_text("Being printed…")).to_be_visible()
        route.continue_()

    page.route("**/*.pdf", once_it_is_said)
    with page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename == "WG-COP-3-1.pdf"
    expect(page.get_by_text("Being printed…")).to_be_hidden()


def test_two_who_fill_in_one_field_see_both_and_choose(enter, axe):
    amina = enter("amina").open("/contributions/new")
    begin(amina, "Radio plays")
    address = re.sub(r"https?://[^/]+", "", amina.url)
    amina.get_by_text("Name another drafter").click()
    amina.get_by_label("Name or e-mail address").fill("wanjiru@example.org")
    amina.get_by_role("button", name="Name", exact=True).click()
    expect(amina.locator("[data-drafters]")).to_contain_text("Wanjiru Tende")
    expect(amina).to_have_url(re.compile(f"{address}$"))
    wanjiru = enter("wanjiru").open(address)
    for page in (amina, wanjiru):
        page.locator("#cover > summary").click()
    state = amina.locator("[data-autosaved]")
    for words in ("rad", "radi", "radio"):
        # Nothing is called saved that waits for its turn.
        amina.get_by_label("Keywords").fill(words)
        expect(state).not_to_have_text("Saved", timeout=0)
        expect(state).to_have_text("Saved")
    # Another field is no conflict, and brings what Amina has typed; the same one is.
    wanjiru.get_by_label("Contact").fill("Wanjiru Tende")
    wanjiru.get_by_label("Abstract").fill("Radio reaches parents.")
    expect(wanjiru.get_by_label("Keywords")).to_have_value("radio")
    with saving(amina):
        amina.get_by_label("Keywords").fill("radio, parents")
    wanjiru.get_by_label("Keywords").fill("wireless")
    note = wanjiru.locator(".conflict")
    expect(note).to_contain_text("Amina Barasa has changed this too.")
    expect(note).to_contain_text("radio")
    axe(wanjiru)
    note.get_by_role("button", name="Take theirs").click()
    expect(wanjiru.get_by_label("Keywords")).to_have_value("radio, parents")
    wanjiru.get_by_label("Keywords").fill("radio, wireless")
    expect(note).to_have_count(0)
    expect(wanjiru.locator("[data-autosaved]")).to_have_text("Saved")
    wanjiru.get_by_role("button", name="Preview the paper").click()
    cover = wanjiru.locator(".paper")
    for words in ("radio, wireless", "Radio reaches parents.", "Wanjiru Tende"):
        expect(cover).to_contain_text(words)


def test_from_new_to_done_by_keys_alone(enter, axe, no_sideways_scroll):
    page = enter("amina").open("/contributions/new")
    keys = page.keyboard

    def reach(what, most=80):
        """With Tab alone."""
        for _ in range(most):
            if what.evaluate("(one) => one === document.activeElement"):
                return
            keys.press("Tab")
        raise AssertionError(f"{what} is not reached with Tab")

    reach(page.get_by_label("Title"))
    keys.type("Radio plays")
    keys.press("Enter")
    title = page.get_by_label("Title", exact=True)
    expect(title).to_have_value("Radio plays")
    text = page.locator(".ProseMirror")
    expect(text).to_be_visible()
    reach(text)
    keys.type("A trial in four districts.")
    expect(line(page, "text")).to_be_hidden()
    keys.press("Escape")
    reach(line(page, "action_required").get_by_role("link"))
    keys.press("Enter")
    expect(page.get_by_label("Action required")).to_be_focused()
    keys.type("To note.")
    expect(page.locator("[data-autosaved]")).to_have_text("Saved")
    reach(page.get_by_role("button", name="Submit", exact=True))
    keys.press("Enter")
    expect(page.get_by_text("This is how it will look")).to_be_visible()
    expect(page.locator(".paper__body")).to_contain_text("A trial in four districts.")
    axe(page)
    reach(page.get_by_role("button", name="Submit", exact=True))
    keys.press("Enter")
    done = page.get_by_role("heading", level=1)
    expect(done).to_contain_text(re.compile(r"Done: WG-COP/3/\d+"))
    axe(page)
    reach(page.get_by_role("button", name="Copy the link"))
    page.set_viewport_size(PHONE)
    no_sideways_scroll(page)
    page.reload()
    expect(done).to_contain_text("Done: WG-COP/3/")
    page.get_by_role("link", name="Open the document").click()
    expect(page.locator(".paper__title")).to_have_text("Radio plays")


def test_from_new_to_done_without_scripts(enter):
    page = enter("amina", java_script_enabled=False).open("/contributions/new")
    page.get_by_label("Title").fill("Radio plays")
    page.get_by_role("button", name="Start writing").click()
    page.get_by_label("Text", exact=True).fill("A trial in four districts.")
    page.get_by_role("button", name="Preview the paper").last.click()
    still = page.locator(".notice", has_text="Still required")
    expect(still).to_contain_text("what a paper for action asks it to do")
    still.get_by_role("link", name="Action required").click()
    # the browser unfolds the cover, into which the link leads
    page.get_by_label("Action required").fill("To note.")
    page.get_by_role("button", name="Submit", exact=True).click()
    page.get_by_role("button", name="Submit", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Done: WG-COP/3/")
