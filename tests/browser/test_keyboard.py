"""A thread by keys alone: where the focus goes, what Escape closes, and what each key does."""

from playwright.sync_api import expect

from tests.browser.test_threads import CLAUSE, comment, composer, live, say


def test_the_focus_is_never_lost_and_escape_closes_what_was_opened(enter, axe):
    kenya = enter("amina").open(CLAUSE)
    live(kenya)
    for words in ("The first point.", "The second point."):
        say(kenya, words)
        expect(comment(kenya, words)).to_be_visible()
    expect(kenya.locator(".comment--waiting")).to_have_count(0)
    japan = enter("haruko").open(CLAUSE)
    live(japan)
    keys, first = japan.keyboard, comment(japan, "The first point.")

    japan.get_by_role("link", name="All clauses").focus()
    keys.press("n")
    expect(first).to_be_focused()
    japan.locator(".thread").get_by_role("button", name="Follow").focus()
    keys.press("n")
    expect(comment(japan, "The second point.")).to_be_focused()
    keys.press("k")
    expect(first).to_be_focused()

    keys.press("s")
    expect(first).to_contain_text("Supported by Japan")
    expect(first.get_by_role("button", name="Supported")).to_be_focused()
    keys.press("r")
    words = japan.locator("form[data-reply] textarea[name='body']")
    expect(words).to_be_focused()
    keys.press("Escape")
    reply = first.get_by_role("button", name="Reply to Amina Barasa")
    expect(reply).to_be_focused()
    keys.press("Enter")
    expect(words).to_be_focused()
    japan.locator("form[data-reply]").get_by_role("button", name="Cancel").press("Enter")
    expect(reply).to_be_focused()
    keys.press("r")
    keys.type("Japan answers.")
    keys.press("Control+Enter")
    answer = comment(japan, "Japan answers.")
    expect(japan.locator(".comment--waiting")).to_have_count(0)
    expect(answer).to_be_focused()
    item = japan.locator(".said", has=japan.locator("> .comment", has_text="The first point."))
    expect(item.locator(".replies .comment")).to_contain_text(["Japan answers."])

    keys.press("e")
    expect(japan.get_by_label("Edit your comment")).to_be_focused()
    keys.press("Escape")
    expect(answer.get_by_role("button", name="Edit")).to_be_focused()
    keys.press("e")
    expect(japan.get_by_label("Edit your comment")).to_be_focused()
    keys.type(" And goes on.")
    keys.press("Control+Enter")
    expect(answer.locator("[data-body]")).to_have_text("Japan answers. And goes on.")
    expect(answer).to_be_focused()
    keys.press("c")
    expect(composer(japan).locator("textarea[name='body']")).to_be_focused()
    keys.press("Escape")
    keys.press("/")
    expect(japan.get_by_label("Search the workspace")).to_be_focused()

    answer.get_by_role("button", name="Retract").press("Enter")
    japan.get_by_role("dialog").get_by_role("button", name="Retract").press("Enter")
    retracted = comment(japan, "This comment was retracted")
    expect(retracted).to_be_focused()
    keys.press("?")
    listed = japan.get_by_role("dialog", name="Keys")
    expect(listed.locator("kbd")).to_have_text(
        [
            "n",
            "N",
            "j",
            "k",
            "J / K",
            "r",
            "e",
            "s",
            "c",
            "q",
            "Alt",
            "1 … 5",
            "Ctrl",
            "Enter",
            "Esc",
            "/",
            "?",
        ]
    )
    axe(japan)
    keys.press("Escape")
    expect(listed).to_be_hidden()
    expect(retracted).to_be_focused()
