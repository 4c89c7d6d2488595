"""Texts that the Security Council renewed are negotiated again here: three delegations bring in their papers what
turned one into the next, the chair merges it, and the clean text has the adopted words.
"""

import re
from itertools import zip_longest

import pytest
from sqlalchemy import select

from tests.contributions.test_taking_proposals import number_of, send, take
from tests.proposals.acts import act, hidden, words_of
from wgcop.accounts.models import Person
from wgcop.chairing.actions import set_standing
from wgcop.database import db
from wgcop.merging.actions import open_chairs_text, take_choices
from wgcop.merging.pieces import CHAIR, origins_in
from wgcop.merging.queries import shown_text
from wgcop.paper.comparison.words import word_runs, words
from wgcop.positions.queries import words_of_clauses
from wgcop.proposals.rolling_queries import rolling_text
from wgcop.proposals.symbols import Amendment
from wgcop.resolutions.actions import import_resolution
from wgcop.resolutions.models import Clause, Edition
from wgcop.resolutions.parse import parse
from wgcop.rolling_files.filed import filed
from wgcop.threads.chairing.standings import Standing

pytestmark = pytest.mark.shared

RENEWED = (("0238_1967", "0247_1968"), ("0254_1968", "0261_1968"), ("0266_1969", "0274_1969"))
"""A text and one that renewed it."""
OURS = "To let other forces take part as well."


def paragraphs(folder, name):
    """What the text notes, and what it decides, each paragraph on one line."""
    [file] = (folder / "data/texts/unsc").glob(f"S_RES_{name}_*.txt")
    text = file.read_text().split("The Security Council,")[1].split("Adopted unanimously")[0]
    found = [" ".join(each.split()) for each in text.split("\n\n") if each.strip()]
    noted = [each for each in found if each.startswith("Noting")]
    decided = [re.sub(r"^\d[.,] ", "", each) for each in found if re.match(r"\d[.,] ", each)]
    assert len(noted) + len(decided) == len(found)
    return noted, decided


def as_resolution(place, year, noted, decided):
    """The text in the form in which the workspace reads resolutions."""
    frame = [
        f"RESOLUTION 186 ({place}, {year})",
        "A force that keeps the peace",
        f"The World Telecommunication Development Conference ({place}, {year}),",
        "*noting*",
        *(f"{chr(97 + n)}) {words}" for n, words in enumerate(noted)),
        "*resolves*",
        *(f"{n} {words}" for n, words in enumerate(decided, start=1)),
    ]
    return parse("\n\n".join(frame))


def of_half(old, new, which):
    """The old words with every second of the changes that make the new ones."""
    before, after = words(old), words(new)
    said, number = [], 0
    for run in word_runs(before, after):
        if run.same:
            said += [before[n] for n in run.old]
            continue
        number += 1
        takes = number % 2 == which
        said += [after[n] for n in run.new] if takes else [before[n] for n in run.old]
    return "".join(said)


@pytest.fixture
def propose(http):
    """`propose(person, wid, words, symbol)` is the address of a proposal within her delegation."""

    def write(person, wid, typed=None, symbol="", *, after=False):
        page = http(person).get(f"/clauses/{wid}/proposals/new{'?place=after' if after else ''}")
        names = ("key", "seen", "words_seen", "speaking_as")
        data = {name: hidden(page.text, name) for name in names}
        data |= {
            "words": words_of(page.text) if typed is None else typed,
            "symbol": symbol,
            "reasons": OURS,
            "place": "after" if after else "",
        }
        answer = http(person).post(f"/clauses/{wid}/proposals", data=data)
        assert answer.status_code == 303, answer.text
        return answer.location

    return write


def in_one_paper(http, draft, person, addresses):
    """Take proposals into a paper, and submit it; return the address of the document."""
    paper = draft(person, clauses=[])
    for address in addresses:
        assert take(http(person), address, paper=number_of(paper)).status_code == 303
    return send(http, person, paper)


@pytest.mark.parametrize(("first", "second"), RENEWED, ids=[each[1] for each in RENEWED])
def test_the_clean_text_ends_in_the_adopted_words(
    app, world, http, shared, draft, propose, meeting, first, second
):
    old, new = paragraphs(shared, first), paragraphs(shared, second)
    years = [int(name.partition("_")[2]) for name in (first, second)]
    with app.app_context():
        slug = import_resolution(as_resolution("New York", years[0], *old), by=None).slug
        db.session.commit()
        edition = db.session.scalars(select(Edition).where(Edition.slug == slug)).one()
        read = [each.clause for section in edition.sections for each in section.wordings]
        ids = [each.id for each in read]
        wids = [each.wid for each in read]
    assert len(ids) == sum(map(len, old))

    # Kenya and Brazil each ask for every second change, Japan for what is new and for what stays.
    asked = {"amina": [], "teresa": [], "haruko": []}
    wanted, added = {}, {}
    at = iter(zip(ids, wids, strict=True))
    for before, after in zip(old, new, strict=True):
        key = wid = None
        for was, now in zip_longest(before, after):
            if was is None:
                added.setdefault(key, []).append(now)
                asked["haruko"].append(propose(world.haruko, wid, now, after=True))
                continue
            assert now is not None, "nothing is deleted in these texts"
            key, wid = next(at)
            wanted[key] = now
            if was == now:
                asked["haruko"].append(propose(world.haruko, wid, symbol="NOC"))
            for name, which in (("amina", 1), ("teresa", 0)):
                if (half := of_half(was, now, which)) != was:
                    asked[name].append(propose(world[name], wid, half))
    # Kenya asks besides to delete a clause that was kept, outside of its document.
    rival = propose(world.amina, wids[0], "", "SUP")
    assert act(http(world.amina), rival, "release").status_code == 303
    for name, addresses in asked.items():
        if addresses:
            in_one_paper(http, draft, world[name], addresses)

    with app.app_context():
        edition = db.session.scalars(select(Edition).where(Edition.slug == slug)).one()
        before = filed(rolling_text(edition))
        brought = [each.proposal for each in before.listed]
        assert len(brought) == sum(map(len, asked.values())) + 1
        assert sum(bool(each.reference) for each in brought) == len(brought) - 1
        assert [each.text.base for each in before.clauses] == [*old[0], *old[1]]

        helena = db.session.get(Person, world.helena.id)
        chair = {"by": helena, "capacity": helena.capacities[0]}
        for key in ids:
            clause = db.session.get(Clause, key)
            text = open_chairs_text(clause, **chair)
            for offer in shown_text(clause).offers:
                if offer.choices and not offer.proposal.symbol.suppresses:
                    take_choices(
                        text,
                        offer.choices,
                        proposal=offer.proposal.id,
                        seen=text.version,
                        **chair,
                    )
            assert all(each.origin != CHAIR for each in text.pieces), "no bridge was needed"
            assert len(origins_in(text.pieces)) == sum(
                each.clause_id == key
                and each.symbol in (Amendment.MOD, Amendment.EDITORIAL, Amendment.ADD)
                for each in brought
            )
            assert text.words == "\n".join([wanted[key], *added.get(key, ())]), (
                "the words of all sources make the adopted ones, with the new clauses below"
            )
            said = text.words if text.words != clause.wording.text else ""
            set_standing(clause, Standing.AGREED, words=said, **chair)
            assert not text.is_open
        db.session.commit()

        clean = [
            line
            for section in rolling_text(edition).sections
            for each in section.clauses
            for line in each.text.now.split("\n")
        ]
        assert clean == [*new[0], *new[1]], "clause for clause"

        placed = [each for one in rolling_text(edition).sections for each in one.clauses]
        met = [each for one in placed for each in one.met]
        adopted = [each for one in placed for each, _as in one.adopted]
        stays = [each for one in placed for each in one.proposals]
        assert {each.symbol for each in adopted} <= {Amendment.ADD}
        assert len(adopted) == sum(map(len, added.values()))
        assert all(each.symbol == Amendment.NOC for each in stays if each.reference)
        left = {each.id for each in brought} - {each.id for each in (*met, *adopted, *stays)}
        rival_id = int(rival.rpartition("/")[2])
        assert left <= {rival_id}, "what was adopted asks for nothing any more"

        # The next edition is adopted: it says what the clean text said.
        later = import_resolution(as_resolution("Geneva", years[1], *new), by=None)
        db.session.commit()
        text = rolling_text(later)
        assert [each.text.now for one in text.sections for each in one.clauses] == [
            *new[0],
            *new[1],
        ]
        now = words_of_clauses(ids)
        for key in ids:
            assert now[key] == wanted[key], "agreed words ended with the edition that has them"
        placed = [each for one in text.sections for each in one.clauses]
        assert sum(len(each.adopted) for each in placed) == len(adopted)
        assert sum(each.text.open_places for each in placed) <= 1
