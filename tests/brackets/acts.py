"""What people do with brackets on the pages, for tests."""

import re

WID = "wtdc-67.recs_recognizing__rec_b"
CLAUSE = f"/clauses/{WID}"
PAGE = f"{CLAUSE}/brackets"
TOPIC = f"clause:{WID}"
RESOLUTION = "/resolutions/67-hyderabad-2010"
LIST = f"{RESOLUTION}/brackets"
ROLLING = f"{RESOLUTION}/rolling-text"


def plain(html):
    """The words that are seen."""
    html = re.sub(r'<span class="visually-hidden"[^>]*>[^<]*</span>', "", html)
    return " ".join(re.sub(r"<[^>]+>", "", html).split())


def hidden(page):
    """What the forms of a page hold without showing it."""
    found = re.findall(r"<input[^>]*>", page.split("<main", 1)[1])
    inputs = [each for each in found if 'type="hidden"' in each]
    named = (
        (re.search(r'name="([^"]*)"', each), re.search(r'value="([^"]*)"', each)) for each in inputs
    )
    return {name[1]: value[1] if value else "" for name, value in named if name}


def typed_in(page):
    """The words of the clause as the form shows them."""
    return re.search(r"<textarea[^>]*name=\"typed\"[^>]*>\s*(.*?)</textarea>", page, re.DOTALL)[1]


def open_bracket(visitor, around="many", *, wid=WID, page=None, place="", **typed):
    """Send the form that opens a bracket around some words, or for a new clause after this one."""
    address = f"/clauses/{wid}/brackets"
    page = page if page is not None else visitor.get(f"{address}/new?place={place}").text
    data = hidden(page) | typed
    if place != "after":
        words = typed_in(page)
        assert around in words
        data["typed"] = words.replace(around, f"[{around}]", 1)
    return visitor.post(address, data=data)


def opened(visitor, *args, **named):
    """The address of a new bracket."""
    answer = open_bracket(visitor, *args, **named)
    assert answer.status_code == 303, plain(answer.text)[:2000]
    return answer.location


def act(visitor, bracket, what, page=None, **typed):
    """Do something with a bracket by the form on its page."""
    page = page if page is not None else visitor.get(f"{bracket}/{what}").text
    return visitor.post(f"{bracket}/{what}", data=hidden(page) | typed)


def count(visitor, address=PAGE):
    """How many brackets a page says are open."""
    return int(re.search(r"(\d+) brackets? (?:is|are) open", plain(visitor.get(address).text))[1])
