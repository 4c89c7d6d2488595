"""What refuses a submission is what the page of the draft says, and it leaves no button there."""

from datetime import timedelta

import pytest
from markupsafe import escape

from wgcop.accounts.models import Delegation, Person
from wgcop.contributions.cover import Purpose
from wgcop.contributions.models import Contribution
from wgcop.contributions.obstacles import FOR_EACH_WORDING, FOR_THE_FIRST_WORDING, obstacles_to
from wgcop.contributions.sources import Source
from wgcop.db import db


@pytest.fixture
def revised(http, document):
    """`revised(world.amina)` is the address of an accepted paper of hers, with the draft of a revision."""

    def begin(person, **changes):
        address, _ = document(person, **changes)
        assert http(person).post(f"{address}/revisions").status_code == 303
        return address

    return begin


@pytest.fixture
def obstruct(app, world, clock, meeting):
    """`obstruct[rule](revision)` makes one rule speak against the draft of a revision or of a paper."""

    def meeting_is_over(_):
        clock.stop(meeting.due + timedelta(days=60))

    def fields_are_missing(revision):
        revision.action_required = " "

    def observers_want_action(revision):
        """As if its delegation had become an observer after the draft was begun."""
        revision.purpose = Purpose.ACTION
        revision.action_required = "The group is invited to note the trial."

    def sources_must_consent(revision):
        egypt = db.session.get_one(Delegation, world.farid.memberships[0].delegation_id)
        revision.set_sources([*revision.sources, Source.of_delegation(egypt)])

    rules = (meeting_is_over, fields_are_missing, observers_want_action, sources_must_consent)
    return {rule.__name__: rule for rule in rules}


def draft_at(address):
    return db.session.get_one(Contribution, int(address.rpartition("/")[2])).draft


@pytest.mark.parametrize(
    ("begun", "rule"),
    [
        *(("draft", rule.__name__) for rule in FOR_THE_FIRST_WORDING),
        *(("revised", rule.__name__) for rule in FOR_EACH_WORDING),
    ],
)
def test_each_obstacle_refuses_the_submission_and_removes_the_button(
    begun, rule, app, world, http, draft, revised, obstruct
):
    of_observer = rule == "observers_want_action"
    person = world.ruth if of_observer else world.amina
    begin = {"draft": draft, "revised": revised}[begun]
    address = begin(person, purpose="information" if of_observer else "action")
    button = f'action="{address}/submission"'
    assert button in http(person).get(address).text

    with app.app_context():
        obstruct[rule](draft_at(address))
        db.session.commit()
        by = db.session.get_one(Person, person.id)
        [obstacle] = obstacles_to(draft_at(address), by=by)
        reason, fields = str(escape(obstacle.reason)), obstacle.fields
        names = [source.name for source in obstacle.sources]

    page = http(person).get(address).text
    assert button not in page
    if fields:
        assert all(f'href="{address}/edit#{field}"' in page for field in fields)
    elif names:
        assert f"consent to its wording: {', '.join(names)}" in page
    else:
        assert reason in page
    refused = http(person).post(f"{address}/submission")
    assert refused.status_code == 409
    assert reason in refused.text


@pytest.mark.parametrize("begun", ["draft", "revised"])
def test_without_an_obstacle_the_button_stands_and_the_paper_goes_out(
    begun, app, world, http, draft, revised
):
    address = {"draft": draft, "revised": revised}[begun](world.amina)
    with app.app_context():
        by = db.session.get_one(Person, world.amina.id)
        assert obstacles_to(draft_at(address), by=by) == []
    assert f'action="{address}/submission"' in http(world.amina).get(address).text
    assert http(world.amina).post(f"{address}/submission").status_code == 303


def test_a_revision_is_issued_even_after_the_meeting(app, world, http, revised, obstruct):
    address = revised(world.amina)
    obstruct["meeting_is_over"](None)
    assert f'action="{address}/submission"' in http(world.amina).get(address).text
    assert http(world.amina).post(f"{address}/submission").status_code == 303
