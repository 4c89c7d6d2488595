"""What officers do on the page of a next edition, for tests."""

import html
import re

from sqlalchemy import select

from tests.brackets.acts import act as act_on_bracket
from wgcop.accounts.models import Person
from wgcop.chairing.actions import set_standing
from wgcop.database import db
from wgcop.resolutions.models import Clause
from wgcop.threads.chairing.standings import Standing

SLUG = "67-hyderabad-2010"


def page_of(slug=SLUG):
    return f"/resolutions/{slug}/next-edition"


def agree(app, world, wid, words):
    """The chair agrees to these words of a clause; a function makes them of those it has."""
    with app.app_context():
        clause = db.session.scalar(select(Clause).where(Clause.wid == wid))
        helena = db.session.get(Person, world.helena.id)
        words = words(clause.wording.text) if callable(words) else words
        set_standing(clause, Standing.AGREED, words=words, by=helena, capacity=helena.capacities[0])
        db.session.commit()
        return words


def settle(chair):
    """The chair lifts the brackets of the demo world."""
    page = chair.get(page_of()).text
    for bracket in sorted(set(re.findall(r'href="(/brackets/\d+)"', page))):
        assert act_on_bracket(chair, bracket, "lifting", outcome="words").status_code == 303


def form_of(page, **typed):
    """What the form of the page sends: what it shows, and what is typed."""
    data = {"clause": [], "how": [], "other": []}
    for tag in re.findall(r"<input[^>]*>", page.split("<main", 1)[1]):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r' value="([^"]*)"', tag)
        if name and name[1] in ("place", "year", "title", "confirmed"):
            data[name[1]] = html.unescape(value[1]) if value else ""
    formula = re.search(r'<textarea[^>]*name="formula"[^>]*>\s*(.*?)</textarea>', page, re.DOTALL)
    data["formula"] = html.unescape(formula[1])
    return data | typed


def named(page, place="Dubai", year="2014", **typed):
    formula = form_of(page)["formula"]
    formula = re.sub(r"\([^)]*\)", f"({place}, {year})", formula)
    return form_of(page, place=place, year=year, formula=formula, **typed)


def by_hand(*rows):
    clauses, hows, others = zip(*rows, strict=True)
    return {"clause": list(clauses), "how": list(hows), "other": list(others)}


def look(visitor, slug=SLUG, **typed):
    """Look at the next edition with what is typed, and return the page."""
    page = visitor.get(page_of(slug)).text
    answer = visitor.post(f"{page_of(slug)}/preview", data=named(page, **typed))
    assert answer.status_code == 200, answer.text
    return answer.text


def adopt(visitor, slug=SLUG, page=None, **typed):
    """Press the button on a page that shows the next edition."""
    page = page if page is not None else look(visitor, slug, **typed)
    return visitor.post(page_of(slug), data=named(page, **typed))


def clauses_on(page):
    """The clauses of the next edition as the page shows them: label, words and what became of each."""
    found = {}
    for part in page.split('data-next="')[1:]:
        key, rest = part.split('"', 1)
        rest = rest.split('data-ended="')[0]
        label = re.search(r'rolling__label"[^>]*>([^<]*)<', rest)[1]
        ways = re.search(
            r'rolling__ways">(.*?)(?:<span class="soft">By hand|</p>)', rest, re.DOTALL
        )[1]
        found[html.unescape(key)] = (label, " ".join(re.sub(r"<[^>]+>", " ", ways).split()))
    return found


def ended_on(page):
    return {
        part.split('"', 1)[0]: re.search(r'class="tag[^"]*">([^<]*)<', part)[1]
        for part in page.split('data-ended="')[1:]
    }
