"""A draft comes back as it was typed: with its readers, its type, its language and its quote."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_talk import select, text
from tests.browser.test_threads import CLAUSE, SEND, WID, comment, composer, live, post, say

THREAD = f"clause:{WID}"


@pytest.fixture
def opened(enter):
    def open_for(name, address=CLAUSE, **options):
        page = enter(name, **options).open(address)
        live(page)
        return page

    return open_for


def only(page, delegation="Kenya"):
    return composer(page).get_by_label(f"Only {delegation}")


def everybody(page):
    return composer(page).get_by_label("Everybody signed in")


def sends(page):
    return composer(page).get_by_role("button", name=SEND)


def waiting(page, words):
    return page.locator(".comment--waiting", has_text=words)


def speak_as(page, capacity):
    page.locator(".menu.wide-only summary").click()
    page.locator(".menu.wide-only").get_by_role("button", name=capacity).click()
    live(page)


def test_a_draft_is_all_that_its_form_holds(enter):
    amina = enter("amina")
    page = amina.open(CLAUSE)
    live(page)
    expect(sends(page)).to_have_text("Comment to everybody", use_inner_text=True)
    words = select(page, 10, 34)
    page.get_by_role("button", name="Quote", exact=True).click()
    text(page).fill("Entre nous.")
    only(page).check()
    expect(sends(page)).to_have_text("Send to Kenya only", use_inner_text=True)
    composer(page).get_by_label("Kind").select_option("Question")
    composer(page).get_by_label("Language").select_option("fr")
    page.close()

    page = amina.another_tab(CLAUSE)
    live(page)
    expect(text(page)).to_have_value("Entre nous.")
    expect(only(page)).to_be_checked()
    expect(sends(page)).to_have_text("Send to Kenya only", use_inner_text=True)
    expect(composer(page).get_by_label("Kind")).to_have_value("question")
    expect(composer(page).get_by_label("Language")).to_have_value("fr")
    expect(composer(page).locator("[name='quote']")).to_have_value(words.strip())
    sends(page).click()
    private = comment(page, "Entre nous.")
    expect(page.locator(".comment--waiting")).to_have_count(0)
    expect(private.locator(".tag")).to_have_text(["Only Kenya", "Question"])
    expect(private.locator("blockquote")).to_have_text(words.strip())
    expect(private.locator("[data-body]")).to_have_attribute("lang", "fr")
    page.reload()
    expect(text(page)).to_have_value("")


def test_what_waits_for_one_delegation_goes_to_no_other_when_it_is_edited(enter):
    amina, haruko = enter("amina"), enter("haruko")
    kenya, japan = amina.open(CLAUSE), haruko.open(CLAUSE)
    live(kenya)
    live(japan)
    amina.go_offline()
    only(kenya).check()
    say(kenya, "Among us.")
    expect(waiting(kenya, "Among us.")).to_contain_text("Only Kenya")
    everybody(kenya).check()
    say(kenya, "To all.")
    expect(waiting(kenya, "To all.")).to_have_count(1)
    text(kenya).fill("Begun for all.")
    waiting(kenya, "Among us.").get_by_role("button", name="Edit").click()
    expect(text(kenya)).to_have_value("Among us.")
    expect(only(kenya)).to_be_checked()
    composer(kenya).get_by_role("button", name="Go back to it").click()
    expect(text(kenya)).to_have_value("Begun for all.")
    expect(everybody(kenya)).to_be_checked()
    composer(kenya).get_by_role("button", name="Go back to it").click()
    text(kenya).fill("Among us, better put.")
    amina.come_back()
    live(kenya)
    kenya.reload()
    live(kenya)
    expect(text(kenya)).to_have_value("Among us, better put.")
    sends(kenya).click()

    expect(text(kenya)).to_have_value("Begun for all.")
    expect(sends(kenya)).to_have_text("Comment to everybody", use_inner_text=True)
    expect(composer(kenya).locator("[data-aside]")).to_be_hidden()
    sends(kenya).click()
    for words in ("To all.", "Begun for all."):
        expect(comment(japan, words)).to_have_count(1)
    expect(comment(kenya, "Among us, better put.").locator(".tag--private")).to_have_text(
        "Only Kenya"
    )
    japan.reload()
    expect(comment(japan, "Begun for all.")).to_have_count(1)
    expect(comment(japan, "Among us")).to_have_count(0)


def test_words_for_those_who_cannot_be_chosen_now_go_to_nobody_else(opened):
    page = opened("elke")
    text(page).fill("For the capital alone.")
    composer(page).locator(".chip--private input[value^='delegation:']").check()
    speak_as(page, "Rapporteur")
    undecided = composer(page).get_by_role("alert")
    expect(text(page)).to_have_value("For the capital alone.")
    expect(undecided).to_contain_text("These words were written for: Only")
    button = composer(page).locator("[type='submit']")
    expect(button).to_have_text("Send", use_inner_text=True)
    button.click()
    expect(page.locator(".comment--waiting")).to_have_count(0)
    text(page).fill("For the capital, still.")
    page.reload()
    live(page)
    button.click()
    expect(text(page)).to_have_value("For the capital, still.")
    expect(comment(page, "For the capital")).to_have_count(0)

    speak_as(page, "Head of delegation")
    expect(undecided).to_be_hidden()
    expect(composer(page).locator(".chip--private input[value^='delegation:']")).to_be_checked()
    speak_as(page, "Rapporteur")
    undecided.get_by_role("button", name="Let everybody who is signed in read it").click()
    expect(button).to_have_text("Comment to everybody", use_inner_text=True)
    button.click()
    expect(comment(page, "For the capital, still.")).to_have_count(1)


@pytest.mark.rest
def test_who_speaks_for_another_delegation_now_is_asked_again_who_may_read_their_words(enter):
    japan = enter("haruko").open(CLAUSE)
    live(japan)
    question = post(enter.readers[0], f"{CLAUSE}/comments", body="Japan asks.", key="asked")
    own_page = f"/comments/{question['id']}"
    odile = enter("odile")

    def reply_on(page):
        page.locator("form[data-composer] [name='body']").fill("For Switzerland alone.")
        page.locator("form[data-composer] .chip--private input[value^='delegation:']").check()
        return page.locator("form[data-composer] [type='submit']")

    # Drafts that the page of the comment stored, and those that the thread stored.
    page = odile.open(own_page)
    reply_on(page)
    page.close()
    page = odile.another_tab(CLAUSE)
    live(page)
    sent = []
    page.on("websocket", lambda line: line.on("framesent", lambda frame: sent.append(str(frame))))
    only(page, "Switzerland").check()
    text(page).fill("For Switzerland alone.")
    speak_as(page, "Jura")
    expect(composer(page).get_by_role("alert")).to_be_visible()
    text(page).fill("For Switzerland alone, better put.")
    page.keyboard.press("Control+Enter")
    page.goto(f"{odile.served.url}{own_page}")
    assert sent, "the line was overheard"
    assert not [frame for frame in sent if "typing" in frame], "nobody is told that she writes"
    button = page.locator("form[data-composer] [type='submit']")
    expect(page.locator("[name='body']")).to_have_value("For Switzerland alone.")
    expect(button).to_have_text("Send", use_inner_text=True)
    button.click()
    expect(page).to_have_url(re.compile(f"{own_page}$"))

    # A page that is left open posts nothing in the name of another person.
    left_open = odile.another_tab(CLAUSE)
    live(left_open)
    page.goto(f"{odile.served.url}/account")
    page.get_by_role("button", name="Speak in this capacity: Switzerland").click()
    everybody(left_open).check()
    say(left_open, "Said for Jura.")
    unsaid = waiting(left_open, "Said for Jura.")
    expect(unsaid).to_contain_text("you chose to speak as Switzerland")
    unsaid.get_by_role("button", name="Edit").click()
    expect(text(left_open)).to_have_value("Said for Jura.")
    left_open.reload()
    live(left_open)
    expect(text(left_open)).to_have_value("Said for Jura.")
    sends(left_open).click()
    expect(comment(japan, "Said for Jura.")).to_contain_text("Switzerland")

    # Without scripts the server has to ask.
    plain = enter("odile", java_script_enabled=False)
    page = plain.open(CLAUSE)
    button = reply_on(page)
    plain.another_tab("/account").get_by_role("button", name="Speak in this capacity: Jura").click()
    button.click()
    expect(page.get_by_text("you can address only").first).to_be_visible()
    button.click()
    expect(page.locator("form[data-composer] :invalid")).not_to_have_count(0)

    japan.reload()
    expect(comment(japan, "Japan asks.")).to_have_count(1)
    expect(comment(japan, "For Switzerland alone")).to_have_count(0)


@pytest.mark.rest
def test_drafts_of_an_earlier_version_come_back_and_go_no_further_than_they_may(enter):
    page = enter("amina").open("/account")
    page.evaluate(
        """(thread) => {
            const shelf = `wgcop.draft.${document.body.dataset.person}.${thread}`;
            localStorage.setItem(shelf, "Typed last week.");
            localStorage.setItem(`${shelf}.58.members`, "An answer of last week.");
        }""",
        THREAD,
    )
    page.goto(page.url.replace("/account", CLAUSE))
    live(page)
    bodies = set()
    for _ in range(2):
        bodies.add(text(page).input_value())
        expect(only(page)).to_be_checked()
        expect(composer(page).get_by_role("alert")).to_contain_text(
            "The choice of who may read these words was not saved"
        )
        composer(page).get_by_role("button", name="Go back to it").click()
    assert bodies == {"Typed last week.", "An answer of last week."}
    everybody(page).check()
    expect(composer(page).get_by_role("alert")).to_be_hidden()
    page.reload()
    live(page)
    assert text(page).input_value() in bodies
    expect(everybody(page)).to_be_checked()
    stored = page.evaluate("JSON.stringify(localStorage)")
    assert "wgcop.draft" not in stored
    assert all(words in stored for words in bodies)


@pytest.mark.rest
def test_the_button_says_where_the_words_go_without_scripts_too(enter):
    amina = enter("amina", java_script_enabled=False)
    page = amina.open(CLAUSE)
    expect(sends(page)).to_have_text("Comment to everybody", use_inner_text=True)
    only(page).check()
    expect(sends(page)).to_have_text("Send to Kenya only", use_inner_text=True)
    text(page).fill("Among us.")
    sends(page).click()
    comment(page, "Among us.").locator(".comment__time").click()
    editing = page.locator("form[data-in-place]")
    expect(editing.get_by_role("button", name="Save for Kenya only")).to_be_visible()
    reply = page.locator("form[data-composer]")
    expect(reply.get_by_role("button", name="Send to Kenya only")).to_be_visible()
    expect(reply.get_by_label("Everybody signed in")).to_have_count(0)


def test_a_private_comment_calls_and_is_answered_within_its_delegation(opened):
    head, member = opened("amina"), opened("wanjiru", phone=True)
    expect(text(member)).to_be_in_viewport()
    line = composer(member).bounding_box()["height"]
    assert line < 80, f"{line} px of a phone before anybody writes"
    only(head).check()
    text(head).press_sequentially("@a")
    names = head.locator(".suggestions").get_by_role("option")
    expect(names.first).to_be_visible()
    below = composer(head).locator(".composer__row")
    at = below.bounding_box()["y"]
    assert all("Kenya" in name for name in names.all_inner_texts())
    everybody(head).check()
    text(head).fill("")
    assert below.bounding_box()["y"] == at
    text(head).press_sequentially("@a")
    expect(names.nth(2)).to_be_visible()
    assert not all("Kenya" in name for name in names.all_inner_texts())
    text(head).fill("We ask  for a date.")
    text(head).evaluate("(one) => one.setSelectionRange(7, 7)")
    text(head).press_sequentially("@Jap")
    expect(names.first).to_contain_text("Japan")
    head.keyboard.press("Enter")
    expect(text(head)).to_have_value("We ask @Japan for a date.")

    only(head).check()
    text(head).fill("What do we say?")
    sends(head).click()
    question = comment(member, "What do we say?")
    question.get_by_role("button", name="Reply").tap()
    reply = member.locator("form[data-reply]")
    expect(reply.get_by_label("Only Kenya")).to_be_checked()
    expect(reply.get_by_label("Everybody signed in")).to_have_count(0)
    reply.locator("textarea[name='body']").fill("Nothing yet.")
    reply.get_by_role("button", name="Send to Kenya only").tap()
    expect(comment(head, "Nothing yet.").locator(".tag--private")).to_be_visible()

    comment(head, "What do we say?").get_by_role("button", name="Edit").click()
    editing = head.locator("form[data-in-place]:visible")
    assert editing.evaluate("(one) => getComputedStyle(one).backgroundColor") == composer(
        head
    ).evaluate("(one) => getComputedStyle(one).backgroundColor")
    editing.get_by_label("Language").select_option("es")
    editing.get_by_role("button", name="Save for Kenya only").click()
    expect(question.locator("[data-body]")).to_have_attribute("lang", "es")
    expect(question).not_to_contain_text("edited")
