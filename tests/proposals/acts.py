"""What people do with proposals on the pages, for tests."""

import re

WID = "wtdc-67.recs_recognizing__rec_b"
CLAUSE = f"/clauses/{WID}"
PAGE = f"{CLAUSE}/proposals"
TOPIC = f"clause:{WID}"
RESOLUTION = "/resolutions/67-hyderabad-2010"
HIDDEN = ("key", "seen", "words_seen", "speaking_as")


def hidden(page, name):
    return re.search(rf'name="{name}"[^>]*? value="([^"]*)"', page)[1]


def words_of(page):
    """What the form proposes as the words."""
    return re.search(r"<textarea[^>]*name=\"words\"[^>]*>\s*(.*?)</textarea>", page, re.DOTALL)[1]


def write(visitor, words=None, symbol="", reasons="", *, place="", page=None, change=None):
    """Send the form of a new proposal. `change` replaces words of the clause by others."""
    page = page if page is not None else visitor.get(f"{PAGE}/new?place={place}").text
    typed = words_of(page) if words is None else words
    if change:
        assert change[0] in typed
        typed = typed.replace(*change)
    data = {name: hidden(page, name) for name in HIDDEN}
    data |= {"words": typed, "symbol": symbol, "reasons": reasons, "place": place}
    return visitor.post(PAGE, data=data)


def proposed(visitor, *args, **named):
    """The address of a new proposal."""
    answer = write(visitor, *args, **named)
    assert answer.status_code == 303, answer.text
    return answer.location


def edit(visitor, address, words=None, symbol=None, reasons="", *, change=None, page=None):
    page = page if page is not None else visitor.get(f"{address}/edit").text
    typed = words_of(page) if words is None else words
    if change:
        assert change[0] in typed
        typed = typed.replace(*change)
    data = {name: hidden(page, name) for name in HIDDEN}
    if symbol is None:
        symbol = ""
    return visitor.post(address, data=data | {"words": typed, "symbol": symbol, "reasons": reasons})


def act(visitor, address, what, page=None):
    """Do something with a proposal as it stands."""
    page = page if page is not None else visitor.get(address).text
    found = {}
    for name in ("seen", "words_seen", "speaking_as"):
        value = re.search(rf'name="{name}"[^>]*? value="([^"]*)"', page)
        found[name] = value[1] if value else ""
    return visitor.post(f"{address}/{what}", data=found)


def listed(page, title="released-title"):
    """The proposals in one of the lists of a page: the name of each, with its source."""
    part = page.split(f'id="{title}"')[1].split("</section>")[0]
    return re.findall(
        r'proposal__name"[^>]*><bdi>([^<]*)</bdi></a> <bdi class="proposal__source">([^<]*)', part
    )
