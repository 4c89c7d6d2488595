"""What a drafter says of earlier work when a paper is submitted, and who sees it."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.radar.texts import ANOTHER_TOPIC, RADIO, REWORDED
from wgcop.contributions.kinds import Purpose
from wgcop.contributions.models import Contribution
from wgcop.contributions.paper_state import PaperState
from wgcop.database import db
from wgcop.drafting import actions
from wgcop.errors import Refused
from wgcop.radar.models import RadarDecision, Unchecked

EARLIER = "/documents/WG-COP/3/80"


@pytest.fixture
def draft(bring, world, app):
    """Amina's draft in nearly the words of Brazil's paper: the address of the work on it."""
    key = bring(world.amina, "Radio plays in Kenya", REWORDED, number=None)
    return f"/contributions/{key.partition(':')[2]}"


@pytest.fixture
def submit(http, world, earlier):
    """`submit(draft, decision=…, reason=…)` sends the answer for Brazil's paper."""

    def submit(address, **answers):
        name = earlier.replace(":", "-")
        data = {f"{name}-{field}": value for field, value in answers.items()}
        return http(world.amina).post(
            f"{address}/submission", data={**data, "decided": "1"} if answers else {}
        )

    return submit


@pytest.fixture
def state(app):
    def state(address):
        with app.app_context():
            return db.session.get(Contribution, int(address.rpartition("/")[2])).state

    return state


@pytest.fixture
def decisions(app):
    def decisions():
        with app.app_context():
            return db.session.scalar(select(func.count(RadarDecision.id)))

    return decisions


def test_a_paper_without_earlier_work_goes_at_once(world, http, bring, earlier, submit):
    key = bring(world.amina, "Travel", ANOTHER_TOPIC, number=None)
    answer = submit(f"/contributions/{key.partition(':')[2]}")
    assert re.fullmatch(r"/documents/WG-COP/3/INF/\d+", answer.headers["Content-Location"])


def test_earlier_work_is_asked_about_first(world, http, earlier, draft, submit, state):
    answer = submit(draft)
    assert answer.headers["Location"] == f"{draft}/submission"
    assert state(draft) == PaperState.DRAFT
    page = http(world.amina).get(f"{draft}/submission").text
    assert "Radio plays in Brazil" in page
    assert "earlier wording of the same document" in page
    assert "<mark>" in page
    for choice in ("builds-on", "complements", "supersedes", "duplicates", "unrelated"):
        assert f'value="{choice}"' in page
    assert "It is a duplicate: withdraw this draft" in page


def test_another_draft_of_ones_own_is_not_asked_about_until_it_is_issued(world, http, bring, drain):
    amina = http(world.amina)
    one, other = (
        f"/contributions/{bring(world.amina, title, text, number=None).partition(':')[2]}"
        for title, text in (("Radio plays at noon", RADIO), ("Radio plays in Kenya", REWORDED))
    )
    assert amina.post(f"{one}/submission").headers["Location"] == f"{one}/submitted"
    drain()
    assert amina.post(f"{other}/submission").headers["Location"] == f"{other}/submission"


def test_the_preview_asks_about_earlier_work_where_the_paper_is_seen(world, http, earlier, draft):
    page = http(world.amina).get(draft).text
    assert "1 earlier work needs an answer first" in page
    asked = page.split('id="earlier-work"')[1].split("</section>")[0]
    assert "Radio plays in Brazil" in page and f'action="{draft}/submission"' in asked
    assert page.count(f'action="{draft}/submission"') == 1
    assert http(world.teresa).get(draft).status_code == 404


def test_errors_are_shown_once_somebody_has_begun_to_answer_or_was_asked_and_not_before(
    world, http, earlier, draft, submit
):
    """On the page of the paper the questions may have been out of sight."""
    page = http(world.amina).get(draft).text
    form = page.split('id="earlier-work"')[1].split("</section>\n    ")[0]
    fields = dict.fromkeys(re.findall(r'name="([^"]+-reason|decided)"', form), "")
    answer = http(world.amina).post(f"{draft}/submission", data=fields)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{draft}/submission")
    asked = http(world.amina).get(f"{draft}/submission").text
    assert "How does it relate" in asked and "error-summary" not in asked
    fields = dict.fromkeys(re.findall(r'name="([^"]+-reason|decided)"', asked), "")
    answer = http(world.amina).post(f"{draft}/submission", data=fields)
    assert answer.status_code == 422 and "error-summary" in answer.text


@pytest.mark.parametrize(
    "answers",
    [{"decision": "builds-on"}, {"reason": "It goes on."}, {"decision": "likes", "reason": "x"}],
)
def test_what_is_missing_is_asked_again_with_what_was_given(
    draft, submit, state, decisions, answers
):
    answer = submit(draft, **answers)
    assert answer.status_code == 422
    assert state(draft) == PaperState.DRAFT
    assert decisions() == 0
    if answers.get("decision") == "builds-on":
        assert "Enter a reason, in one line." in answer.text
        assert re.search(r'checked[^>]*value="builds-on"', answer.text)
    if answers.get("reason") == "It goes on.":
        assert 'value="It goes on."' in answer.text


def test_the_decision_stays_with_the_paper_and_is_a_link_both_ways(
    world, http, draft, submit, decisions
):
    answer = submit(draft, decision="builds-on", reason="The same trial, in Kenya.")
    document = answer.headers["Content-Location"]
    assert document.startswith("/documents/")
    assert decisions() == 1
    for reader in (world.amina, world.caio, world.ruth, world.helena):
        page = http(reader).get(document).text
        assert "Builds on it" in page and f'href="{EARLIER}"' in page
        assert "The same trial, in Kenya." in page
        back = http(reader).get(EARLIER).text
        assert "Works that build on this" in back and f'href="{document}"' in back


def test_a_link_appears_to_nobody_who_may_not_read_both_ends(
    world, http, app, clock, draft, submit
):
    """A delayed paper waits for the secretariat; until it has a number only officers and its writers see it."""
    with app.app_context():
        paper = db.session.get(Contribution, int(draft.rpartition("/")[2]))
        clock.stop(paper.meeting.contributions_due + timedelta(minutes=1))
        paper.draft.purpose = Purpose.ACTION
        paper.draft.action_required = "To note."
        db.session.commit()
    submit(draft, decision="builds-on", reason="The same trial, in Kenya.")
    for reader, sees in ((world.amina, True), (world.ines, True), (world.caio, False)):
        assert ("Works that build on this" in http(reader).get(EARLIER).text) is sees


def test_a_duplicate_is_withdrawn_instead_of_sent(world, http, draft, submit, state, decisions):
    answer = submit(draft, decision="duplicates", reason="Brazil has said it.")
    assert answer.status_code == 303
    assert state(draft) == PaperState.WITHDRAWN
    assert decisions() == 1
    assert "Works that duplicate this" not in http(world.caio).get(EARLIER).text


def test_what_is_unrelated_is_no_link_on_the_other_end(world, http, draft, submit):
    document = submit(draft, decision="unrelated", reason="Only the method is alike.").headers[
        "Content-Location"
    ]
    assert "Only the method is alike." in http(world.caio).get(document).text
    assert document not in http(world.caio).get(EARLIER).text


def revise(http, world, document, text):
    visitor = http(world.amina)
    page = visitor.get(document).text
    address = re.search(r'action="(/contributions/\d+)/revisions"', page)[1]
    visitor.post(f"{address}/revisions")
    form = visitor.get(f"{address}/edit").text
    marks = re.search(r'name="marks" type="hidden" value="([^"]+)"', form)[1]
    visitor.post(
        address,
        data={
            "title": "Radio plays in Kenya",
            "purpose": "information",
            "text": text,
            "language": "en",
            "contact": "Amina",
            "abstract": "Plays.",
            "marks": marks,
        },
    )
    return address


def test_the_same_pair_is_not_asked_again(world, http, draft, submit, decisions, drain):
    document = submit(draft, decision="builds-on", reason="The same trial.").headers[
        "Content-Location"
    ]
    drain()
    address = revise(
        http, world, document, REWORDED.replace("autumn", "spring") + " One word more."
    )
    assert submit(address).headers["Content-Location"] == document
    assert decisions() == 1
    assert "Rev.1" in http(world.amina).get(document).text


def test_a_text_that_has_changed_much_is_asked_about_again(
    world, http, draft, submit, decisions, drain
):
    document = submit(draft, decision="builds-on", reason="The same trial.").headers[
        "Content-Location"
    ]
    drain()
    address = revise(http, world, document, f"{RADIO} {ANOTHER_TOPIC}")
    assert submit(address).headers["Location"] == f"{address}/submission"
    submit(address, decision="complements", reason="Now with the budget.")
    assert decisions() == 2
    page = http(world.caio).get(document).text
    assert "Now with the budget." in page
    assert "The same trial." not in page, "the latest counts"


def test_a_revision_that_duplicates_something_is_not_issued_and_nobody_hears_of_it(
    world, http, draft, submit, decisions, drain
):
    document = submit(draft, decision="builds-on", reason="The same trial.").headers[
        "Content-Location"
    ]
    drain()
    address = revise(http, world, document, f"{RADIO} {ANOTHER_TOPIC}")
    asked = http(world.amina).get(f"{address}/submission").text
    assert "It is a duplicate: do not submit it" in asked
    answer = submit(address, decision="duplicates", reason="Brazil has said all of it.")
    assert answer.status_code == 422
    assert "Change it, or choose another answer." in answer.text
    assert "Brazil has said all of it." in answer.text
    assert decisions() == 1
    for reader in (world.caio, world.ines, world.helena, world.ruth):
        seen = http(reader).get(document).text + http(reader).get(EARLIER).text
        assert "The same trial." in seen
        assert "Duplicates" not in seen and "Rev.1" not in seen


def test_the_verb_itself_keeps_back_a_revision_that_duplicates_something(
    session, world, bring, earlier, duplicate_of
):
    key = bring(world.amina, "Radio plays in Kenya", REWORDED, number=81)
    session.commit()  # what it read before the paper was brought is old
    paper = session.get_one(Contribution, int(key.partition(":")[2]))
    actions.revise(paper, by=world.amina)
    session.commit()
    with pytest.raises(Refused, match="cannot be submitted"):
        actions.send_out(paper, [duplicate_of(earlier)], by=world.amina)
    session.rollback()
    assert paper.state == PaperState.ACCEPTED and paper.draft is not None
    assert session.scalar(select(func.count(RadarDecision.id))) == 0


def test_a_radar_that_fails_keeps_nobody_from_the_deadline(
    world, http, draft, submit, app, monkeypatch, decisions, drain
):
    def fail(*_, **__):
        raise OSError("the index is gone")

    with pytest.MonkeyPatch.context() as broken:
        broken.setattr("wgcop.radar.timed_check.check", fail)
        document = submit(draft).headers["Content-Location"]
    assert document.startswith("/documents/")
    said = "It has not been compared with earlier work yet"
    assert said in http(world.caio).get(document).text
    assert "Compare it now" not in http(world.caio).get(document).text
    page = http(world.amina).get(document).text
    assert said in page and f"{draft}/submission" in page
    drain()
    assert "Radio plays in Brazil" in http(world.amina).get(f"{draft}/submission").text
    assert (
        submit(draft, decision="builds-on", reason="Late, but so it is.").headers["Location"]
        == document
    )
    page = http(world.caio).get(document).text
    assert said not in page and "Late, but so it is." in page
    with app.app_context():
        assert db.session.scalar(select(func.count(Unchecked.record_id))) == 0


def test_a_radar_that_is_slow_is_not_waited_for(draft, submit, monkeypatch):
    monkeypatch.setattr("wgcop.radar.timed_check.LONGEST_WAIT", 0.0)
    assert submit(draft).headers["Content-Location"].startswith("/documents/")


def test_who_decides_on_a_draft(world, http, earlier, draft):
    assert http().get(f"{draft}/submission").status_code == 303
    for name in ("ruth", "caio", "ines", "helena", "wanjiru"):
        assert http(world[name]).get(f"{draft}/submission").status_code == 404, name
    assert "Radio plays in Brazil" in http(world.amina).get(f"{draft}/submission").text


def test_a_submitted_paper_is_decided_on_by_its_writers_only(world, http, draft, submit):
    submit(draft, decision="builds-on", reason="The same trial.")
    for name in ("caio", "ines", "helena", "ruth"):
        assert http(world[name]).get(f"{draft}/submission").status_code == 403
        assert http(world[name]).post(f"{draft}/submission").status_code == 403
