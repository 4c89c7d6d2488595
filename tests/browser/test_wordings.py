"""People support and release exactly the wording that they saw, whatever another browser edits meanwhile."""

from playwright.sync_api import expect

from tests.browser.test_threads import CLAUSE, comment, live, post


def test_a_support_stays_with_the_words_that_were_supported(enter, axe, no_sideways_scroll):
    amina, teresa = enter("amina"), enter("teresa", phone=True)
    said = post(amina, f"{CLAUSE}/comments", body="Kenya proposes a date in June.")["id"]
    brazil = teresa.open(f"{CLAUSE}?comment={said}#comment-{said}")
    live(brazil)
    theirs = brazil.locator(f"#comment-{said}")
    theirs.get_by_role("button", name="Support").click()
    expect(theirs).to_contain_text("Supported by Brazil")

    post(amina, f"/comments/{said}", body="Kenya proposes a date in September.")
    expect(theirs).to_contain_text("a date in September.")
    expect(theirs).not_to_contain_text("Supported by")
    link = theirs.get_by_role("link", name="Supported an earlier wording:")
    expect(link).to_be_visible()
    expect(theirs.get_by_role("button", name="Support as reworded")).to_be_visible()
    no_sideways_scroll(brazil)
    link.click()
    wordings = brazil.locator("#wordings")
    expect(wordings.locator("ins")).to_contain_text("September")
    expect(wordings.locator("del")).to_contain_text("June")
    expect(wordings).to_contain_text("Supported by Brazil")
    no_sideways_scroll(brazil)
    axe(brazil)

    brazil.go_back()
    live(brazil)
    theirs.get_by_role("button", name="Support as reworded").click()
    expect(theirs).to_contain_text("Supported by Brazil")
    expect(theirs).not_to_contain_text("earlier wording")


def test_a_head_of_delegation_sees_the_words_that_are_released(enter, axe):
    wanjiru, amina, haruko = enter("wanjiru"), enter("amina"), enter("haruko")
    words = "Kenya can live with the text if a date is added."
    said = post(wanjiru, f"{CLAUSE}/comments", body=words, audience="delegation")["id"]
    kenya, japan = amina.open(CLAUSE), haruko.open(CLAUSE)
    live(kenya)
    live(japan)
    kenya.locator(f"#comment-{said}").get_by_role("button", name="Release").click()
    dialog = kenya.get_by_role("dialog")
    expect(dialog).to_contain_text(words)
    axe(kenya)
    post(wanjiru, f"/comments/{said}", body="Kenya needs a date.")
    dialog.get_by_role("button", name="Release").click()
    expect(dialog).to_contain_text("have changed")
    dialog.get_by_role("button", name="Keep it private").click()
    mine = kenya.locator(f"#comment-{said}")
    expect(mine).to_contain_text("Kenya needs a date.")
    mine.get_by_role("button", name="Release").click()
    expect(dialog).to_contain_text("Kenya needs a date.")
    dialog.get_by_role("button", name="Release").click()
    released = comment(japan, "Kenya needs a date.")
    expect(released.locator("time")).to_have_count(1)
    expect(comment(japan, words)).to_have_count(0)
    expect(mine.locator("time")).to_have_count(2)
