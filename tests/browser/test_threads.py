"""Two people, two browsers, one clause."""

import re

import pytest
from playwright.sync_api import expect

WID = "wtdc-67.recs_recognizing__rec_b"
CLAUSE = f"/clauses/{WID}"
RESOLUTION = "/resolutions/67-hyderabad-2010"
SEND = re.compile("^(Comment to everybody|Send to .+ only)$")


def composer(page):
    return page.locator("form[data-composer]:not([data-reply])")


def say(page, words):
    composer(page).get_by_role("textbox").fill(words)
    composer(page).get_by_role("button", name=SEND).click()


def comment(page, words):
    return page.locator(".comment", has_text=words)


def live(page):
    expect(page.locator("html")).to_have_attribute("data-live", "on")


def post(reader, address, **form):
    """Post as a page of the reader's would, without opening one."""
    url, request = reader.served.url, reader.context.request
    token = request.get(f"{url}/api/v1/session").json()["csrf"]
    headers = {"Accept": "application/json", "X-CSRFToken": token}
    answer = request.post(url + address, form=form, headers=headers)
    assert answer.ok, answer.text()
    return answer.json()


@pytest.mark.transports
def test_two_people_talk_and_both_see_it_at_once(enter):
    amina, haruko = enter("amina"), enter("haruko", phone=True)
    kenya, japan = amina.open(CLAUSE), haruko.open(CLAUSE)
    live(kenya)
    live(japan)

    say(kenya, "Kenya supports this recital.")
    expect(comment(japan, "Kenya supports this recital.")).to_be_visible()
    say(japan, "Japan does too.")
    expect(comment(kenya, "Japan does too.")).to_have_count(1)
    expect(comment(kenya, "Kenya supports this recital.")).to_have_count(1)
    expect(kenya.locator(".comment--waiting")).to_have_count(0)


def test_a_thread_opens_under_its_clause_with_a_click_and_with_a_key(enter):
    page = enter("amina").open(RESOLUTION)
    live(page)
    bubble = page.locator(f'[data-open-thread="clause:{WID}"]')
    bubble.click()
    expect(page.locator(f'[data-thread="clause:{WID}"]')).to_be_visible()
    expect(bubble).to_have_attribute("aria-expanded", "true")

    bubble.press("Enter")
    expect(page.locator(f'[data-thread="clause:{WID}"]')).to_have_count(0)
    bubble.press("Enter")
    expect(composer(page).get_by_role("textbox")).to_be_visible()
    expect(page).to_have_url(re.compile(RESOLUTION))


def test_the_bubbles_of_a_page_that_only_reads_follow(enter):
    reader = enter("haruko").open(RESOLUTION)
    live(reader)
    bubble = reader.locator(f'[data-open-thread="clause:{WID}"]')
    count = int(bubble.locator("[data-count]").inner_text())
    expect(bubble).to_have_class(re.compile("is-zero"))
    speaker = enter("amina").open(CLAUSE)
    say(speaker, "A first word.")

    expect(bubble.locator("[data-count]")).to_have_text(str(count + 1))
    expect(bubble).to_have_class(re.compile("is-new"))
    expect(bubble).not_to_have_class(re.compile("is-zero"))


@pytest.mark.transports
def test_words_said_offline_survive_a_closed_tab(enter):
    amina = enter("amina")
    kenya = amina.open(CLAUSE)
    live(kenya)
    amina.go_offline()
    say(kenya, "Kept in the browser.")
    expect(kenya.locator(".comment--waiting")).to_be_visible()
    kenya.close()
    amina.come_back()
    again = amina.another_tab(CLAUSE)

    expect(comment(again, "Kept in the browser.")).to_have_count(1)
    expect(again.locator(".comment--waiting")).to_have_count(0)


def test_whoever_was_signed_out_elsewhere_is_told_and_their_words_are_sent_when_they_are_back(
    enter,
):
    amina = enter("amina")
    kenya = amina.open(CLAUSE)
    live(kenya)
    amina.context.clear_cookies()
    say(kenya, "Written after the end.")
    expect(kenya.locator(".comment--waiting")).to_contain_text("you are signed out in this browser")
    amina.context.add_cookies([enter._cookie(enter.world.person("amina"))])
    expect(comment(kenya, "Written after the end.")).to_have_count(1, timeout=30_000)
    expect(kenya.locator(".comment--waiting")).to_have_count(0)


@pytest.mark.transports
def test_a_page_that_was_away_catches_up_without_a_gap_or_a_double(enter):
    amina, haruko = enter("amina"), enter("haruko")
    japan = haruko.open(CLAUSE)
    live(japan)
    kenya = amina.open(CLAUSE)
    say(kenya, "Before.")
    expect(comment(japan, "Before.")).to_be_visible()
    haruko.go_offline()
    for number in range(5):
        say(kenya, f"Meanwhile {number}.")
        expect(comment(kenya, f"Meanwhile {number}.")).to_be_visible()
    haruko.come_back()

    live(japan)
    pill = japan.locator("[data-pill]")
    expect(
        japan.locator("[data-pill]:visible, .comment:has-text('Meanwhile 4.')").first
    ).to_be_visible()
    if pill.is_visible():
        pill.click()
    for number in range(5):
        expect(comment(japan, f"Meanwhile {number}.")).to_have_count(1)


def test_a_reader_who_has_scrolled_gets_a_pill_and_no_jump(enter):
    amina, haruko = enter("amina"), enter("haruko")
    kenya = amina.open(CLAUSE)
    for number in range(14):
        say(kenya, f"Point {number}: " + "a longer thought about the matter. " * 6)
        expect(comment(kenya, f"Point {number}:")).to_be_visible()
    expect(kenya.locator(".comment--waiting")).to_have_count(0)
    japan = haruko.open(CLAUSE)
    live(japan)
    first = comment(japan, "Point 0:")
    first.scroll_into_view_if_needed()
    japan.evaluate("document.querySelector('.comment').scrollIntoView({block: 'start'})")
    where = first.bounding_box()["y"]
    say(kenya, "While Japan reads above.")
    pill = japan.locator("[data-pill]")

    expect(pill).to_be_visible()
    expect(pill).to_contain_text("1 new")
    expect(comment(japan, "While Japan reads above.")).to_have_count(0)
    assert first.bounding_box()["y"] == where
    pill.click()
    expect(comment(japan, "While Japan reads above.")).to_be_in_viewport()


def test_reply_edit_and_retract_reach_the_other(enter):
    amina, haruko = enter("amina"), enter("haruko")
    kenya, japan = amina.open(CLAUSE), haruko.open(CLAUSE)
    live(kenya)
    live(japan)
    say(kenya, "A sentence with a flaw.")
    theirs = comment(japan, "A sentence with a flaw.")
    theirs.get_by_role("button", name="Reply").click()
    reply = japan.locator("form[data-reply]")
    reply.get_by_role("textbox").fill("Which flaw?")
    reply.get_by_role("button", name=SEND).click()
    expect(kenya.locator(".replies", has_text="Which flaw?")).to_be_visible()

    mine = comment(kenya, "A sentence with a flaw.")
    mine.get_by_role("button", name="Edit").click()
    kenya.locator("form[data-in-place]:visible").get_by_role("textbox").fill("A sentence without.")
    kenya.get_by_role("button", name="Save for everybody").click()
    expect(comment(japan, "A sentence without.")).to_contain_text("edited")
    expect(comment(japan, "Which flaw?")).to_have_count(1)

    comment(kenya, "A sentence without.").get_by_role("button", name="Retract").click()
    kenya.get_by_role("dialog").get_by_role("button", name="Retract").click()
    expect(comment(japan, "This comment was retracted")).to_be_visible()
    expect(comment(kenya, "A sentence without.")).to_have_count(0)


def test_without_scripts_everything_can_still_be_said(enter):
    page = enter("amina", java_script_enabled=False).open(CLAUSE)
    say(page, "Without scripts.")

    expect(comment(page, "Without scripts.")).to_be_visible()
