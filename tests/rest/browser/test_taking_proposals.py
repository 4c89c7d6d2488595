"""Two people of one delegation take proposals into a paper while it is written, and once without a line."""

from playwright.sync_api import Page, expect

from tests.browser.desk import begin_draft, is_saved, text_on, type_at_end, write_on
from tests.browser.fresh import same_as_fresh
from tests.browser.test_threads import live

CLAUSE = "/clauses/wtdc-67.recs_recognizing__rec_b/proposals"
TITLE = "A helpline for every country"


def propose(page: Page, base: str, words: str) -> str:
    """The address of a new proposal within the delegation."""
    page.goto(f"{base}{CLAUSE}/new")
    page.get_by_label("Proposed words").fill(words)
    page.get_by_label("Reasons").fill(f"Because {words}")
    page.get_by_role("button", name="Save within the delegation").click()
    expect(page.get_by_role("heading", name="Take into a paper")).to_be_visible()
    return page.url


def test_two_take_proposals_into_a_paper_that_is_being_written(enter):
    amina, wanjiru = enter("amina"), enter("wanjiru")
    address = begin_draft(amina, "wanjiru", title=TITLE)
    writing = write_on(wanjiru, address)
    text = text_on(writing)
    base = amina.served.url
    page, other = amina.page, wanjiru.another_tab(CLAUSE)
    for number in (1, 2, 3):
        # The one proposes and takes it into the paper, the other sees it and takes it once more.
        one, two = (other, page) if number == 3 else (page, other)
        is_cut_off = number == 2
        proposal = propose(one, base, f"that {number} children take part,")
        two.goto(proposal)
        live(two)
        here = two.get_by_role("region", name="In drafts of papers")
        expect(here).to_have_count(0)
        if is_cut_off:
            wanjiru.go_offline()
            type_at_end(writing, " Typed without a line.")
        one.get_by_role("button", name=TITLE).click()
        expect(one.get_by_text(f"Taken into the paper “{TITLE}”.")).to_be_visible()
        if is_cut_off:
            wanjiru.come_back()
        # The editor, and the page of the other, show it without being loaded again.
        expect(text.locator("blockquote[data-clause]")).to_have_count(number)
        expect(here.get_by_role("link", name=TITLE)).to_be_visible()
        same_as_fresh(two)
        two.get_by_role("button", name=TITLE).click()
        expect(two.get_by_text("stands in the paper")).to_be_visible()
        expect(text.locator("blockquote[data-clause]")).to_have_count(number)
        type_at_end(writing, f" After {number}.")
    is_saved(writing)
    expect(text).to_contain_text("Typed without a line.")
    expect(text.locator("ins").first).to_be_visible()
    expect(text).to_contain_text("Because that 3 children take part,")
    seen = text.inner_text()
    fresh = write_on(amina, address)
    expect(text_on(fresh).locator("blockquote[data-clause]")).to_have_count(3)
    assert text_on(fresh).inner_text() == seen
