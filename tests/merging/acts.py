"""What people do with a chair's text on its page, for tests."""

import re

from tests.proposals.acts import WID, act, hidden, proposed

TEXT = f"/clauses/{WID}/chairs-text"
TOPIC = f"chairs-text:{WID}@room"
ASKS = {"Accept": "application/json"}


def release(visitor, *change):
    """Propose other words for some of the clause, and release them; return the proposal's id."""
    address = proposed(visitor, change=change)
    assert act(visitor, address, "release").status_code == 303
    return int(address.rpartition("/")[2])


def opened(visitor):
    answer = visitor.post(TEXT)
    assert answer.status_code == 303, answer.text
    return visitor


def now(visitor):
    """The text with its version, as a script asks for it."""
    return visitor.get(f"{TEXT}?part=words", headers={"X-Fragment": "1"}).json


def words(visitor):
    return now(visitor)["words"]


def type_in(visitor, old, new, seen=None):
    """Send a keystroke as a script does; `seen` is what the page has shown."""
    seen = seen or now(visitor)
    at = seen["words"].index(old)
    data = {"seen": seen["version"], "start": at, "stop": at + len(old), "words": new}
    return visitor.post(f"{TEXT}/words", data=data, headers=ASKS)


def type_whole(visitor, typed, page):
    """Send the form of somebody without scripts; `page` is what they had open."""
    data = {name: unescaped(hidden(page, name)) for name in ("before", "seen")}
    return visitor.post(f"{TEXT}/words", data=data | {"words": typed})


def unescaped(text):
    for sign, letter in (
        ("&#34;", '"'),
        ("&#39;", "'"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
    ):
        text = text.replace(sign, letter)
    return text


def buttons(page):
    """The forms of a page by the id of their button, each with its address and its fields."""
    found = {}
    for form in re.findall(r'<form class="act" .*?</form>', page, re.DOTALL):
        address = re.search(r'action="([^"]*)"', form)[1]
        fields = dict(re.findall(r'name="([^"]*)" value="([^"]*)"', form))
        found[re.search(r'<button[^>]*id="([^"]*)"', form)[1]] = (address, fields)
    return found


def press(visitor, button, page=None, **headers):
    """Press a button of the page as it is, or as it was."""
    page = page if page is not None else visitor.get(TEXT).text
    address, fields = buttons(page)[button]
    return visitor.post(address, data=fields, headers=headers)


def shown(page):
    """The words on a page, each with its origin."""
    text = page.split("data-chairs-words")[1].split("</p>")[0]
    found = re.findall(r'data-origin="([^"]*)".*?data-piece>(.*?)</span>', text, re.DOTALL)
    return [(unescaped(piece), origin) for origin, piece in found]


def read(page):
    return "".join(piece for piece, origin in shown(page) if origin != "out")
