"""Each condition of a rule alone decides: whoever has the one role and not the other is asked about apart.

People of the demo world often have two roles, so that its pages do not show which one opened the door.
"""

from datetime import UTC, datetime
from types import SimpleNamespace as Thing

import pytest

from wgcop.accounts import policy as accounts
from wgcop.accounts.identity import Guest
from wgcop.accounts.models import Capacity, Delegation, Membership, Office, Person
from wgcop.accounts.roles import Category, DelegationRole, GroupRole
from wgcop.agenda import policy as meetings
from wgcop.bodies.models import Group, GroupKind
from wgcop.contributions import policy as contributions
from wgcop.contributions.paper_state import PaperState
from wgcop.contributions.sources import Consent
from wgcop.implementation import policy as implementation
from wgcop.implementation.models import ImplementationAction
from wgcop.initiatives import policy as initiatives
from wgcop.initiatives.kinds import EntryState
from wgcop.numbering import policy as numbering
from wgcop.numbering.kinds import Attachment
from wgcop.outcomes.policy import (
    can_deliver,
    can_read_outcomes,
    can_report_on,
    can_see_silence,
    can_take_back,
    kinds_to_deliver,
)
from wgcop.outcomes.statements import StatementKind
from wgcop.priorwork import policy as priorwork
from wgcop.threads import policy as threads

KENYA = Delegation(id=1, name="Kenya", code="KEN", category=Category.MEMBER_STATE)
JAPAN = Delegation(id=2, name="Japan", code="JPN", category=Category.MEMBER_STATE)
NETWORK = Delegation(id=3, name="Listening Line", code="LISTEN", category=Category.OBSERVER)
GROUP = Group(id=1, code="WG-COP", kind=GroupKind.WORKING_GROUP)
BELOW = Group(id=2, code="WG-COP-AH", kind=GroupKind.DRAFTING_GROUP, parent=GROUP, parent_id=1)
OTHER = Group(id=3, code="SG-1", kind=GroupKind.WORKING_GROUP)


def person(number, *delegations, heads=(), offices=()):
    """`offices` are pairs of a role and a group."""
    somebody = Person(
        id=number, name=f"Person {number}", email=f"{number}@example.org", active=True
    )
    for each in (*delegations, *heads):
        role = DelegationRole.HEAD if each in heads else DelegationRole.MEMBER
        somebody.memberships.append(Membership(delegation_id=each.id, role=role, delegation=each))
    for role, group in offices:
        somebody.offices.append(Office(role=role, group_id=group.id, group=group))
    return somebody


WRITER = person(1, KENYA)
HEAD = person(2, heads=[KENYA])
COLLEAGUE = person(3, KENYA)
HEAD_OF_JAPAN = person(4, heads=[JAPAN])
OBSERVER = person(5, NETWORK)
CHAIR = person(6, offices=[(GroupRole.CHAIR, GROUP)])
SECRETARIAT = person(7, offices=[(GroupRole.SECRETARIAT, GROUP)])
RAPPORTEUR = person(8, offices=[(GroupRole.RAPPORTEUR, GROUP)])
CONVENER = person(9, offices=[(GroupRole.CONVENER, BELOW)])
CHAIR_OF_OTHER = person(10, offices=[(GroupRole.CHAIR, OTHER)])
SECRETARIAT_OF_OTHER = person(11, offices=[(GroupRole.SECRETARIAT, OTHER)])
LEFT = person(12)
VICE_CHAIR = person(13, offices=[(GroupRole.VICE_CHAIR, GROUP)])
GUEST = Guest()

NAMES = {
    "writer": WRITER,
    "head": HEAD,
    "colleague": COLLEAGUE,
    "head of Japan": HEAD_OF_JAPAN,
    "observer": OBSERVER,
    "chair": CHAIR,
    "vice-chair": VICE_CHAIR,
    "secretariat": SECRETARIAT,
    "rapporteur": RAPPORTEUR,
    "convener": CONVENER,
    "chair of another": CHAIR_OF_OTHER,
    "secretariat of another": SECRETARIAT_OF_OTHER,
    "left": LEFT,
}


def who(rule, *things):
    return {name for name, reader in NAMES.items() if rule(reader, *things)}


SECRETARIATS = {"secretariat", "secretariat of another"}
OF_KENYA = {"writer", "head", "colleague"}


@pytest.mark.parametrize(
    "rule",
    [
        meetings.can_join,
        meetings.can_list_documents,
        meetings.can_see_participants,
        can_see_silence,
        meetings.can_see_officers_and_members,
        can_read_outcomes,
        implementation.can_see_what_asks,
        implementation.can_see_replies,
        threads.can_read_threads,
    ],
)
def test_what_is_for_members_is_not_for_guests(rule):
    assert {name for name, reader in NAMES.items() if rule(reader.audiences)} == set(NAMES)
    assert not rule(GUEST.audiences) and not rule(frozenset())


@pytest.mark.parametrize(
    ("rule", "may"),
    [
        (accounts.can_see_people, set(NAMES)),
        (accounts.can_administer_people, SECRETARIATS),
        (contributions.can_list, set(NAMES)),
        (initiatives.can_see_history, set(NAMES)),
        (initiatives.can_edit_registry, SECRETARIATS),
        (initiatives.can_merge, SECRETARIATS),
        (meetings.can_arrange_meetings, SECRETARIATS),
        (meetings.can_keep_groups, SECRETARIATS),
        (meetings.can_keep_participants, SECRETARIATS),
        (priorwork.can_keep_corpus, SECRETARIATS),
    ],
)
def test_what_everybody_who_is_signed_in_may_and_what_the_secretariat_alone(rule, may):
    assert who(rule) == may
    assert not rule(GUEST)


def test_whoever_can_speak_drafts_and_proposes_and_whoever_left_only_reads():
    speakers = set(NAMES) - {"left"}
    assert who(contributions.can_draft) == speakers
    assert who(initiatives.can_propose) == speakers
    assert who(meetings.can_propose) == OF_KENYA | {"head of Japan", "observer"}
    assert who(meetings.can_register) == set(NAMES)
    for rule in (contributions.can_draft, meetings.can_propose, meetings.can_register):
        assert not rule(GUEST)
    assert threads.can_comment(speaking(NETWORK)) and not threads.can_comment(None)


def test_a_document_of_the_corpus_that_was_withdrawn_is_read_by_who_can_bring_it_back():
    for audience, is_withdrawn, may in (
        ("members", False, set(NAMES)),
        ("secretariat", False, SECRETARIATS),
        ("members", True, SECRETARIATS),
    ):
        document = Thing(audience=audience, is_withdrawn=is_withdrawn)
        assert who(priorwork.can_read, document) == may


def test_a_published_agenda_is_read_by_guests():
    for audience, may in (("public", True), ("members", False)):
        assert meetings.can_read_agenda(GUEST.audiences, Thing(agenda_audience=audience)) == may


# Threads


def comment(**changes):
    """Of the writer, for Kenya, to all."""
    values = {
        "person_id": WRITER.id,
        "delegation": KENYA,
        "delegation_id": KENYA.id,
        "is_retracted": False,
        "is_released": False,
        "is_private": False,
        "is_public": True,
        "release": None,
        "quote": None,
        "suggestion": None,
        "audience": "members",
        "thread": Thing(is_closed=False),
    }
    return Thing(**values | changes)


def test_a_comment_is_changed_by_its_writer_alone_while_it_stands_and_they_belong_to_its_delegation():
    assert who(threads.can_change, comment()) == {"writer"}
    assert who(threads.can_change, comment(person_id=LEFT.id)) == set()
    assert who(threads.can_change, comment(person_id=LEFT.id, delegation_id=None)) == {"left"}
    for state in ({"is_retracted": True}, {"is_released": True}, {"release": Thing()}):
        assert who(threads.can_change, comment(**state)) == set(), state
    assert not threads.can_change(GUEST, comment(person_id=None))


def released_from(person_id=WRITER.id, audience=KENYA.audience, **changes):
    original = comment(person_id=person_id, audience=audience, is_private=True)
    return comment(release=Thing(original=original), person_id=HEAD.id, **changes)


def test_a_released_comment_is_retracted_by_who_wrote_it_or_by_a_head():
    assert who(threads.can_retract, released_from()) == {"writer", "head"}
    assert who(threads.can_retract, released_from(LEFT.id)) == {"head"}
    gone = released_from(is_retracted=True)
    assert who(threads.can_retract, gone) == set()
    assert who(threads.can_retract, comment()) == {"writer"}


def test_a_head_releases_what_is_private_and_stands():
    assert who(threads.can_release, comment(is_private=True)) == {"head"}
    for state in (
        {"is_private": False},
        {"is_private": True, "is_retracted": True},
        {"is_private": True, "is_released": True},
    ):
        assert who(threads.can_release, comment(**state)) == set(), state


def test_a_coordinator_releases_what_is_private_to_the_group_and_retracts_it():
    coordinator, member = person(20, KENYA), person(21, heads=[KENYA])
    [own] = coordinator.memberships
    own.keys_of_groups = member.memberships[0].keys_of_groups = "asmg,atu"
    own.keys_of_coordinated = "atu,rcc"
    within = comment(is_private=True, audience="regional:atu")
    released = released_from(audience="regional:atu")
    assert threads.can_release(coordinator, within) and threads.can_retract(coordinator, released)
    assert not threads.can_release(member, within) and not threads.can_retract(member, released)
    assert not who(threads.can_release, within) and not who(threads.can_retract, released)
    # RCC is no group of Kenya, and ASMG has another coordinator.
    for audience in ("regional:rcc", "regional:asmg", KENYA.audience):
        elsewhere = comment(is_private=True, audience=audience)
        assert not threads.can_release(coordinator, elsewhere)
    own.keys_of_groups = None
    assert not threads.can_release(coordinator, within)


def speaking(delegation=None, office=None):
    return Capacity("key", "title", delegation, office)


def test_a_delegation_supports_what_others_say_to_all():
    of_japan = speaking(JAPAN)
    assert threads.can_support(of_japan, comment())
    for capacity in (None, speaking(KENYA), speaking(NETWORK), speaking(office=CHAIR.offices[0])):
        assert not threads.can_support(capacity, comment()), capacity
    assert not threads.can_support(of_japan, comment(is_public=False))
    assert not threads.can_support(of_japan, comment(is_retracted=True))
    assert not threads.can_support(of_japan, comment(suggestion=Thing()))


def test_a_quote_is_attached_again_by_its_writer_or_in_an_open_thread_by_who_keeps_order():
    quoting = {"quote": Thing()}
    keepers = {"chair", "vice-chair", "chair of another", *SECRETARIATS}
    talk, listens = (Thing(offers=lambda _audience, may=may: may) for may in (True, False))
    assert who(threads.can_attach, talk, comment(**quoting)) == {"writer", *keepers}
    closed = comment(**quoting, thread=Thing(is_closed=True))
    assert who(threads.can_attach, talk, closed) == {"writer"}
    assert who(threads.can_attach, listens, closed) == set()
    assert who(threads.can_attach, talk, comment()) == set()
    assert who(threads.can_attach, talk, comment(**quoting, is_retracted=True)) == set()
    assert who(threads.can_attach, talk, comment(**quoting, suggestion=Thing())) == set()


def test_in_a_closed_thread_only_who_may_speak_there_says_other_words_than_before():
    talk, listens = (Thing(offers=lambda _audience, may=may: may) for may in (True, False))
    closed = comment(thread=Thing(is_closed=True))
    assert who(threads.can_reword, talk, closed) == {"writer"}
    assert who(threads.can_reword, listens, closed) == set()
    assert who(threads.can_reword, None, closed) == set()
    assert who(threads.can_reword, listens, comment()) == {"writer"}
    assert who(threads.can_retract, closed) == {"writer"}


def test_the_chair_pins_the_secretariat_sets_standings_too_and_the_rapporteur_resolves():
    chairs = {"chair", "chair of another"}
    assert who(threads.can_pin) == chairs
    assert who(threads.can_set_standing) == {*chairs, *SECRETARIATS}
    assert who(threads.can_resolve) == {*chairs, *SECRETARIATS, "rapporteur"}
    assert who(threads.keeps_order) == {*chairs, *SECRETARIATS, "vice-chair"}


# Papers


def paper(state=PaperState.DRAFT, **changes):
    """Kenya's, which the colleague drafts and the rapporteur may read with the other drafters."""
    values = {
        "state": state,
        "drafting_audience": frozenset({COLLEAGUE.topic, RAPPORTEUR.topic}),
        "writing_audience": frozenset({COLLEAGUE.topic}),
        "consenting_audience": frozenset({"heads:2"}),
        "sources_audience": frozenset({"delegation:1"}),
        "audience": frozenset({"members"}),
        "delegation": KENYA,
        "is_numbered": state in (PaperState.ACCEPTED, PaperState.WITHDRAWN),
        "is_waiting": state in (PaperState.SUBMITTED, PaperState.HELD),
        "is_being_written": state in (PaperState.DRAFT, PaperState.CHANGE_ASKED),
        "attachment": None,
        "meeting": Thing(group_id=GROUP.id),
        "draft": Thing(),
        "current": Thing(sources=[Thing(delegation_id=1)]),
    }
    return Thing(**values | changes)


DRAFT = paper()
WAITING = paper(PaperState.SUBMITTED)
DOCUMENT = paper(PaperState.ACCEPTED)


def test_a_paper_is_withdrawn_by_its_drafters_and_as_a_document_by_the_head_too():
    assert who(contributions.can_withdraw, DRAFT) == {"colleague"}
    assert who(contributions.can_withdraw, WAITING) == {"colleague"}
    assert who(contributions.can_withdraw, DOCUMENT) == {"colleague", "head"}
    assert who(contributions.can_withdraw, paper(PaperState.WITHDRAWN)) == set()
    assert who(contributions.can_withdraw, paper(PaperState.ACCEPTED, delegation=None)) == {
        "colleague"
    }


def test_a_paper_is_revised_once_it_is_accepted_and_a_corrigendum_has_nothing_attached():
    assert who(contributions.can_revise, DOCUMENT) == {"colleague"}
    assert who(contributions.can_revise, WAITING) == set()
    addendum = paper(PaperState.ACCEPTED, attachment=Attachment.ADDENDUM)
    assert who(contributions.can_attach, addendum) == {"colleague"}
    corrigendum = paper(PaperState.ACCEPTED, attachment=Attachment.CORRIGENDUM)
    assert who(contributions.can_attach, corrigendum) == set()
    assert who(contributions.can_attach, DRAFT) == set()


def test_the_secretariat_of_its_own_group_decides_and_asks_for_a_change_while_it_waits():
    assert who(contributions.can_decide, WAITING) == {"secretariat"}
    assert who(contributions.can_ask_for_change, WAITING) == {"secretariat"}
    assert who(contributions.can_ask_for_change, DOCUMENT) == set()
    assert who(contributions.can_work_queue) == SECRETARIATS
    assert who(numbering.can_set_rules, GROUP) == {"secretariat"}
    assert not contributions.can_work_queue(GUEST)


def test_what_it_replaces_is_said_by_drafters_first_and_then_by_the_secretariat():
    assert who(contributions.can_say_what_it_replaces, DRAFT) == {"colleague"}
    assert who(contributions.can_say_what_it_replaces, WAITING) == {"secretariat"}
    assert who(contributions.can_say_what_it_replaces, DOCUMENT) == {"secretariat"}


def test_a_draft_is_read_by_its_drafters_and_by_who_is_asked_to_consent():
    assert who(contributions.can_read_draft, DRAFT) == {"colleague", "rapporteur", "head of Japan"}
    assert who(contributions.can_write, DRAFT) == {"colleague"}
    assert who(contributions.can_edit, DRAFT) == {"colleague"}
    assert who(contributions.can_edit, WAITING) == set()
    assert who(contributions.can_see_submission, WAITING) == {*OF_KENYA, "rapporteur"}
    wording = Thing(contribution=DRAFT, is_issued=False)
    assert who(contributions.can_read_wording, wording) == {"colleague", "rapporteur"}
    of_draft = Thing(is_issued=False)
    of_draft.contribution = paper(draft=of_draft)
    assert who(contributions.can_read_wording, of_draft) == {
        "colleague",
        "rapporteur",
        "head of Japan",
    }
    issued = Thing(contribution=DOCUMENT, is_issued=True)
    assert who(contributions.can_read_wording, issued) == set(NAMES)


def test_a_head_consents_once_asked():
    asked = Thing(deciders="heads:1", consent=Consent.ASKED)
    assert who(contributions.can_answer, asked) == {"head"}
    not_asked = Thing(deciders="heads:1", consent=Consent.NOT_ASKED)
    assert who(contributions.can_answer, not_asked) == set()


def test_a_delegation_supports_documents_that_others_bring():
    assert contributions.can_support(speaking(JAPAN), DOCUMENT)
    for capacity in (None, speaking(KENYA), speaking(NETWORK), speaking(office=CHAIR.offices[0])):
        assert not contributions.can_support(capacity, DOCUMENT), capacity
    assert not contributions.can_support(speaking(JAPAN), WAITING)
    assert not contributions.can_support(speaking(JAPAN), paper(PaperState.WITHDRAWN))


# The registry


def entry(state=EntryState.ACCEPTED, **changes):
    """Of Kenya, which Japan's head proposed."""
    values = {
        "state": state,
        "delegation_id": KENYA.id,
        "proposed_by_id": HEAD_OF_JAPAN.id,
        "is_accepted": state == EntryState.ACCEPTED,
    }
    return Thing(**values | changes)


@pytest.mark.parametrize(
    ("state", "may_edit"),
    [
        (EntryState.ACCEPTED, OF_KENYA | SECRETARIATS),
        (EntryState.PROPOSED, OF_KENYA | SECRETARIATS | {"head of Japan"}),
        (EntryState.DECLINED, OF_KENYA | {"head of Japan"}),
        (EntryState.WITHDRAWN, OF_KENYA | {"head of Japan"}),
        (EntryState.MERGED, set()),
    ],
)
def test_who_edits_an_entry_depends_on_its_state(state, may_edit):
    assert who(initiatives.can_edit, entry(state)) == may_edit
    is_proposed = state == EntryState.PROPOSED
    assert who(initiatives.can_decide, entry(state)) == (SECRETARIATS if is_proposed else set())
    proposers = OF_KENYA | {"head of Japan"}
    assert who(initiatives.can_withdraw, entry(state)) == (proposers if is_proposed else set())


def test_for_an_entry_of_no_delegation_the_secretariat_answers():
    own = entry(delegation_id=None)
    assert who(initiatives.answers_for, own) == SECRETARIATS
    assert who(initiatives.has_proposed, own) == {"head of Japan"}
    assert who(initiatives.can_confirm, own) == SECRETARIATS
    assert who(initiatives.can_confirm, entry()) == OF_KENYA | SECRETARIATS


def test_an_overlap_is_seen_by_both_sides_and_once_answered_between_accepted_entries_by_all():
    proposed = entry(EntryState.PROPOSED, delegation_id=NETWORK.id)
    open_one = Thing(initiative=proposed, other=entry(), answer="")
    sides = {"observer", "head of Japan", *OF_KENYA, *SECRETARIATS}
    assert who(initiatives.can_see_overlap, open_one) == sides
    assert who(initiatives.can_answer, open_one) == OF_KENYA
    accepted = entry(delegation_id=NETWORK.id)
    for one, other, answer, seen in (
        (accepted, entry(), "different", set(NAMES)),
        (accepted, entry(), "", sides),
        (proposed, entry(), "different", sides),
        (accepted, entry(EntryState.MERGED), "different", sides),
    ):
        overlap = Thing(initiative=one, other=other, answer=answer)
        assert who(initiatives.can_see_overlap, overlap) == seen


# Meetings


def test_a_group_below_another_meets_when_either_leader_calls():
    assert who(meetings.can_arrange, GROUP) == SECRETARIATS
    assert who(meetings.can_arrange, BELOW) == {"chair", "convener", *SECRETARIATS}
    assert who(meetings.can_keep_group, BELOW) == {"chair", *SECRETARIATS}
    assert who(meetings.can_keep_group, GROUP) == SECRETARIATS
    assert not meetings.can_arrange(GUEST, BELOW)


@pytest.fixture
def in_chair(monkeypatch):
    """`in_chair(VICE_CHAIR)`: they have taken the chair of every meeting."""

    def take(reader):
        taken = reader and Thing(person_id=reader.id)
        monkeypatch.setattr(meetings, "presiding_in", lambda meeting: taken)
        monkeypatch.setattr(meetings, "has_whoever_presides", lambda group: True)

    take(None)
    return take


def test_notes_are_written_by_officers_of_the_group_that_meets(in_chair):
    meeting = Thing(group_id=GROUP.id, group=GROUP)
    assert who(meetings.can_write_notes, meeting) == {
        *("chair", "vice-chair", "rapporteur", "secretariat")
    }
    assert who(meetings.can_edit_agenda, meeting) == {"chair", "secretariat"}
    assert who(meetings.can_edit_agenda, Thing(group=BELOW)) == {"convener"}
    speakers = OF_KENYA | {"head of Japan", "observer"}
    assert who(meetings.can_list_proposed, meeting) == speakers | {"chair", "secretariat"}
    point = Thing(item=Thing(meeting=meeting), is_owned_by=lambda reader: reader is LEFT)
    assert who(can_report_on, point) == {"chair", "secretariat", "left"}
    for reader, those in ((VICE_CHAIR, {"vice-chair"}), (HEAD, set())):
        in_chair(reader)
        assert who(meetings.can_edit_agenda, meeting) == {"chair", "secretariat"} | those
        assert who(meetings.can_preside, meeting) == {"chair"} | those


def test_statements_are_delivered_for_a_delegation_and_reservations_not_by_observers():
    assert kinds_to_deliver(WRITER, speaking(KENYA)) == list(StatementKind)
    assert kinds_to_deliver(OBSERVER, speaking(NETWORK)) == [StatementKind.STATEMENT]
    assert kinds_to_deliver(CHAIR, speaking(office=CHAIR.offices[0])) == []
    assert kinds_to_deliver(SECRETARIAT, None) == list(StatementKind)
    assert not can_deliver(LEFT, None)
    of_kenya = Thing(delegation_id=KENYA.id)
    assert can_take_back(WRITER, speaking(KENYA), of_kenya)
    assert can_take_back(SECRETARIAT, None, of_kenya)
    for capacity in (speaking(JAPAN), speaking(office=CHAIR.offices[0]), None):
        assert not can_take_back(WRITER, capacity, of_kenya)


def test_what_a_delegation_proposes_it_takes_back():
    proposed = Thing(delegation=Thing(audience="delegation:1"))
    assert who(meetings.can_withdraw_proposed, proposed) == OF_KENYA


# Implementation


KEEPERS = {"chair", "chair of another", "rapporteur", *SECRETARIATS}


def test_evidence_is_removed_by_who_added_it_and_by_who_may_edit_its_action():
    action = Thing(delegation=KENYA, created_by_id=LEFT.id)
    assert who(implementation.can_edit, action) == OF_KENYA | KEEPERS
    assert who(implementation.can_add) == OF_KENYA | KEEPERS | {"head of Japan"}
    of_action = Thing(added_by_id=OBSERVER.id, action=action)
    assert who(implementation.can_remove_evidence, of_action) == OF_KENYA | KEEPERS | {"observer"}
    of_clause = Thing(added_by_id=OBSERVER.id, action=None)
    assert who(implementation.can_remove_evidence, of_clause) == KEEPERS | {"observer"}
    assert not implementation.can_remove_evidence(GUEST, Thing(added_by_id=None, action=None))
    assert who(implementation.can_review) == {"chair", "chair of another", "rapporteur"}
    assert who(implementation.can_approve) == {"chair", "chair of another", *SECRETARIATS}


def test_what_still_answers_the_clause_is_said_by_who_gave_it_and_by_who_may_change_it():
    action = ImplementationAction(delegation=KENYA, created_by_id=LEFT.id)
    assert who(implementation.can_say_validity, action) == OF_KENYA | KEEPERS | {"left"}
    evidence = Thing(added_by_id=OBSERVER.id, action=None)
    assert who(implementation.can_say_validity, evidence) == KEEPERS | {"observer"}
    assert not implementation.can_say_validity(GUEST, ImplementationAction(created_by_id=None))
    action.delegation = None


def test_who_holds_several_offices_reviews_in_the_one_that_is_asked_for():
    both = person(16, offices=[(GroupRole.SECRETARIAT, GROUP), (GroupRole.RAPPORTEUR, GROUP)])
    assert implementation.office_of(both, GroupRole.RAPPORTEUR) == both.offices[1].capacity
    assert implementation.office_of(both, GroupRole.SECRETARIAT) == both.offices[0].capacity
    assert implementation.office_of(both, GroupRole.CHAIR) is None
    assert implementation.office_of(CONVENER, GroupRole.CONVENER) is None


def test_a_request_is_seen_by_members_and_once_approved_by_all():
    asked, approved = Thing(approved_at=None), Thing(approved_at=datetime(2026, 5, 4, tzinfo=UTC))
    for audiences, thing, seen in (
        (GUEST.audiences, asked, False),
        (GUEST.audiences, approved, True),
        (WRITER.audiences, asked, True),
    ):
        assert implementation.can_see_request(audiences, thing) == seen
    assert who(implementation.can_ask_members) == {"chair", "chair of another", *SECRETARIATS}


def test_evidence_is_seen_by_who_may_know_of_it_and_may_read_the_thing():
    for own, thing, seen in (
        ({"members"}, {"members"}, set(NAMES)),
        ({"members"}, {"secretariat"}, SECRETARIATS),
        ({"delegation:1"}, {"members"}, OF_KENYA),
        ({"delegation:1"}, {"delegation:2"}, set()),
    ):
        evidence = Thing(own_audience=frozenset(own), thing_audience=frozenset(thing))
        found = {
            name
            for name, reader in NAMES.items()
            if implementation.can_see_evidence(reader.audiences, evidence)
        }
        assert found == seen


def test_a_reply_is_released_by_the_head_and_where_there_is_none_by_every_member():
    assert who(implementation.can_release_reply, Thing(delegation=KENYA)) == {"head"}
    assert who(implementation.can_release_reply, Thing(delegation=NETWORK)) == {"observer"}
    assert who(implementation.can_write_reply, Thing(delegation=KENYA)) == OF_KENYA


# People


def test_an_address_is_seen_by_officers_oneself_and_ones_delegation():
    officers = {"chair", "vice-chair", "rapporteur", "chair of another", *SECRETARIATS}
    assert who(accounts.can_see_email, WRITER) == OF_KENYA | officers
    assert who(accounts.can_see_email, LEFT) == {"left", *officers}
    assert who(accounts.can_deactivate, SECRETARIAT) == {"secretariat of another"}
    gone = person(14)
    gone.active = False
    assert who(accounts.can_see_person, gone) == SECRETARIATS
    assert who(accounts.can_see_person, LEFT) == set(NAMES)
    assert not accounts.can_see_person(GUEST, LEFT)


def test_a_second_factor_is_needed_as_the_setting_says():
    for rule, needed in (
        ("", (False, False)),
        ("officers", (True, False)),
        ("everybody", (True, True)),
    ):
        assert tuple(accounts.needs_second_factor(each, rule) for each in (CHAIR, WRITER)) == needed


def test_whose_last_day_is_over_is_not_active(clock):
    clock.stop(datetime(2026, 5, 4, 12, tzinfo=UTC))
    for day, active in ((3, False), (4, True), (5, True)):
        somebody = person(15)
        somebody.last_day = datetime(2026, 5, day, tzinfo=UTC).date()
        assert somebody.is_active == active
