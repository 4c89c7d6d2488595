"""What people do with suggestions on the pages, for tests."""

import re

WID = "wtdc-67.recs_recognizing__rec_b"
CLAUSE = f"/clauses/{WID}"
TOPIC = f"clause:{WID}"
OLD, NEW = "youth programmes", "programmes for young people"
JSON = {"Accept": "application/json"}


def suggest(visitor, quote=OLD, instead=NEW, key="s", *, body="Say who is meant.", **fields):
    """Send the composer, as a script does."""
    data = {"body": body, "quote": quote, "instead": instead, "suggests": "y", "key": key}
    return visitor.post(f"{CLAUSE}/comments", data={**data, **fields}, headers=JSON)


def suggested(visitor, *args, **named):
    """The name of the comment of a new suggestion."""
    answer = suggest(visitor, *args, **named)
    assert answer.status_code == 201, answer.text
    return answer.json["id"]


def hidden(page, name):
    found = re.search(rf'name="{name}"[^>]*? value="([^"]*)"', page)
    return found[1] if found else ""


def act(visitor, comment, what, page=None, **fields):
    """Do something on the page of a suggestion, as it shows it."""
    page = page if page is not None else visitor.get(f"/comments/{comment}/suggestion").text
    shown = {name: hidden(page, name) for name in ("wording", "speaking_as")}
    return visitor.post(f"/comments/{comment}/{what}", data={**shown, **fields})


def support(visitor, comment, **named):
    return act(visitor, comment, "suggestion/support", **named)


def accept(visitor, comment, **named):
    return act(visitor, comment, "suggestion/decision", outcome="accepted", **named)


def decline(visitor, comment, reason="It is said elsewhere.", **named):
    return act(visitor, comment, "suggestion/decision", outcome="declined", reason=reason, **named)


def take_back(visitor, comment, **named):
    return act(visitor, comment, "suggestion/decision/withdrawal", **named)


def propose(visitor, comment, **named):
    return act(visitor, comment, "proposal", **named)


def shown(page, comment):
    """What the thread shows of the comment, as it reads."""
    part = page.split(f'id="comment-{comment}"')[1].split("</article>")[0]
    return plain(part)


def plain(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())
