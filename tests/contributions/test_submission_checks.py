"""What refuses a submission is what the page of the draft says, and it leaves no button there."""

from datetime import timedelta

import pytest
from markupsafe import escape
from sqlalchemy import select

from tests.contributions.conftest import paper_at
from tests.contributions.test_papers import marks
from wgcop.accounts.models import Delegation, Person
from wgcop.contributions.kinds import Purpose
from wgcop.contributions.sources import Source
from wgcop.contributions.submission_checks import (
    FOR_A_REVISION,
    FOR_THE_FIRST_WORDING,
    failed_checks,
)
from wgcop.database import db
from wgcop.drafting.actions import revise, save_draft
from wgcop.errors import Refused
from wgcop.numbering.kinds import DocumentKind
from wgcop.paper.blocks import block, paragraph
from wgcop.resolutions.models import Wording


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

    def kind_is_not_theirs(revision):
        """As if a rapporteur had begun it, and a delegation were first now."""
        revision.contribution.kind = DocumentKind.REPORT

    def fields_are_missing(revision):
        revision.action_required = " "

    def observers_want_action(revision):
        """As if its delegation had become an observer after the draft was begun."""
        revision.purpose = Purpose.ACTION
        revision.action_required = "The group is invited to note the trial."

    def information_becomes_action(revision):
        revision.contribution.current.purpose = Purpose.INFORMATION

    def sources_must_consent(revision):
        egypt = db.session.get_one(Delegation, world.farid.memberships[0].delegation_id)
        revision.set_sources([*revision.sources, Source.of_delegation(egypt)])

    def other_features_refuse(revision):
        """As if a proposal had the words of its clause."""
        wording = db.session.scalars(select(Wording)).first()
        quote = block("blockquote", [paragraph(wording.text)], clause=wording.clause.wid)
        revision.text = {"type": "doc", "content": [paragraph("MOD"), quote]}

    rules = (meeting_is_over, kind_is_not_theirs, fields_are_missing, observers_want_action)
    more = (information_becomes_action, sources_must_consent, other_features_refuse)
    return {rule.__name__: rule for rule in (*rules, *more)}


def draft_at(address):
    return paper_at(address).draft


@pytest.mark.parametrize(
    ("begun", "rule"),
    [
        *(("draft", rule.__name__) for rule in FOR_THE_FIRST_WORDING),
        *(("revised", rule.__name__) for rule in FOR_A_REVISION),
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
        [check] = failed_checks(draft_at(address), by=by)
        reason, fields = str(escape(check.reason)), check.fields
        names = [source.name for source in check.sources]

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
        assert failed_checks(draft_at(address), by=by) == []
    assert f'action="{address}/submission"' in http(world.amina).get(address).text
    assert http(world.amina).post(f"{address}/submission").status_code == 303


def test_a_revision_is_issued_even_after_the_meeting(app, world, http, revised, obstruct):
    address = revised(world.amina)
    obstruct["meeting_is_over"](None)
    assert f'action="{address}/submission"' in http(world.amina).get(address).text
    assert http(world.amina).post(f"{address}/submission").status_code == 303


def test_after_the_deadline_no_revision_turns_information_into_action(
    world, http, document, meeting, typed
):
    """It would be discussed without having been delayed or held, under a number of the wrong series."""
    meeting.after()
    address, url = document(world.amina, purpose="information", action_required="")
    amina = http(world.amina)
    amina.post(f"{address}/revisions")
    opened = marks(amina.get(f"{address}/edit").text)
    saved = amina.post(address, data=typed(note="Now for action.", marks=opened))
    assert saved.status_code == 303, saved.text

    refused = amina.post(f"{address}/submission")
    assert refused.status_code == 409
    assert "Bring what needs a decision as a new contribution." in refused.text
    page = amina.get(address).text
    assert f'action="{address}/submission"' not in page
    assert "as a new contribution" in page
    assert http(world.luc).get(f"{url}/Rev.1").status_code == 404


def test_what_came_for_action_may_be_for_action_again(world, http, document, meeting, typed):
    """Its deadline was kept when it came."""
    address, url = document(world.amina)
    meeting.after()
    amina = http(world.amina)
    for number, purpose in enumerate(("information", "action"), 1):
        amina.post(f"{address}/revisions")
        opened = marks(amina.get(f"{address}/edit").text)
        amina.post(address, data=typed(purpose=purpose, note="Again.", marks=opened))
        assert amina.post(f"{address}/submission").status_code == 303
        assert f"Rev.{number}" in http(world.luc).get(url).text


def test_a_document_does_not_change_into_a_kind_of_another_series(app, world, document):
    address, _ = document(world.amina)
    with app.app_context():
        revision = revise(paper_at(address), by=paper_at(address).drafted_by)
        with pytest.raises(Refused, match="Bring a new contribution"):
            save_draft(
                paper_at(address),
                revision.cover,
                None,
                version=revision.version,
                kind=DocumentKind.INFORMATION,
                by=revision.changed_by,
            )
        assert paper_at(address).kind == DocumentKind.CONTRIBUTION
