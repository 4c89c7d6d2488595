"""A meeting agrees that a clause is suppressed: it has no words then, until words are agreed again."""

import html
import io
import re
import zipfile
from datetime import timedelta

import pytest
from lxml import etree
from sqlalchemy import select

from tests.editions.acts import SLUG, adopt, ended_on, look, settle
from tests.lock_order import watched
from tests.meetings.conftest import THIRD_MEETING
from tests.positions.test_positions import take
from tests.proposals.acts import CLAUSE, RESOLUTION, WID, hidden, words_of
from tests.proposals.test_rolling_page import release
from wgcop import clock as clocks
from wgcop.accounts.models import Office, Person
from wgcop.accounts.roles import GroupRole
from wgcop.agenda.actions import add_item
from wgcop.agenda.facts import ItemFacts
from wgcop.agenda.models import AgendaClause, AgendaItem, Outcome
from wgcop.bodies.models import Group, GroupKind
from wgcop.chairing import actions as chairing
from wgcop.chairing.actions import set_standing
from wgcop.database import db
from wgcop.errors import Refused
from wgcop.events.actions import open_topic
from wgcop.events.models import Entry
from wgcop.meetings.actions import create_meeting
from wgcop.merging.models import ChairsText, Closing
from wgcop.outcomes import actions
from wgcop.outcomes.jobs import record_adopted
from wgcop.outcomes.queries import agreed_at, outcome_of
from wgcop.paper import tree
from wgcop.positions.queries import words_of_clauses
from wgcop.records.composing import compose
from wgcop.records.gathering import reported
from wgcop.resolutions.models import Clause, Edition, Section, Wording
from wgcop.rolling_files.akoma_ntoso import as_akoma_ntoso
from wgcop.rolling_files.composing import text_of_cut
from wgcop.rolling_files.docx import as_docx
from wgcop.rolling_files.gathering import gathered
from wgcop.threads.chairing.queries import chair_settings
from wgcop.threads.chairing.standings import Standing

SAID = "The clause is suppressed"
CLEAN = f"{RESOLUTION}/rolling-text?view=clean"


@pytest.fixture
def link(session):
    """A clause on the agenda of a meeting."""
    return session.scalars(select(AgendaClause).order_by(AgendaClause.id)).first()


@pytest.fixture
def form(link):
    return f"{link.item.url}/wordings/{link.clause_id}"


def agree(officer, form, page=None, **typed):
    """Send the form that agrees words, as it was opened, with what is typed."""
    page = page if page is not None else officer.get(form).text
    data = {"words": html.unescape(words_of(page)), "standing": "agreed"}
    data |= {"seen": html.unescape(hidden(page, "seen"))}
    data |= {"on_table": hidden(page, "on_table")}
    return officer.post(form, data=data | typed)


def is_checked(page):
    return bool(re.search(r'<input(?=[^>]*name="suppresses")[^>]* checked', page))


def part_of(page, clause):
    """What a page of the rolling text shows of a clause."""
    return page.split(f'id="{clause.anchor}"')[1].split('class="rolling__clause')[0]


def set_to(app, world, wid=WID, standing=Standing.AGREED, **agreed):
    with app.app_context():
        clause = db.session.scalar(select(Clause).where(Clause.wid == wid))
        helena = db.session.get(Person, world.helena.id)
        set_standing(clause, standing, **agreed, by=helena, capacity=helena.capacities[0])
        db.session.commit()


def suppress(app, world, wid=WID, standing=Standing.AGREED):
    set_to(app, world, wid, standing, words="", suppresses=True)


def now(app, wid=WID):
    """The words of the clause, and whether it is suppressed."""
    with app.app_context():
        clause = db.session.scalar(select(Clause).where(Clause.wid == wid))
        return words_of_clauses([clause.id])[clause.id], chair_settings(clause.topic).suppresses


def test_two_officers_agree_to_it_three_times_and_later_words_bring_the_clause_back(
    world, http, app, link, form
):
    officers, reader, clause = (
        (http(world.helena), http(world.ines)),
        http(world.amina),
        link.clause,
    )
    words = clause.wording.text
    rolling = f"{clause.wording.section.edition.url}/rolling-text"
    for turn in range(3):
        one, other = officers[turn % 2], officers[1 - turn % 2]
        assert not is_checked(one.get(form).text)
        for _twice in range(2):
            assert agree(one, form, suppresses="y").status_code == 303
        assert now(app, clause.wid) == ("", True)
        item = reader.get(link.item.url).text
        assert SAID in item and "Suppression agreed" in item
        thread = reader.get(clause.url).text
        assert thread.count("Suppression agreed") >= 2  # in the text, and above the discussion
        clean = part_of(reader.get(f"{rolling}?view=clean").text, clause)
        assert SAID in clean and "Suppression agreed" in clean and words not in clean
        base = html.unescape(part_of(reader.get(f"{rolling}?view=base").text, clause))
        assert words.replace("*", "") in base
        assert SAID not in part_of(reader.get(f"{rolling}?view=base").text, clause)
        guest = http().get(clause.url).text
        assert "Suppression agreed" not in guest and SAID not in guest
        page = other.get(form).text
        assert is_checked(page) and html.unescape(words_of(page)) == words
        back = f"to meet {turn} times;"
        assert agree(other, form, page, words=back).status_code == 303
        assert now(app, clause.wid) == (back, False)
        clean = part_of(reader.get(f"{rolling}?view=clean").text, clause)
        assert back in clean and SAID not in clean and "Suppression" not in clean
        assert SAID not in reader.get(link.item.url).text
    course = reader.get(f"{clause.url}/biography").text
    assert html.unescape(course).count("negotiation set to “Suppression agreed”") == 3


def test_only_those_who_agree_words_agree_to_a_suppression(world, http, app, link, form):
    page = http(world.helena).get(form).text
    for person in (world.amina, world.ruth, world.teresa):
        answer = agree(http(person), form, page, suppresses="y")
        assert answer.status_code == 403
    assert not now(app, link.clause.wid)[1]


def test_other_words_and_a_suppression_in_one_form_come_back_as_they_were_typed(
    world, http, app, link, form
):
    helena = http(world.helena)
    answer = agree(helena, form, words="to meet each year;", suppresses="y")
    assert answer.status_code == 422
    assert "to meet each year;" in answer.text and is_checked(answer.text)
    nothing = agree(helena, form, words=" ")
    assert nothing.status_code == 422 and "or choose that the clause is suppressed" in nothing.text
    assert now(app, link.clause.wid) == (link.clause.wording.text, False)


def test_of_two_at_once_the_second_sees_what_the_first_agreed(world, http, app, link, form):
    helena, ines = http(world.helena), http(world.ines)
    old = ines.get(form).text
    assert agree(helena, form, suppresses="y").status_code == 303
    late = agree(ines, form, old, words="to meet each year;")
    assert late.status_code == 409
    assert f">{SAID}</p>" in late.text and "to meet each year;" in late.text
    assert now(app, link.clause.wid) == ("", True)
    old = helena.get(form).text
    assert agree(ines, form, late.text).status_code == 303
    late = agree(helena, form, old, words="to rest;")
    assert late.status_code == 409 and "to meet each year;" in late.text
    assert now(app, link.clause.wid) == ("to meet each year;", False)


def test_it_is_withdrawn_with_its_trace_and_the_clause_has_its_words_again(
    world, http, app, link, form, session
):
    helena, reader = http(world.helena), http(world.amina)
    assert agree(helena, form, words="to meet each year;").status_code == 303
    for turn in range(3):
        assert agree(helena, form, suppresses="y").status_code == 303
        page = helena.get(link.item.url).text
        address = max(re.findall(r'href="([^"]*/wordings/\d+/withdrawal)"', page), key=number_in)
        assert SAID in helena.get(address).text
        assert helena.post(address, data={"why": f"Mistake {turn}."}).status_code == 303
        assert now(app, link.clause.wid) == ("to meet each year;", False)
        assert f"Mistake {turn}." in reader.get(link.item.url).text


def number_in(address):
    return int(re.search(r"/wordings/(\d+)/", address)[1])


def test_pages_of_members_hear_of_it_as_it_happens_and_those_of_guests_do_not(
    world, http, link, form, listen
):
    member, guest = (listen(person, link.clause.topic) for person in (world.amina, None))
    meeting = listen(world.ruth, link.item.meeting.members_topic)
    officers = http(world.helena), http(world.ines)
    for turn in range(3):
        assert agree(officers[turn % 2], form, suppresses="y").status_code == 303
        heard = member()
        assert any("Suppression agreed" in (entry.get("html") or "") for entry in heard)
        wordings = [each for each in meeting() if SAID in (each.get("html") or "")]
        assert wordings
        fresh = http(world.ruth).get(link.item.url).text
        assert SAID in fresh
        assert agree(officers[1 - turn % 2], form, words=f"to meet {turn};").status_code == 303
        heard = [entry.get("html") or "" for entry in member()]
        assert any(f"to meet {turn};" in each for each in heard)
        assert not any("Suppression agreed" in each for each in heard)
    assert guest() == []


# What reads the words of the clause


def test_a_proposal_to_suppress_is_met_and_others_are_not_taken(world, http, app):
    amina, teresa, reader = http(world.amina), http(world.teresa), http(world.ruth)
    gone = release(amina, words="", symbol="SUP")
    other = release(teresa, change=("many", "most"))
    shorter = release(amina, change=("many ", ""))
    assert now(app)[0] != ""
    suppress(app, world)
    assert "is met: the clause is suppressed." in plain(reader.get(gone).text)
    assert "Met: the clause is suppressed" in reader.get(CLAUSE + "/proposals").text
    for address in (other, shorter):
        assert "was not taken: the clause was agreed" in plain(reader.get(address).text)
    page = reader.get(f"{RESOLUTION}/rolling-text?view=proposals").text
    assert SAID in page
    sheet = reader.get(f"{RESOLUTION}/proposals.csv").text
    assert "Suppression agreed" in sheet
    assert "SUP (met by the words of today)" in sheet and "MOD (not taken)" in sheet
    set_to(app, world, words="that most children are online;")
    assert "SUP (not taken)" in reader.get(f"{RESOLUTION}/proposals.csv").text


def test_ad_referendum_it_is_suppressed_so_far_and_stays_open(world, http, app):
    amina, reader = http(world.amina), http(world.ruth)
    release(amina, change=("many", "most"))
    suppress(app, world, standing=Standing.AD_REFERENDUM)
    page = reader.get(CLEAN).text
    assert "Suppression agreed ad referendum" in page
    only_open = reader.get(f"{RESOLUTION}/rolling-text?view=clean&open=1").text
    assert 'id="recs_recognizing__rec_b"' in only_open
    set_to(app, world, standing=Standing.AGREED)  # the capitals have agreed too
    assert now(app) == ("", True)
    set_to(app, world, standing=Standing.OPEN)
    words, is_suppressed = now(app)
    assert words and not is_suppressed


def test_positions_are_taken_on_the_words_that_are_gone(world, http, app):
    amina = http(world.amina)
    assert take(amina, "agrees").status_code == 303
    earlier = "taken on an earlier wording"
    assert earlier not in amina.get(f"{CLAUSE}/positions").text
    suppress(app, world)
    assert earlier in amina.get(f"{CLAUSE}/positions").text
    assert take(amina, "objects").status_code == 303
    assert earlier not in amina.get(f"{CLAUSE}/positions").text
    set_to(app, world, words="that most children are online;")
    assert earlier in amina.get(f"{CLAUSE}/positions").text


def test_an_emptied_chair_s_text_opens_the_form_with_the_suppression(
    world, http, app, link, form, session
):
    helena, text = http(world.helena), f"{link.clause.url}/chairs-text"
    assert helena.post(text).status_code == 303
    held = helena.get(f"{text}?part=words", headers={"X-Fragment": "1"}).json
    typed = {"seen": held["version"], "start": 0, "stop": len(held["words"]), "words": ""}
    asks = {"Accept": "application/json"}
    assert helena.post(f"{text}/words", data=typed, headers=asks).status_code == 200
    page = helena.get(form).text
    assert is_checked(page) and words_of(page) == ""
    assert agree(helena, form, page, suppresses="y").status_code == 303
    assert now(app, link.clause.wid) == ("", True)
    session.rollback()
    closed = session.scalars(select(ChairsText).order_by(ChairsText.id.desc())).first()
    assert closed.closing == Closing.AGREED
    # Whoever merges again begins with nothing, and its words bring the clause back.
    opened_again = http(world.ines)
    assert opened_again.post(text).status_code == 303
    held = opened_again.get(f"{text}?part=words", headers={"X-Fragment": "1"}).json
    assert held["words"] == ""
    typed = {"seen": held["version"], "start": 0, "stop": 0, "words": "to meet again;"}
    assert opened_again.post(f"{text}/words", data=typed, headers=asks).status_code == 200
    page = opened_again.get(form).text
    assert not is_checked(page) and "to meet again;" in words_of(page)
    assert agree(opened_again, form, page).status_code == 303
    assert now(app, link.clause.wid) == ("to meet again;", False)


def test_the_report_of_the_meeting_says_it(world, http, link, form, session):
    assert agree(http(world.helena), form, suppresses="y").status_code == 303
    session.rollback()
    report = tree.plain(compose(reported(link.item.meeting)).text)
    citation = link.clause.wording.citation
    assert f"Suppression agreed: {citation}" in report
    assert f"Wording agreed for {citation}:" not in report


def test_the_files_of_the_rolling_text_say_it(world, app, shared):
    suppress(app, world)
    with app.test_request_context():
        edition = db.session.scalar(select(Edition).where(Edition.slug == SLUG))
        text = gathered(edition)
        at = clocks.now()
        word = zipfile.ZipFile(io.BytesIO(as_docx(edition, text, at=at))).read("word/document.xml")
        assert word.decode().count(SAID) == 1
        assert str(text_of_cut(text)).count(SAID) == 1
        root = etree.fromstring(as_akoma_ntoso(edition, text, at=at))
        schema = etree.XMLSchema(etree.parse(shared / "data/akn/akomantoso30.xsd"))
        schema.assertValid(root)
        [removed] = root.xpath("//*[@status='removed']")
        assert removed.get("eId") == "recs_recognizing__rec_b"
        assert SAID in "".join(removed.itertext())


def test_the_next_edition_leaves_it_out_without_a_word_by_hand(world, http, app, session):
    helena, reader = http(world.helena), http(world.amina)
    settle(helena)
    gone = release(reader, words="", symbol="SUP")
    assert gone in look(helena)  # nobody has decided on it
    suppress(app, world)
    page = look(helena)
    assert ended_on(page) == {WID: "suppressed"}
    assert gone not in page
    assert adopt(helena).status_code == 303
    session.rollback()
    latest = session.scalars(select(Edition).order_by(Edition.id.desc())).first()
    wids = [row.clause.wid for section in latest.sections for row in section.wordings]
    assert WID not in wids and wids
    course = html.unescape(reader.get(f"{CLAUSE}/biography").text)
    led = course.split("What led to its suppression")[1].split("</ul>")[0]
    assert "proposed it: SUP" in led and "Suppression agreed" in led and "adopted" in led


def test_what_was_agreed_stands_until_an_edition_has_other_words(world, http, link, form, session):
    """An edition that has the agreed words changes nothing; against others they stand no longer."""
    helena, reader = http(world.helena), http(world.amina)
    words = "to meet each year;"
    edition = session.get_one(Edition, link.clause.wording.section.edition_id)

    def shown():
        page = reader.get(link.item.url).text
        return page.split('<div class="agreed-words')[1].split("</div>")[0]

    def next_edition(year, text):
        old = link.clause.wording
        later = Edition(
            resolution_id=edition.resolution_id,
            slug=f"67-later-{year}",
            title=edition.title,
            place="Dubai",
            year=year,
            formula="The Conference,",
        )
        section = Section(edition=later, position=0, kind=old.section.kind, heading="resolves")
        session.add_all([later, section])
        session.flush()
        session.add(
            Wording(
                clause=link.clause,
                section=section,
                position=0,
                citation=old.citation,
                text=text,
            )
        )
        open_topic(later.topic, title=later.name, address=later.url, audience="public")
        session.commit()

    assert agree(helena, form, words=words).status_code == 303
    assert "is-past" not in shown()
    session.rollback()
    next_edition(2014, words)
    assert "is-past" not in shown()
    assert [each.stands for each in outcome_of(link.item).wordings] == [True]
    session.rollback()
    next_edition(2017, "to meet twice a year;")
    past = shown()
    assert past.startswith(" is-past") and words in past
    assert "No longer agreed: Open" in past and "Since agreed in other words" not in past
    assert "Withdrawn" not in past
    session.expire_all()
    assert agreed_at(link.item_id) == []
    # What is agreed on the new words stands, also as the first of them again.
    for typed in ("to meet three times;", words, "to meet four times;"):
        assert agree(helena, form, words=typed).status_code == 303
        assert "is-past" not in shown() and typed in shown()


# The items below it


@pytest.fixture
def above(session):
    """A clause to which the one after it, `WID`, belongs as an item."""
    item = session.scalar(select(Clause).where(Clause.wid == WID)).wording
    row = session.scalar(
        select(Wording).where(
            Wording.section_id == item.section_id, Wording.position == item.position - 1
        )
    )
    item.depth = row.depth + 1
    session.commit()
    return row.clause.wid


def test_items_below_go_and_come_back_with_the_clause(world, http, app, above):
    words, _ = now(app)
    set_to(app, world, words="that they are safe;")
    for turn in range(3):
        suppress(app, world, above, (Standing.AD_REFERENDUM, Standing.AGREED)[turn % 2])
        suppress(app, world, above)
        assert now(app, above) == ("", True) and now(app) == ("", True)
        page = http(world.amina).get(CLAUSE).text
        assert "It is suppressed with the clause above it:" in page
        with pytest.raises(Refused, match="Decide on that clause first"):
            set_to(app, world, standing=Standing.OPEN)
        set_to(app, world, above, words=f"that {turn} are online;")
        assert now(app, above) == (f"that {turn} are online;", False)
        assert now(app) == ("that they are safe;", False)
    set_to(app, world, standing=Standing.OPEN)
    assert now(app) == (words, False)


def test_an_item_that_was_suppressed_for_itself_stays_so(world, app, above):
    suppress(app, world)
    for _turn in range(3):
        suppress(app, world, above)
        set_to(app, world, above, Standing.OPEN)
        assert now(app, above)[1] is False and now(app) == ("", True)
    set_to(app, world, words="that they are safe;")
    assert now(app) == ("that they are safe;", False)


def test_an_item_below_two_clauses_comes_back_with_the_last_of_them(world, app, session):
    """The clause above both goes and comes back while the one between stays suppressed."""
    edition = session.scalar(select(Edition).where(Edition.slug == SLUG))
    rows = next(each.wordings[:3] for each in edition.sections if len(each.wordings) > 2)
    for depth, row in enumerate(rows):
        row.depth = depth
    session.commit()
    top, between, item = (row.clause.wid for row in rows)
    set_to(app, world, item, words="that they learn;")
    for _turn in range(3):
        suppress(app, world, between)
        suppress(app, world, top)
        set_to(app, world, top, Standing.OPEN)
        assert now(app, between) == ("", True) and now(app, item) == ("", True)
        set_to(app, world, between, Standing.OPEN)
        assert now(app, item) == ("that they learn;", False)
        assert standing_of(app, item) == Standing.AGREED


def test_an_item_comes_back_as_of_the_day_on_which_it_was_agreed(
    world, http, app, above, clock, session
):
    """So a proposal that was made after that day is still open."""
    begun = clock.stop()
    set_to(app, world, words="that they are safe;")
    clock.advance(hours=1)
    later = release(http(world.amina), change=("safe", "free"))
    for turn in range(3):
        clock.advance(hours=1)
        suppress(app, world, above)
        clock.advance(hours=1)
        set_to(app, world, above, (Standing.OPEN, Standing.PARKED)[turn % 2])
        assert now(app) == ("that they are safe;", False)
        assert "was not taken" not in http(world.ruth).get(later).text
        with app.app_context():
            row = chair_settings(f"clause:{WID}").standing
            assert row.first.at == begun and row.at > begun
    assert http().get(later).status_code == 303  # to sign in


def test_an_item_whose_agreed_words_an_edition_changed_comes_back_open(world, app, above, session):
    """Nobody has agreed to the words that it has now."""
    set_to(app, world)
    amended(session, "that they are free;")
    assert standing_of(app) == Standing.OPEN
    suppress(app, world, above)
    set_to(app, world, above, Standing.OPEN)
    assert now(app) == ("that they are free;", False)
    assert standing_of(app) == Standing.OPEN


def amended(session, words):
    """Let the clause have other words, as a later edition gives it."""
    session.rollback()
    old = session.scalar(select(Clause).where(Clause.wid == WID)).wording
    section, position, depth = old.section, old.position, old.depth
    old.position += 1000
    session.flush()
    session.add(
        Wording(
            clause_id=old.clause_id,
            section=section,
            position=position,
            depth=depth,
            label=old.label,
            citation=old.citation,
            text=words,
        )
    )
    session.commit()


def standing_of(app, wid=WID):
    with app.app_context():
        return chair_settings(f"clause:{wid}").standing_value


@pytest.mark.databases
def test_topics_of_a_clause_and_its_items_are_locked_in_the_order_of_their_names(
    world, app, session
):
    """Also where an item has a name before that of its clause, as after an edition that moved it."""
    edition = session.scalar(select(Edition).where(Edition.slug == SLUG))
    rows = next(each.wordings[:2] for each in edition.sections if len(each.wordings) > 2)
    first, second = sorted((row.clause for row in rows), key=lambda each: each.topic)
    for row, clause, depth in zip(rows, (second, first), (0, 1), strict=True):
        row.clause, row.depth = clause, depth
    session.commit()
    helena = session.merge(world.helena)
    by = {"by": helena, "capacity": helena.capacities[0]}
    with watched(session) as locks:
        for standing in (Standing.AGREED, Standing.AD_REFERENDUM):
            suppressing = locks(set_standing, second, standing, words="", suppresses=True, **by)
            back = locks(set_standing, second, Standing.OPEN, **by)
            topics = [each for each in suppressing if each.startswith("clause:")]
            assert topics == [first.topic, second.topic]
            assert [each for each in back if each.startswith("clause:")] == topics
        # Also where words are withdrawn, and the suppression before them is in force again.
        item = session.scalars(select(AgendaItem).order_by(AgendaItem.id)).first()
        agreed = (item, second, Standing.AGREED)
        for turn in range(3):
            locks(actions.agree_wording, *agreed, "", suppresses=True, **by)
            locks(actions.agree_wording, *agreed, f"to meet {turn} times;", **by)
            back = locks(actions.withdraw_wording, locks.result, "A mistake.", **by)
            assert [each for each in back if each.startswith("clause:")] == topics
            assert chair_settings(second.topic).suppresses


# What the group above has agreed


@pytest.fixture
def below(session, world, link):
    """An item of a subgroup's meeting with the clause `above` and the one below it."""
    ines = session.merge(world.ines)
    group = link.item.meeting.group
    ahg = Group(code="AHG", name="Ad hoc group", kind=GroupKind.AD_HOC_GROUP, parent=group)
    ines.offices.append(Office(role=GroupRole.SECRETARIAT, group=ahg))
    session.add(ahg)
    session.flush()
    called = create_meeting(ahg, THIRD_MEETING, number=1, by=ines)

    def agenda_item(*wids):
        clauses = session.scalars(select(Clause).where(Clause.wid.in_(wids))).all()
        item = add_item(called, ItemFacts(title="Words"), clauses=clauses, by=ines)
        session.commit()
        return item

    return agenda_item


def test_a_subgroup_suppresses_no_item_that_the_group_above_has_agreed(
    world, http, app, above, below, session
):
    item = below(above)
    clause = session.scalar(select(Clause).where(Clause.wid == above))
    form, ines = f"{item.url}/wordings/{clause.id}", http(world.ines)
    for turn in range(3):
        standing = (Standing.AGREED, Standing.AD_REFERENDUM)[turn % 2]
        set_to(app, world, standing=standing, words=f"that {turn} are safe;")
        answer = agree(ines, form, suppresses="y", standing="agreed-in-group")
        assert answer.status_code == 409
        assert "would be suppressed with this clause" in html.unescape(answer.text)
        assert now(app) == (f"that {turn} are safe;", False) and not now(app, above)[1]
        assert standing_of(app) == standing
        set_to(app, world, standing=Standing.OPEN)
        assert agree(ines, form, suppresses="y", standing="agreed-in-group").status_code == 303
        assert now(app) == ("", True) and standing_of(app) == Standing.AGREED_IN_GROUP
        set_to(app, world, above, Standing.OPEN)
    assert agree(http(world.amina), form, ines.get(form).text, suppresses="y").status_code == 403


def test_a_subgroup_that_withdraws_its_words_leaves_those_that_the_group_above_took(
    world, http, app, below, session
):
    item, clause = below(WID), session.scalar(select(Clause).where(Clause.wid == WID))
    form, ines = f"{item.url}/wordings/{clause.id}", http(world.ines)
    said = {"words": "that they are safe;", "standing": "agreed-in-group"}
    for turn in range(3):
        assert agree(ines, form, **said).status_code == 303
        if turn % 2 == 0:
            set_to(app, world, standing=Standing.AGREED)
        page = ines.get(item.url).text
        address = max(re.findall(r'href="([^"]*/wordings/\d+/withdrawal)"', page), key=number_in)
        assert ines.post(address, data={"why": f"Mistake {turn}."}).status_code == 303
        is_taken = turn % 2 == 0
        assert standing_of(app) == (Standing.AGREED if is_taken else Standing.OPEN)
        assert (now(app)[0] == said["words"]) is is_taken
        assert f"Mistake {turn}." in http(world.amina).get(item.url).text
        set_to(app, world, standing=Standing.OPEN)


# Two officers at the same moment


@pytest.fixture
def overtaken(app, world, monkeypatch):
    """`overtaken(wid, …)` lets another officer agree just before the next one gets the lock of the clause."""

    def do(wid, **agreed):
        lock = chairing.locked_thread

        def late(clause):
            monkeypatch.setattr(chairing, "locked_thread", lock)
            other = db.session.get(Person, world.ines.id)
            mine = db.session.scalar(select(Clause).where(Clause.wid == wid))
            set_standing(mine, Standing.AGREED, **agreed, by=other, capacity=other.capacities[0])
            db.session.commit()
            return lock(clause)

        monkeypatch.setattr(chairing, "locked_thread", late)

    return do


def test_whoever_waits_for_the_lock_is_told_what_was_agreed_in_the_meantime(
    world, http, app, link, form, overtaken
):
    helena, wid = http(world.helena), link.clause.wid
    for turn in range(3):
        page = helena.get(form).text
        overtaken(wid, words=f"to meet {turn} times;")
        late = agree(helena, form, page, words="to rest;")
        assert late.status_code == 409, turn
        assert "to rest;" in late.text and f"to meet {turn} times;" in late.text
        assert now(app, wid) == (f"to meet {turn} times;", False)
    page = helena.get(form).text
    overtaken(wid, words="", suppresses=True)
    assert agree(helena, form, page, words="to rest;").status_code == 409
    assert now(app, wid) == ("", True)
    assert agree(helena, form, words="to rest;").status_code == 303
    assert now(app, wid) == ("to rest;", False)


def test_the_chair_agrees_to_no_words_that_came_since_the_page_was_opened(
    world, http, app, overtaken
):
    helena = http(world.helena)
    for turn in range(3):
        page = helena.get(CLAUSE).text.split(f'action="{CLAUSE}/standing"')[1]
        parked = {"standing": "agreed-ad-referendum", "seen": hidden(page, "seen")}
        overtaken(WID, words=f"that {turn} are safe;")
        late = helena.post(
            f"{CLAUSE}/standing", data=parked, headers={"Accept": "application/json"}
        )
        assert late.status_code == 409 and "changed the status" in late.json["error"]
        assert standing_of(app) == Standing.AGREED
        page = helena.get(CLAUSE).text.split(f'action="{CLAUSE}/standing"')[1]
        seen = {"standing": "agreed-ad-referendum", "seen": hidden(page, "seen")}
        for _twice in range(2):
            assert helena.post(f"{CLAUSE}/standing", data=seen).status_code == 303
        assert now(app) == (f"that {turn} are safe;", False)
        assert standing_of(app) == Standing.AD_REFERENDUM


# Under silence


def test_a_suppression_is_put_under_silence_and_recorded_by_itself(
    world, http, app, link, session, clock
):
    helena = session.merge(world.helena)
    procedure = actions.circulate(
        link.item.meeting,
        "Suppression of a clause",
        "",
        Outcome.AGREED,
        ends_at=clock.stop() + timedelta(days=1),
        zone="UTC",
        place="",
        item=link.item,
        clause=link.clause,
        suppresses=True,
        by=helena,
        capacity=helena.capacities[0],
    )
    session.commit()
    address = procedure.url
    assert SAID in http(world.amina).get(address).text
    assert not now(app, link.clause.wid)[1]
    clock.advance(hours=25)
    assert record_adopted() == 1
    assert now(app, link.clause.wid) == ("", True)
    session.refresh(procedure)
    assert SAID in procedure.decision.text
    kinds = session.scalars(select(Entry.kind)).all()
    assert "clause.agreed" in kinds and record_adopted() == 0


def test_the_form_of_silence_takes_a_suppression_without_words_alone(world, http, link):
    helena = http(world.helena)
    address = f"{link.item.meeting.url}/silence/new"
    page = helena.get(f"{address}?item={link.item_id}&clause={link.clause_id}").text
    assert SAID in page and not is_checked(page)
    day = (clocks.now() + timedelta(days=3)).date().isoformat()
    data = {
        "item": link.item_id,
        "clause": link.clause_id,
        "title": "Suppression",
        "text": "",
        "suppresses": "y",
        "outcome": "agreed",
        "day": day,
        "clock": "12:00",
        "zone": "UTC",
    }
    typed = helena.post(address, data=data | {"text": "to meet;"})
    assert typed.status_code == 422 and "Leave the text empty" in typed.text
    without = helena.post(address, data=data | {"clause": ""})
    assert without.status_code == 422 and "Choose the clause" in without.text
    sent = helena.post(address, data=data)
    assert sent.status_code == 303, sent.text
    assert SAID in http(world.amina).get(sent.location).text


def plain(page):
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", page).split()))
