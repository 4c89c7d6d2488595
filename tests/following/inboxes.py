"""What an inbox shows, read from its page as a person reads it."""

from lxml import html


def page_of(visitor):
    answer = visitor.get("/inbox")
    assert answer.status_code == 200
    return html.fromstring(answer.text)


def things(visitor):
    """The things with news: the name of each, and the text of each of its rows."""
    found = {}
    for section in page_of(visitor).xpath("//main//section"):
        [title] = section.xpath("./div/h2/a/bdi")
        rows = section.xpath("./ul/li")
        found[title.text_content()] = [" ".join(row.text_content().split()) for row in rows]
    return found


def first_links(visitor):
    """Where the heading of each thing leads."""
    return [link.get("href") for link in page_of(visitor).xpath("//main//section/div/h2/a")]


def marks_on(page, number=0):
    """What a form of the page would send: the first marks everything, each later one its thing."""
    form = page.xpath("//main//form[@action='/inbox/marks']")[number]
    return {name: form.xpath(f".//input[@name='{name}']/@value") for name in ("topic", "seq")}


def mark(visitor, marks):
    answer = visitor.post("/inbox/marks", data=marks)
    assert answer.status_code == 303 and answer.location == "/inbox"


def mark_all(visitor):
    mark(visitor, marks_on(page_of(visitor)))


def emptied(visitor):
    """The same visitor, who has marked all that the demo world holds for them."""
    for _page in range(20):
        if not things(visitor):
            break
        mark_all(visitor)
    assert things(visitor) == {}
    return visitor


def count(visitor):
    return visitor.get("/inbox/count").json["count"]
