"""Two entries become one: what stays, what comes along, who is told, and how it is undone."""

import pytest
from sqlalchemy import select

from tests.initiatives.registered import LINE, PLAYS, RADIO, again, letters, registry
from wgcop.accounts.models import Person
from wgcop.bodies.levels import Level, Region
from wgcop.database import db
from wgcop.errors import Outdated, Refused
from wgcop.events.actions import record
from wgcop.events.models import Entry, Topic
from wgcop.following.actions import follow, follow_instead
from wgcop.following.models import FollowLevel, ReadMark
from wgcop.following.queries import followers_of
from wgcop.initiatives import actions, fields
from wgcop.initiatives.facts import RegistryFacts
from wgcop.initiatives.kinds import EntryState, InitiativeKind, Measure, TargetGroup
from wgcop.initiatives.merging import carriers
from wgcop.initiatives.merging.actions import SeenVersions, merge, take_apart
from wgcop.initiatives.merging.carriers import Carrier, on_merge
from wgcop.initiatives.merging.choices import Side, proposed, united
from wgcop.initiatives.merging.queries import entry_called
from wgcop.initiatives.models import EntryVersion, Initiative, Overlap
from wgcop.initiatives.overlapping.queries import overlaps_of
from wgcop.radar.matching.overlap import Finding, shingles
from wgcop.radar.models import Pair, RadarDecision, Relation, Verdict
from wgcop.radar.shingle_store import to_bytes
from wgcop.resolutions.models import Clause

__all__ = ["registry"]

FIELDS = {each.name: each for each in fields.FIELDS}


@pytest.fixture
def two(registry, session):
    """The radio stays, the plays become a part of it; both name the same clause, and the plays one more."""
    clauses = session.scalars(select(Clause).order_by(Clause.id).limit(2)).all()
    registry.clauses = clauses
    session.commit()
    return registry


def unite(two, sides=(), owner=None, by=None):
    facts = united(RegistryFacts.of(two.radio), RegistryFacts.of(two.plays), dict(sides))
    merging = merge(two.plays, two.radio, facts, owner or two.kenya, by=by or two.ines)
    db.session.commit()
    return merging


def done(entry):
    return [
        (each.done, each.note)
        for each in db.session.scalars(
            select(EntryVersion)
            .where(EntryVersion.initiative_id == entry.id)
            .order_by(EntryVersion.number)
        )
    ]


def kinds(topic):
    return list(
        db.session.scalars(
            select(Entry.kind).join(Topic).where(Topic.name == topic).order_by(Entry.seq)
        )
    )


# What stays


def test_lists_are_united_and_single_values_are_those_of_the_entry_that_stays():
    facts = united(RADIO, PLAYS, {})
    assert facts.name == "Radio for Parents"
    assert facts.acronym == "MRP"  # the entry that stays has none
    assert facts.partners == ("Two broadcasters", "An institute")
    assert facts.links == ("https://radio.example/plays", "https://jura.example/study")
    assert facts.regions == (Region.AFRICA, Region.ARAB_STATES)
    assert facts.target_groups == (TargetGroup.CHILDREN, TargetGroup.PARENTS_AND_EDUCATORS)
    assert set(facts.measures) == {Measure.AWARENESS, Measure.CAPACITY_BUILDING}
    assert facts.source == "Letter of May 2010.\nStudy of 2010."


def test_each_field_can_be_chosen_and_a_remark_goes_with_its_date():
    one = RADIO.but(started_note="from memory", contact_role="Focal point")
    other = PLAYS.but(started_note="c.", contact_address="plays@example.org")
    sides = {"started": Side.MERGED, "scope": Side.BOTH, "partners": Side.STAYING}
    facts = united(one, other, sides)
    assert (facts.started, facts.started_note) == ("2008-11", "c.")
    assert facts.scope == f"{RADIO.scope}\n{PLAYS.scope}"
    assert facts.partners == ("Two broadcasters",)
    assert (facts.contact_role, facts.contact_address) == ("Focal point", "")


def test_what_is_empty_gives_way():
    lead, state, source = (FIELDS[name] for name in ("lead", "project_state", "source"))
    assert proposed(lead, RADIO.but(lead=""), PLAYS) == Side.MERGED
    assert proposed(state, RADIO, PLAYS) == Side.MERGED  # nothing in both
    assert proposed(lead, RADIO, PLAYS) == Side.STAYING
    assert proposed(source, RADIO.but(source=""), PLAYS) == Side.MERGED
    assert proposed(source, RADIO, PLAYS.but(source="")) == Side.STAYING


@pytest.mark.parametrize("facts", [RADIO, PLAYS, LINE])
def test_what_was_stored_is_read_again(facts):
    assert RegistryFacts.read(facts.kept(), {}) == facts


# The verb


def test_the_merged_entry_is_gone_from_table_and_search_and_its_address_leads_on(two, http, index):
    unite(two)
    index()
    page = http().get("/initiatives/")
    assert "Radio for Parents (MRP)" in page.text and "Market-day" not in page.text
    answer = http().get(two.plays.url)
    assert (answer.status_code, answer.headers["Location"]) == (308, two.radio.url)
    assert answer.headers["Cache-Control"] == "no-store"
    found = http().get("/search?q=Market-day plays")
    assert "Radio for Parents" in found.text  # by the name of the merged one
    assert "/initiatives/market-day" not in found.text


def test_the_number_of_either_leads_straight_to_the_one_that_stays(two, http):
    unite(two)
    for number in ("INI-001", "INI-002", "ini 2"):
        answer = http().get(f"/search?q={number}")
        assert (answer.status_code, answer.headers["Location"]) == (303, two.radio.url), number


def test_the_address_of_its_form_leads_on_too_and_what_was_sent_there_is_refused(two, http):
    unite(two)
    ines = http(two.ines)
    assert ines.get(f"{two.plays.url}/edit").headers["Location"] == f"{two.radio.url}/edit"
    answer = ines.post(two.plays.url, data={"name": "Plays", "version": 1})
    assert answer.status_code == 409
    assert two.radio.url in answer.text
    assert again(two.radio).name == "Radio for Parents"


def test_clauses_of_both_are_served(world, session, http):
    clauses = session.scalars(select(Clause).order_by(Clause.id).limit(3)).all()
    ines = world.ines
    one = actions.add_initiative(RADIO.but(clauses=(clauses[0],)), by=ines)
    other = actions.add_initiative(PLAYS.but(clauses=(clauses[0], clauses[2])), by=ines)
    facts = united(RegistryFacts.of(one), RegistryFacts.of(other), {})
    merge(other, one, facts, by=ines)
    session.commit()
    assert {clause.id for clause in again(one).clauses} == {clauses[0].id, clauses[2].id}


def test_both_histories_say_what_happened(two):
    unite(two)
    assert done(two.radio)[-1] == ("merged", "INI-002 Market-day radio plays (MRP)")
    assert done(two.plays)[-1] == ("merged-into", "INI-001 Radio for Parents (MRP)")
    assert kinds(two.radio.topic)[-1] == kinds(two.plays.topic)[-1] == "initiative.merged"


def test_who_follows_one_of_them_follows_the_one_that_stays(two, session):
    topics = {
        name: session.scalar(select(Topic).where(Topic.name == entry.topic))
        for name, entry in (("radio", two.radio), ("plays", two.plays))
    }
    follow(topics["plays"], by=two.caio)
    follow(topics["plays"], by=two.luc)
    follow(
        topics["radio"], FollowLevel.NOTHING, by=two.luc
    )  # he has said that he does not want to hear of it
    session.commit()
    before = topics["radio"].seq
    merging = unite(two)
    assert two.caio in followers_of(two.radio.topic)
    assert two.luc not in followers_of(two.radio.topic)
    mark = session.get(ReadMark, (two.caio.id, topics["radio"].id))
    assert mark.seq == before  # the merge itself is news, and nothing before it
    take_apart(merging, by=two.ines)
    session.commit()
    assert two.caio not in followers_of(two.radio.topic)
    assert two.caio in followers_of(two.plays.topic)


def test_what_was_recorded_just_before_is_no_news_to_those_who_come_along(two, session):
    radio, plays = (carriers.topic_of(entry) for entry in (two.radio, two.plays))
    follow(plays, by=two.caio)
    session.commit()
    before = radio.seq
    edited = {"by": two.ines, "target_kind": "initiative", "target_id": two.radio.id}
    record(radio, "initiative.edited", **edited)
    assert two.caio.id in follow_instead(plays, radio)
    session.commit()
    mark = session.get(ReadMark, (two.caio.id, radio.id))
    assert mark.seq == radio.seq == before + 1


def test_a_merge_from_before_choices_of_today_is_undone(two, session):
    kind, level, scope = two.radio.kind, two.radio.level, two.radio.scope
    merging = unite(two)
    facts = merging.before["facts"] | {"level": "gone"}
    del facts["kind"]
    merging.before = merging.before | {"facts": facts}
    session.commit()
    take_apart(merging, by=two.ines)
    session.commit()
    radio = again(two.radio)
    assert (radio.kind, radio.level, radio.scope) == (kind, level, scope)


def decision(by: Person, one: str, other: str) -> RadarDecision:
    return RadarDecision(
        record_id=one,
        other_id=other,
        finding=Finding.PASSAGES,
        score=0.3,
        decision=Relation.BUILDS_ON,
        reason="It goes further.",
        by=by,
        data=to_bytes(shingles(PLAYS.words)),
    )


def test_decisions_and_judgements_of_the_radar_come_along(two, session):
    radio, plays, line = (each.search_key for each in (two.radio, two.plays, two.line))
    session.add_all(
        [
            decision(two.ines, plays, line),
            decision(two.ines, line, plays),
            decision(two.ines, plays, radio),
            Pair(record_id=plays, digest="1", other_id=line, other_digest="2"),
            Pair(record_id=plays, digest="1", other_id=radio, other_digest="3"),
        ]
    )
    session.commit()

    def ends(model):
        return {(each.record_id, each.other_id) for each in session.scalars(select(model)).all()}

    before = ends(RadarDecision), ends(Pair)
    merging = unite(two)
    assert ends(RadarDecision) == {(radio, line), (line, radio), (plays, radio)}
    assert ends(Pair) == {(radio, line), (plays, radio)}
    between = session.scalars(select(Pair).where(Pair.other_id == radio)).one()
    assert between.verdict == Verdict.SAME
    take_apart(merging, by=two.ines)
    session.commit()
    session.expire_all()
    assert (ends(RadarDecision), ends(Pair)) == before
    assert not between.is_judged


def test_overlaps_and_their_answers_come_along(two, session):
    session.add_all(
        [
            Overlap(initiative=two.plays, other=two.line),
            Overlap(initiative=two.line, other=two.plays, words="Join us."),
            Overlap(initiative=two.plays, other=two.radio),
        ]
    )
    session.commit()

    def ends():
        session.expire_all()
        return [
            (o.initiative_id, o.other_id)
            for o in session.scalars(select(Overlap).order_by(Overlap.id))
        ]

    radio, plays, line = two.radio.id, two.plays.id, two.line.id
    merging = unite(two)
    assert ends() == [(radio, line), (line, radio), (plays, radio)]
    take_apart(merging, by=two.ines)
    session.commit()
    assert ends() == [(plays, line), (line, plays), (plays, radio)]


def test_an_overlap_that_both_have_is_not_told_twice(two, session):
    session.add_all(
        [
            Overlap(initiative=two.plays, other=two.line),
            Overlap(initiative=two.radio, other=two.line),
            Overlap(initiative=two.radio, other=two.plays),
        ]
    )
    session.commit()
    unite(two)
    [shown] = overlaps_of(again(two.radio))
    assert (shown.initiative_id, shown.other_id) == (two.radio.id, two.line.id)


def test_both_histories_stay_readable_and_lead_to_each_other(two, http):
    unite(two)
    amina = http(two.amina)
    page = amina.get(f"{two.radio.url}/history")
    assert "Another entry was merged into it" in page.text
    assert f'href="{two.plays.url}/history"' in page.text
    page = amina.get(f"{two.plays.url}/history")
    assert page.status_code == 200
    assert "Merged into another entry" in page.text and two.radio.url in page.text
    assert http().get(f"{two.plays.url}/history").status_code == 303  # as any history


def test_whoever_has_the_page_of_the_merged_entry_open_sees_it_at_once(two, listen):
    guest = listen(None, two.plays.topic)
    unite(two)
    [heard] = guest()
    assert heard["kind"] == "initiative.merged"
    assert two.radio.url in heard["html"]


def test_a_feature_above_signs_up_what_hangs_on_entries(two, monkeypatch):
    monkeypatch.setattr(carriers, "_carriers", dict(carriers._carriers))
    calls = []
    on_merge(
        Carrier(
            "pictures",
            lambda merged, staying, by: calls.append((merged.name, staying.name)) or [7],
            lambda merged, staying, carried: calls.append(carried),
        )
    )
    merging = unite(two)
    take_apart(merging, by=two.ines)
    assert calls == [("Market-day radio plays", "Radio for Parents"), [7]]
    with pytest.raises(ValueError, match="Two carriers"):
        on_merge(Carrier("pictures", None, None))


def test_owners_and_followers_of_both_are_told_and_who_merged_them_is_not(two, session):
    topic = session.scalar(select(Topic).where(Topic.name == two.plays.topic))
    follow(topic, by=two.luc)
    two.plays.proposed_by = two.caio
    session.commit()
    unite(two)
    assert {letter.recipient for letter in letters()} == {
        "amina@example.org",  # the head of Kenya
        "caio@example.org",  # Brazil's, who proposed it
        "luc@example.org",  # a follower
    }
    [letter] = letters(two.caio)
    assert "“Market-day radio plays (MRP)” was merged into" in letter.text
    assert two.radio.url in letter.text


def test_a_merged_entry_leads_on_from_one_merge_to_the_next(two, session, http, index):
    unite(two)
    facts = united(RegistryFacts.of(two.line), RegistryFacts.of(two.radio), {})
    merge(two.radio, two.line, facts, by=two.ines)
    session.commit()
    assert http().get(two.plays.url).headers["Location"] == two.line.url
    assert entry_called("INI-002") is again(two.line)
    index()
    assert "Helpline 5" in http().get("/search?q=Market-day plays").text


def test_a_proposal_is_merged_into_an_entry_and_stays_a_secret(two, session, http):
    two.plays.state, two.plays.number = EntryState.PROPOSED, None
    two.plays.proposed_by = two.caio
    session.commit()
    unite(two)
    assert again(two.plays).decided_by.name == "Ines"
    assert http().get(two.plays.url).status_code == 404
    assert http(two.luc).get(two.plays.url).status_code == 404
    assert http(two.caio).get(two.plays.url).headers["Location"] == two.radio.url


@pytest.mark.parametrize("state", [EntryState.DECLINED, EntryState.WITHDRAWN, EntryState.MERGED])
def test_what_is_not_in_the_registry_is_not_merged(two, session, state):
    two.plays.state = state
    session.commit()
    with pytest.raises(Refused):
        unite(two)


def test_an_entry_is_not_merged_with_itself_or_into_a_proposal(two, session):
    with pytest.raises(Refused):
        merge(two.radio, two.radio, RADIO, by=two.ines)
    two.radio.state = EntryState.PROPOSED
    session.commit()
    with pytest.raises(Refused):
        unite(two)


def test_what_changed_since_the_page_was_shown_stops_the_merge(two, session):
    seen = SeenVersions(two.radio.version, two.plays.version)
    actions.edit_initiative(two.plays, PLAYS.but(lead="Jura"), owner=two.brazil, by=two.ines)
    session.commit()
    with pytest.raises(Outdated):
        merge(two.plays, two.radio, RADIO, seen=seen, by=two.ines)
    session.rollback()
    assert again(two.plays).state == EntryState.ACCEPTED


# Separated again


def test_taken_apart_both_are_as_they_were(two, session, http):
    before = RegistryFacts.of(two.radio).kept(), RegistryFacts.of(two.plays).kept()
    merging = unite(two, owner=two.brazil)
    assert again(two.radio).delegation.name == "Brazil"
    take_apart(merging, by=two.ines)
    session.commit()
    radio, plays = again(two.radio), again(two.plays)
    assert (RegistryFacts.of(radio).kept(), RegistryFacts.of(plays).kept()) == before
    assert (radio.delegation.name, plays.state) == ("Kenya", EntryState.ACCEPTED)
    assert http().get(plays.url).status_code == 200
    assert [each for each, _ in done(radio)] == ["added", "merged", "parted"]


def test_it_is_not_taken_apart_once_anything_else_changed(two, session):
    merging = unite(two)
    edited = RegistryFacts.of(two.radio).but(lead="Another")
    actions.edit_initiative(two.radio, edited, owner=two.kenya, by=two.ines)
    session.commit()
    with pytest.raises(Refused):
        take_apart(merging, by=two.ines)


def test_it_is_taken_apart_once(two, session):
    merging = unite(two)
    take_apart(merging, by=two.ines)
    session.commit()
    with pytest.raises(Refused):
        take_apart(merging, by=two.ines)


def test_after_two_merges_the_last_one_is_undone_first(two, session):
    first = unite(two)
    facts = united(RegistryFacts.of(two.radio), RegistryFacts.of(two.line), {})
    second = merge(two.line, two.radio, facts, two.kenya, by=two.ines)
    session.commit()
    with pytest.raises(Refused):
        take_apart(first, by=two.ines)
    session.rollback()
    take_apart(second, by=two.ines)
    session.commit()
    assert again(two.line).state == EntryState.ACCEPTED
    assert again(two.plays).state == EntryState.MERGED


# The pages


def compare(http, two, other="INI-002"):
    return http(two.ines).get(f"{two.radio.url}/merging?other={other}")


def form(two, **values):
    return {
        "merged": two.plays.slug,
        "staying_version": two.radio.version,
        "merged_version": two.plays.version,
        "staying_number": 1,
        "merged_number": 1,
        **values,
    }


def test_what_was_chosen_for_an_entry_is_not_done_to_the_one_that_it_has_become_a_part_of(
    two, http
):
    """Two people of the secretariat compared the plays, each with another entry."""
    unite(two)
    stale = form(two, merged_version=again(two.radio).version, staying_version=two.line.version)
    for _ in range(3):
        late = http(two.ines).post(f"{two.line.url}/merging", data=stale)
        assert late.status_code == 409
        assert f"in the meantime: {two.radio.url}." in late.text
        assert again(two.radio).state == EntryState.ACCEPTED


def test_who_merges_the_same_two_again_is_told_that_they_are_one(two, http):
    stale = form(two)
    unite(two)
    late = http(two.ines).post(f"{two.radio.url}/merging", data=stale)
    assert late.status_code == 409
    assert f"in the meantime: {two.radio.url}." in late.text
    assert "with itself" not in late.text


def test_only_the_secretariat_merges(two, http):
    for method in ("get", "post"):
        visit = getattr(http(two.amina), method)
        assert visit(f"{two.radio.url}/merging").status_code == 403
    assert http(two.amina).post(f"{two.radio.url}/merging/withdrawal").status_code == 403
    assert "Merge with another" not in http(two.amina).get(two.radio.url).text
    assert "Merge with another" in http(two.ines).get(two.radio.url).text


@pytest.mark.parametrize(
    "typed",
    [
        "INI-002",
        "ini 2",
        "2",
        "market-day RADIO plays",
        "MRP",
        "/initiatives/market-day-radio-plays",
    ],
)
def test_the_other_entry_is_found_by_what_people_call_it(two, typed):
    assert entry_called(typed) is two.plays


@pytest.mark.parametrize(
    "typed, words",
    [
        ("INI-099", "No entry has this number or name."),
        ("99999999999999", "No entry has this number or name."),
        ("Radio for Parents", "An entry cannot be merged with itself."),
    ],
)
def test_an_entry_that_cannot_be_found_is_asked_for_again(two, http, typed, words):
    page = compare(http, two, typed)
    assert page.status_code == 422
    assert words in page.text and f'value="{typed}"' in page.text


def test_the_two_are_shown_side_by_side(two, http):
    page = compare(http, two)
    assert page.status_code == 200
    for words in ("Regulator of Kenya", "Institute of Jura", "Two broadcasters", "An institute"):
        assert words in page.text
    assert "Keep the other one instead" in page.text


def test_the_page_merges_as_chosen(two, http):
    answer = http(two.ines).post(
        f"{two.radio.url}/merging", data=form(two, lead="merged", links="staying", owner="merged")
    )
    assert (answer.status_code, answer.headers["Location"]) == (303, two.radio.url)
    radio = again(two.radio)
    assert (radio.lead, radio.links) == ("Institute of Jura", ["https://radio.example/plays"])
    assert radio.delegation.name == "Brazil"
    page = http(two.ines).get(radio.url)
    assert "Separate the two again" in page.text
    assert "Separate the two again" not in http(two.amina).get(radio.url).text
    assert http(two.ines).post(f"{radio.url}/merging/withdrawal").status_code == 303
    assert again(two.plays).state == EntryState.ACCEPTED


def test_values_that_do_not_fit_together_are_refused_at_the_field(two, session, http):
    two.plays.ended, two.radio.started = "2008-12", "2009"
    session.commit()
    answer = http(two.ines).post(f"{two.radio.url}/merging", data=form(two, ended="merged"))
    assert answer.status_code == 422
    assert "before the start that you chose" in answer.text
    assert again(two.plays).state == EntryState.ACCEPTED


def test_a_conflict_says_what_changed_and_keeps_the_choices(two, session, http):
    data = form(two, lead="merged", scope="merged")
    actions.edit_initiative(
        two.plays, PLAYS.but(lead="University of Jura"), owner=two.brazil, by=two.ines
    )
    session.commit()
    answer = http(two.ines).post(f"{two.radio.url}/merging", data=data)
    assert answer.status_code == 409
    assert "<del>Institute of Jura</del> → <ins>University of Jura</ins>" in answer.text
    assert 'name="scope" value="merged" checked' in answer.text
    assert again(two.plays).state == EntryState.ACCEPTED


def test_an_entry_that_was_merged_meanwhile_leads_to_the_one_that_stays(two, session, http):
    data = form(two)
    facts = united(RegistryFacts.of(two.line), RegistryFacts.of(two.plays), {})
    merge(two.plays, two.line, facts, by=two.ines)
    session.commit()
    answer = http(two.ines).post(f"{two.radio.url}/merging", data=data)
    assert answer.status_code == 409
    assert "Helpline 5" in answer.text  # which is shown beside it now


def test_a_proposal_never_stays(two, session, http):
    two.radio.state, two.radio.number = EntryState.PROPOSED, None
    session.commit()
    answer = compare(http, two)
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"{two.plays.url}/merging?other={two.radio.slug}"


def test_the_pages_take_few_statements(two, session, http, statements):
    with statements() as sent:
        assert compare(http, two).status_code == 200
    assert len(sent) <= 22
    for number in range(30):
        session.add(
            Initiative(
                slug=f"line-{number}",
                number=100 + number,
                name=f"Line {number}",
                kind=InitiativeKind.HOTLINE,
                level=Level.REGIONAL,
                scope="A number to call.",
            )
        )
    session.commit()
    with statements() as few:
        http(two.ines).get(f"{two.radio.url}/merging")
    assert len(few) <= 14
    with statements() as more:
        assert compare(http, two).status_code == 200
    assert len(more) <= len(sent)
