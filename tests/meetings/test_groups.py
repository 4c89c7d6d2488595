"""Groups: who sets them up and leads them, whom they serve, and where their meetings collide."""

import re
from datetime import date, time

import pytest
from flask_babel import force_locale
from lxml import html
from sqlalchemy import select

from tests.meetings.conftest import AFTER, THIRD_MEETING
from wgcop.accounts.actions.people import appoint, end_office
from wgcop.accounts.models import GroupRole
from wgcop.accounts.roles import Appointment
from wgcop.agenda import actions as agenda_actions
from wgcop.agenda import policy
from wgcop.bodies.models import Group, GroupKind, Meeting, MeetingSession
from wgcop.errors import Invalid, Outdated, Refused
from wgcop.languages import LANGUAGE_NAMES
from wgcop.meetings import actions
from wgcop.meetings.groups.facts import GroupFacts
from wgcop.meetings.groups.queries import leaders_of, members_of

FORM = {
    "code": "WG-COP-DG-7",
    "name": "Drafting group on awareness",
    "kind": "drafting-group",
    "parent": "1",
    "mandate": "To draft one text from three.",
    "leaders": "Amina\n",
    "membership": "named",
    "people": "luc@example.org",
}
LUNCH = THIRD_MEETING.but(
    title="Ad hoc meeting at lunch",
    starts_on=date(2026, 6, 3),
    ends_on=date(2026, 6, 3),
    opens_at=time(12, 30),
)


@pytest.fixture
def ad_hoc(room, agenda, session):
    """Set up by the chair on item 2.2, led by Amina."""
    group = actions.set_up_on_item(
        agenda.invites, GroupKind.AD_HOC_GROUP, [room.amina], by=room.helena
    )
    session.commit()
    return group


def test_a_group_below_another_is_offered_the_papers_of_that_one_for_its_agenda(
    room, ad_hoc, paper, session, http
):
    meeting = actions.create_meeting(ad_hoc, LUNCH, by=room.amina)
    session.commit()
    form = http(room.amina).get(f"{meeting.url}/items/new").text
    assert str(paper.symbol) in form
    data = {"title": "Helplines", "documents": paper.id}
    assert http(room.amina).post(f"{meeting.url}/items/new", data=data).status_code == 303
    assert str(paper.symbol) in http(room.luc).get(meeting.url).text


@pytest.mark.settings(LANGUAGES=list(LANGUAGE_NAMES))
def test_its_name_and_mandate_are_not_in_the_language_of_whoever_set_it_up(room, agenda):
    for language, kind in (
        ("ar", GroupKind.AD_HOC_GROUP),
        ("zh", GroupKind.DRAFTING_GROUP),
        ("fr", GroupKind.AD_HOC_GROUP),
    ):
        with force_locale(language):
            group = actions.set_up_on_item(agenda.invites, kind, [room.amina], by=room.helena)
            with force_locale("en"):
                again = actions.set_up_on_item(agenda.invites, kind, [room.amina], by=room.helena)
            assert group.name.replace(group.code, again.code) == again.name
            assert group.mandate == again.mandate
            assert group.mandate.startswith("To ")


def test_a_group_is_set_up_on_an_item_in_one_step(room, agenda, session, http):
    agenda_actions.publish_agenda(room.meeting, by=room.ines)
    session.commit()
    address = f"/meetings/wg-cop-3/items/{agenda.invites.id}/groups/new"
    answer = http(room.helena).post(address, data={"kind": "ad-hoc-group", "leaders": "Amina"})
    assert answer.location == "/groups/WG-COP-AHG-1"
    page = http(room.luc).get("/groups/WG-COP-AHG-1").text
    assert "Ad hoc group on “Invites Member States”" in page
    assert agenda.invites.url in page
    assert "Everybody who takes part in WG-COP" in page
    session.expire_all()
    second = actions.set_up_on_item(agenda.invites, GroupKind.DRAFTING_GROUP, [], by=room.helena)
    third = actions.set_up_on_item(agenda.invites, GroupKind.AD_HOC_GROUP, [], by=room.helena)
    assert [second.code, third.code] == ["WG-COP-DG-1", "WG-COP-AHG-2"]


def test_guests_read_no_item_of_a_draft_agenda_in_the_name_and_mandate_of_a_group(
    room, agenda, http
):
    form = f"/meetings/wg-cop-3/items/{agenda.invites.id}/groups/new"
    assert "so they leave out the title of the item" in http(room.helena).get(form).text
    http(room.helena).post(form, data={"kind": "drafting-group", "leaders": ""})
    page = http().get("/groups/WG-COP-DG-1").text
    assert "Drafting group WG-COP-DG-1" in page
    assert f"To report to {room.meeting.title}." in page
    assert agenda.invites.title not in page


def test_an_item_leads_to_the_groups_set_up_on_it_and_its_editors_to_a_new_one(
    room, ad_hoc, agenda, http
):
    for person, may in ((room.helena, True), (room.luc, False)):
        page = http(person).get(agenda.invites.url).text
        assert f'href="{ad_hoc.url}"' in page
        assert ("/groups/new" in page) is may
        other = http(person).get(agenda.closing.url).text
        assert ad_hoc.url not in other
        assert ("Groups on this item" in other) is may


def test_a_group_leads_to_its_item_once_the_agenda_may_be_read(room, ad_hoc, agenda, session, http):
    assert f'href="{agenda.invites.url}"' in http(room.luc).get(ad_hoc.url).text
    assert agenda.invites.url not in http().get(ad_hoc.url).text
    agenda_actions.publish_agenda(room.meeting, by=room.ines)
    session.commit()
    assert agenda.invites.url in http().get(ad_hoc.url).text


def test_whoever_leads_a_group_runs_its_meetings_and_no_others(room, ad_hoc):
    meeting = actions.create_meeting(ad_hoc, LUNCH, by=room.amina)
    leads = [p for p in (room.amina, room.luc, room.elke) if policy.can_edit_agenda(p, meeting)]
    assert leads == [room.amina]
    assert policy.can_edit_agenda(room.ines, meeting), "It has the secretariat of the group above."
    assert not policy.can_edit_agenda(room.amina, room.meeting)
    assert policy.can_arrange(room.amina, ad_hoc)
    assert policy.can_arrange(room.helena, ad_hoc), "who set it up says when it meets"
    assert not policy.can_arrange(room.amina, room.group)
    assert not policy.can_arrange(room.helena, room.group)


def test_whoever_leads_a_group_is_offered_no_other_one_to_call_a_meeting_of(
    room, ad_hoc, session, http
):
    amina = http(room.amina)
    page = html.fromstring(amina.get("/meetings/new").text)
    assert page.xpath("//form//*[@name='group']/descendant-or-self::*/@value") == [str(ad_hoc.id)]
    assert amina.get(f"/meetings/new?group={room.group.code}").status_code == 403
    answer = amina.post("/meetings/new", data={"title": "Ours", "group": room.group.id})
    assert answer.status_code == 422
    assert session.scalar(select(Meeting).where(Meeting.title == "Ours")) is None


def test_the_page_of_a_working_group_names_its_officers_and_leads_to_its_members(room, http):
    page = http(room.luc).get(room.group.url).text
    assert room.helena.name in page
    assert '<a href="/people/">All delegations</a>' in page
    assert room.helena.name not in http().get(room.group.url).text


def test_leading_an_ad_hoc_group_makes_nobody_chair_of_anything_else(room, ad_hoc):
    assert not room.amina.holds(GroupRole.CHAIR)
    assert not room.amina.is_officer
    assert room.helena.holds(GroupRole.CHAIR)


def test_the_secretariat_of_a_group_serves_those_below_it_from_the_day_it_is_appointed(
    room, ad_hoc, session
):
    office = appoint(room.luc, Appointment(GroupRole.SECRETARIAT), by=room.ines, group=room.group)
    session.flush()
    assert room.luc.serves(ad_hoc)
    assert [capacity.title for capacity in room.luc.capacities] == ["Secretariat", "Delegate"]
    end_office(office, by=room.ines)
    session.flush()
    assert not room.luc.serves(ad_hoc)


def test_a_convener_speaks_in_an_office_that_names_the_group(room, ad_hoc):
    assert [capacity.title for capacity in room.amina.capacities] == [
        "Head of delegation",
        "Chair, WG-COP-AHG-1",
    ]


def test_the_secretariat_sets_up_any_group_and_names_its_members(room, session, http):
    answer = http(room.ines).post(
        "/groups/new", data=FORM | {"parent": room.group.id, "delegations": [room.kenya.id]}
    )
    assert answer.location == "/groups/WG-COP-DG-7", answer.text
    group = session.scalars(select(Group).where(Group.code == "WG-COP-DG-7")).one()
    assert [person.name for person in leaders_of(group)[0]] == ["Amina"]
    assert [member.name for member in members_of(group)] == ["Kenya", "Luc"]
    page = http().get(group.url).text
    assert "To draft one text from three." in page
    assert "Luc" not in page
    assert "Kenya" not in page


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"code": "SG1"}, "There is already a group with this code."),
        ({"code": "wg-cop"}, "There is already a group with this code."),
        ({"code": "1/7"}, "Begin with a letter"),
        ({"parent": ""}, "Choose the group that it serves."),
        ({"leaders": "Nobody"}, "Nobody is called “Nobody”."),
        ({"deputies": "Luc"}, "A convener has no deputies."),
    ],
)
def test_a_form_comes_back_with_what_was_typed_and_what_to_do(room, http, wrong, words):
    answer = http(room.ines).post("/groups/new", data=FORM | {"parent": room.group.id} | wrong)
    assert answer.status_code == 422
    assert words in answer.text
    assert "To draft one text from three." in answer.text


def test_whoever_leads_changes_with_the_group(room, ad_hoc, session, http):
    form = {
        "name": ad_hoc.name,
        "kind": "ad-hoc-group",
        "leaders": "Luc",
        "deputies": "Amina",
        "membership": "open",
        "version": str(ad_hoc.version),
    }
    page = http(room.ines)
    assert page.post(f"{ad_hoc.url}/edit", data=form).location == ad_hoc.url
    session.expire_all()
    leaders, deputies = leaders_of(ad_hoc)
    assert ([p.name for p in leaders], [p.name for p in deputies]) == (["Luc"], ["Amina"])
    again = page.post(f"{ad_hoc.url}/edit", data=form | {"leaders": "Amina", "deputies": ""})
    assert again.status_code == 409
    assert "Somebody else changed this group" in again.text
    saved = html.fromstring(again.text).xpath("//*[contains(@class, 'notice--error')]//dd")
    assert [each.text_content() for each in saved] == ["Luc", "Amina"]


def test_a_change_of_members_alone_is_seen_by_those_who_edit_at_the_same_time(room, ad_hoc):
    version = ad_hoc.version
    facts = GroupFacts(name=ad_hoc.name, kind=ad_hoc.kind, parent=room.group, open_to_all=False)
    actions.change_group(ad_hoc, facts.but(people=(room.luc,)), version=version, by=room.ines)
    with pytest.raises(Outdated):
        actions.change_group(ad_hoc, facts, version=version, by=room.ines)


def test_the_rapporteur_of_the_working_group_stays_when_its_page_is_edited(room, session):
    facts = GroupFacts(name=room.group.name, kind=room.group.kind, leaders=(room.helena,))
    actions.change_group(room.group, facts, version=room.group.version, by=room.ines)
    session.expire_all()
    assert [office.role for office in room.elke.offices] == [GroupRole.RAPPORTEUR]
    assert room.salma.offices == []


def test_a_group_that_serves_nobody_is_refused_unless_it_stands_alone(room):
    with pytest.raises(Invalid):
        actions.create_group(
            "AHG", GroupFacts(name="Alone", kind=GroupKind.AD_HOC_GROUP), by=room.ines
        )
    study_group = actions.create_group(
        "SG2", GroupFacts(name="Study Group 2", kind=GroupKind.STUDY_GROUP), by=room.ines
    )
    assert room.ines.serves(study_group)


def test_a_group_is_closed_when_its_work_is_done_and_meets_no_more(room, ad_hoc, clock, http):
    actions.create_meeting(ad_hoc, LUNCH, by=room.amina)
    with pytest.raises(Refused):
        actions.close_group(ad_hoc, by=room.helena)
    clock.stop(AFTER)
    actions.close_group(ad_hoc, by=room.helena)
    assert [capacity.title for capacity in room.amina.capacities] == ["Head of delegation"]
    with pytest.raises(Refused):
        actions.create_meeting(ad_hoc, LUNCH, by=room.amina)
    actions.reopen_group(ad_hoc, by=room.helena)
    assert not ad_hoc.is_closed


def test_papers_for_a_group_that_meets_within_hours_can_come_until_the_day_it_meets(
    room, ad_hoc, session, http
):
    form = {
        "title": "Lunch",
        "place": "Geneva",
        "zone": "Europe/Zurich",
        "starts_on": "2026-06-03",
        "ends_on": "2026-06-03",
        "opens_at": "12:30",
        "group": str(ad_hoc.id),
    }
    address = "/meetings/new?group=WG-COP-AHG-1"
    assert http(room.luc).get(address).status_code == 403
    assert http(room.amina).post(address, data=form).location == "/meetings/wg-cop-ahg-1-1"
    meeting = session.scalars(select(Meeting).where(Meeting.slug == "wg-cop-ahg-1-1")).one()
    assert (
        meeting.contributions_due.astimezone(meeting.time_zone).strftime("%d %H:%M") == "03 23:59"
    )


# When they meet


def test_meetings_are_listed_by_day_across_groups_with_what_collides_and_ones_own_first(
    room, ad_hoc, session, http
):
    actions.create_meeting(ad_hoc, LUNCH, by=room.amina)
    session.commit()
    page = http(room.amina).get("/meetings/?by=day").text
    first, second = page.index('id="day-2026-06-02"'), page.index('id="day-2026-06-03"')
    assert first < page.index("Third meeting of the group") < second
    assert page.index("Ad hoc meeting at lunch") > second
    on_second = page[second:]
    assert on_second.index("/meetings/wg-cop-ahg-1-1") < on_second.index("/meetings/wg-cop-3")
    assert on_second.count("At the same time:") == 2
    assert "Yours" in on_second
    assert "Yours" not in http().get("/meetings/?by=day").text


def test_a_meeting_says_what_sits_at_the_same_time(room, ad_hoc, session, http):
    actions.create_meeting(ad_hoc, LUNCH, by=room.amina)
    session.commit()
    page = http().get("/meetings/wg-cop-3").text
    told = page[page.index("At the same time:") :]
    assert told.index("Ad hoc meeting at lunch") < told.index('id="agenda-title"')
    assert "12:30" in told
    later = LUNCH.but(title="Another day", starts_on=date(2026, 6, 8), ends_on=date(2026, 6, 8))
    other = actions.create_meeting(ad_hoc, later, by=room.amina)
    session.commit()
    assert "At the same time" not in http().get(other.url).text


@pytest.mark.parametrize("address", ["/meetings/", "/groups/"])
def test_lists_of_meetings_and_groups_say_what_sits_at_the_same_time(
    room, ad_hoc, session, http, address
):
    def said():
        session.commit()
        rows = html.fromstring(http().get(address).text).xpath("//li[contains(@class, 'row')]")
        told = [" ".join(row.text_content().split()) for row in rows]
        return [words.partition("At the same time: ")[2] for words in told]

    lunch = actions.create_meeting(ad_hoc, LUNCH, by=room.amina)
    plenary, of_ad_hoc_group = (each for each in said() if each)
    assert plenary == ("WG-COP-AHG-1 Ad hoc meeting at lunch: Wed 3 Jun 12:30–17:30")
    assert of_ad_hoc_group == "WG-COP Third meeting of the group: 12:30–17:30"
    later = LUNCH.but(starts_on=date(2026, 6, 8), ends_on=date(2026, 6, 8))
    actions.change_meeting(lunch, later, version=lunch.version, by=room.amina)
    assert not any(said())


def test_what_meets_in_the_break_between_two_sessions_collides_with_nothing(
    room, ad_hoc, session, http
):
    actions.create_meeting(
        ad_hoc, LUNCH.but(opens_at=time(12, 30)), by=room.amina
    )  # until 17:30, as far as anybody knows
    for starts, ends in ((time(9, 30), time(12, 30)), (time(17, 30), time(19, 0))):
        session.add(
            MeetingSession(
                meeting=room.meeting, day=date(2026, 6, 3), starts_at=starts, ends_at=ends
            )
        )
    session.commit()
    assert "At the same time" not in http().get("/meetings/wg-cop-3").text
    page = http().get("/meetings/?by=day").text
    assert "At the same time" not in page
    assert re.search(r"09:30</time>–.*12:30</time>, .*17:30</time>–.*19:00</time>", page)


def test_pages_of_groups_take_as_many_statements_however_many_groups_there_are(
    room, ad_hoc, agenda, session, http, statements
):
    def counted(address):
        session.commit()
        with statements() as sent:
            assert http(room.luc).get(address).status_code == 200
        return len(sent)

    addresses = (
        "/groups/",
        "/meetings/",
        "/meetings/?by=day",
        "/meetings/wg-cop-3",
        room.group.url,
    )
    actions.create_meeting(ad_hoc, LUNCH, by=room.amina)
    before = [counted(address) for address in addresses]
    for _ in range(3):
        group = actions.set_up_on_item(
            agenda.invites, GroupKind.DRAFTING_GROUP, [room.luc], by=room.helena
        )
        actions.create_meeting(group, LUNCH, by=room.ines)
    assert [counted(address) for address in addresses] == before
