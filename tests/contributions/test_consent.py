"""A paper in the name of several delegations goes out once each has consented to its very words."""

import re
from html import unescape

import pytest
from sqlalchemy import func, select

from tests.contributions.conftest import paper_at
from tests.contributions.test_papers import marks
from wgcop.accounts.models import Delegation, Person
from wgcop.accounts.roles import Category
from wgcop.contributions.sources import Answer, Source, alphabetical, in_printed_order
from wgcop.database import db
from wgcop.drafting import actions
from wgcop.errors import Refused
from wgcop.mail import Message


@pytest.fixture
def joint(world, draft):
    """A draft of Kenya's, by a delegate, in the name of Egypt and Brazil too."""
    others = [world.farid.memberships[0].delegation_id, world.teresa.memberships[0].delegation_id]
    return draft(world.wanjiru, together_with=others)


@pytest.fixture
def requested(world, http, joint):
    assert http(world.wanjiru).post(f"{joint}/consents").status_code == 303
    return joint


@pytest.fixture
def answer(world, http):
    """`answer(world.farid, address)` consents in the wording that stands on the page; `verb="refusal"` refuses."""

    def give(person, address, verb="consent", **data):
        key = f"delegation-{person.memberships[0].delegation_id}"
        page = http(person).get(address).text
        wording = re.search(r'name="wording" value="(\w+)"', page)
        sent = {"wording": wording[1] if wording else "", **data}
        return http(person).post(f"{address}/sources/{key}/{verb}", data=sent)

    return give


def test_it_is_not_submitted_before_all_have_consented(world, http, requested, answer, meeting):
    wanjiru = http(world.wanjiru)
    assert "<bdi>Brazil, Egypt, Kenya</bdi>" in wanjiru.get(requested).text
    assert f'action="{requested}/submission"' not in wanjiru.get(requested).text
    assert answer(world.farid, requested).status_code == 303
    refused = wanjiru.post(f"{requested}/submission")
    assert refused.status_code == 409
    assert "must consent to it: Brazil." in refused.text
    answer(world.teresa, requested)
    url = wanjiru.post(f"{requested}/submission").headers["Content-Location"]
    for page in (url, "/contributions/"):
        assert "Brazil, Egypt, Kenya" in http(world.caio).get(page).text


def test_while_a_source_has_not_consented_the_draft_says_so(world, http, requested, answer):
    page = http(world.wanjiru).get(f"{requested}/edit").text
    assert "Consent is still needed." in page
    answer(world.farid, requested)
    assert "Their consent is still needed: Brazil." in http(world.wanjiru).get(requested).text
    answer(world.teresa, requested)
    assert "Consent is still needed" not in http(world.wanjiru).get(f"{requested}/edit").text
    given = http(world.farid).get(requested).text
    assert "Egypt consents" in given and "Does Egypt consent?" not in given


def test_who_is_asked_finds_the_request_and_reads_the_text(world, http, requested):
    for address in ("/", "/contributions/"):
        page = http(world.farid).get(address).text
        assert "Asked for your consent" in page and f'href="{requested}"' in page
    page = http(world.farid).get(requested).text
    assert "A trial in four districts." in page and "Does Egypt consent?" in page
    assert "Does Brazil consent?" not in page
    assert http(world.farid).get(f"{requested}/edit").status_code == 403
    for verb in ("", "/submission", "/withdrawal", "/drafters", "/consents"):
        assert http(world.farid).post(f"{requested}{verb}").status_code == 403, verb


def test_nobody_else_learns_of_it(world, http, joint, requested):
    """Neither a delegate of the delegation that is asked nor the head of the one that asks."""
    for person in (world.salma, world.caio, world.amina, world.ines, world.helena, world.ruth):
        assert http(person).get(requested).status_code == 404
        for page in ("/", "/contributions/"):
            assert "Radio plays" not in http(person).get(page).text


def test_a_delegation_that_is_not_yet_asked_sees_no_trace_of_the_draft(world, http, joint):
    assert http(world.farid).get(joint).status_code == 404
    assert "Radio plays" not in http(world.farid).get("/contributions/").text


def test_whoever_holds_an_office_speaks_for_it_and_no_other_officer_does(app, world, draft):
    """The rapporteur asks nobody for consent to a paper of her own office; a drafter whom she named does."""
    address = draft(world.elke, [world.salma], capacity=f"office-{world.elke.offices[0].id}")
    with app.app_context():
        revision = paper_at(address).draft
        [office] = revision.sources
        unagreed = {
            name: revision.unagreed(db.session.get_one(Person, world[name].id))
            for name in ("elke", "salma", "amina")
        }
        assert unagreed == {"elke": [], "salma": [office], "amina": [office]}


def test_only_the_head_answers(world, http, requested):
    egypt = f"delegation-{world.farid.memberships[0].delegation_id}"
    for person, status in ((world.salma, 404), (world.teresa, 403), (world.wanjiru, 403)):
        for verb in ("consent", "refusal", "withdrawal"):
            sent = http(person).post(f"{requested}/sources/{egypt}/{verb}", data={"wording": "x"})
            assert sent.status_code == status, (person.name, verb)


def test_other_words_are_asked_about_again(world, http, requested, answer, typed):
    answer(world.farid, requested)
    assert "Asked for your consent" not in http(world.farid).get("/").text
    others = [world.farid.memberships[0].delegation_id, world.teresa.memberships[0].delegation_id]

    def save(text):
        form = http(world.wanjiru).get(f"{requested}/edit").text
        steps = re.search(r'name="steps" value="(\d+)"', form)[1]
        sent = typed(text=text, together_with=others, marks=marks(form), steps=steps)
        assert http(world.wanjiru).post(requested, data=sent).status_code == 303

    save("A trial in nine districts.")
    assert "Asked for your consent" in http(world.farid).get("/").text
    page = re.sub(
        r'<span class="visually-hidden">[^<]*</span>', "", http(world.farid).get(requested).text
    )
    changed = unescape(page.split("What changed since your last answer")[1])
    assert "<del> four</del>" in changed and "<ins> nine</ins>" in changed
    assert "asked again for this one" in http(world.wanjiru).get(requested).text
    assert answer(world.teresa, requested).status_code == 303, "she read the words as they are now"

    save("# Background\n\nA trial in four districts.\n\na) recorded\nb) broadcast")
    assert "Asked for your consent" not in http(world.farid).get("/").text, "the words are back"


def test_another_meeting_is_asked_about_again(
    world, http, requested, answer, typed, fourth_meeting
):
    """It is printed on the cover, and nobody speaks to a meeting without having said so."""
    for head in (world.farid, world.teresa):
        answer(head, requested)
    others = [head.memberships[0].delegation_id for head in (world.farid, world.teresa)]
    form = http(world.wanjiru).get(f"{requested}/edit").text
    sent = typed(meeting=fourth_meeting(), together_with=others, marks=marks(form))
    assert http(world.wanjiru).post(requested, data=sent).status_code == 303
    assert http(world.wanjiru).post(f"{requested}/submission").status_code == 409
    page = http(world.farid).get(requested).text
    assert "Does Egypt consent?" in page and "<ins>" in page.split("since your last answer")[1]
    for head in (world.farid, world.teresa):
        answer(head, requested)
    assert http(world.wanjiru).post(f"{requested}/submission").status_code == 303


def test_a_consent_is_given_to_what_was_read(world, http, requested, answer, typed):
    """And not to what the drafters made of it in the meantime."""
    late = answer(world.farid, requested, wording="0" * 64)
    assert late.status_code == 409
    assert "changed while you were reading" in late.text
    assert "Asked for your consent" in http(world.farid).get("/").text


def test_a_remark_on_other_words_is_kept_and_can_be_sent_for_these(world, http, requested, answer):
    late = answer(world.farid, requested, wording="0" * 64, reason="Name the districts.")
    assert late.status_code == 409
    assert "A trial in four districts." in late.text, "the paper as it is now"
    assert ">Name the districts.</textarea>" in late.text
    wording = re.search(r'name="wording" value="(\w+)"', late.text)[1]
    again = answer(world.farid, requested, wording=wording, reason="Name the districts.")
    assert again.status_code == 303
    assert "Name the districts." in http(world.wanjiru).get(requested).text


def test_nobody_consents_who_was_not_asked(session):
    source = Source(name="Egypt", asked_wording="")
    with pytest.raises(Refused, match="Nobody has asked for consent"):
        source.give(Answer.CONSENTS, "", "", "", by=Person(name="Farid"))
    assert source.answer is None


def test_a_refusal_is_seen_with_its_reason_and_taken_back(world, http, requested, answer):
    answer(world.farid, requested, "refusal", reason="Section 2 goes too far.")
    page = http(world.wanjiru).get(requested).text
    assert "Does not consent" in page and "Section 2 goes too far." in page
    assert http(world.wanjiru).post(f"{requested}/submission").status_code == 409
    assert answer(world.farid, requested, "withdrawal").status_code == 303
    assert "Does not consent" not in http(world.wanjiru).get(requested).text
    assert "Does Egypt consent?" in http(world.farid).get(requested).text


def test_after_submission_an_answer_is_not_taken_back(world, http, requested, answer):
    answer(world.farid, requested)
    answer(world.teresa, requested)
    http(world.wanjiru).post(f"{requested}/submission")
    assert answer(world.farid, requested, "withdrawal").status_code == 404


def test_a_revision_needs_consent_of_its_own(world, http, requested, answer):
    answer(world.farid, requested)
    answer(world.teresa, requested)
    wanjiru = http(world.wanjiru)
    url = wanjiru.post(f"{requested}/submission").headers["Content-Location"]
    wanjiru.post(f"{requested}/revisions")
    assert http(world.farid).get(requested).headers["Location"] == url, "nobody has asked yet"
    assert wanjiru.post(f"{requested}/submission").status_code == 409
    wanjiru.post(f"{requested}/consents")
    assert "Does Egypt consent?" in http(world.farid).get(requested).text
    answer(world.farid, requested)
    answer(world.teresa, requested)
    assert wanjiru.post(f"{requested}/submission").headers["Content-Location"] == url
    assert "Rev.1" in http(world.caio).get(url).text


def test_sources_are_printed_by_membership_then_by_the_alphabet_whoever_leads():
    def source(name, category=None):
        delegation = Delegation(name=name, category=category) if category else None
        return Source(name=name, delegation=delegation)

    named = [
        source("Chair"),
        source("Zukunft AG", Category.SECTOR_MEMBER),
        source("kenya", Category.MEMBER_STATE),
        source("Jura Institute", Category.ACADEMIA),
        source("Éire", Category.MEMBER_STATE),
        source("Red Niños", Category.ASSOCIATE),
        source("Egypt", Category.MEMBER_STATE),
        source("Children First", Category.OBSERVER),
    ]
    assert [each.name for each in in_printed_order(named, "en")] == [
        "Egypt", "Éire", "kenya", "Zukunft AG", "Red Niños", "Jura Institute", "Chair", "Children First"
    ]  # fmt: skip
    names = ["Añil", "Anzuelo", "Ana"]
    assert max(names, key=lambda name: alphabetical(name, "es")) == "Añil"
    assert max(names, key=lambda name: alphabetical(name, "en")) == "Anzuelo"


def test_the_heads_are_asked_by_mail_too_and_nobody_else(app, world, http, joint):
    with app.app_context():
        before = db.session.scalar(select(func.count(Message.id)))
    http(world.wanjiru).post(f"{joint}/consents")
    with app.app_context():
        letters = db.session.scalars(select(Message).order_by(Message.id).offset(before)).all()
    heads = [world.farid.email, world.teresa.email]
    assert sorted(each.recipient for each in letters) == sorted(heads)
    assert all("Radio plays" in each.subject and joint in each.text for each in letters)


def test_the_drafters_see_whether_a_request_was_seen_answered_and_taken_back(
    world, http, requested, answer
):
    farid, address = http(world.farid), f"{requested}/sources/"
    address += f"delegation-{world.farid.memberships[0].delegation_id}"

    def status():
        page = http(world.wanjiru).get(requested).text
        return " ".join(re.sub(r"<[^>]+>", " ", page).split())

    assert status().count("Not seen yet.") == 2
    wording = re.search(r'data-seen="[^"]+" data-wording="(\w+)"', farid.get(requested).text)[1]
    for typed in ("other", wording, wording):
        assert farid.post(f"{address}/sight", data={"wording": typed}).status_code == 204
    assert "data-seen" not in farid.get(requested).text
    assert "Seen by Farid" in status() and status().count("Not seen yet.") == 1
    answer(world.farid, requested)
    assert "Egypt Consents" in status() and "Seen by" not in status()
    farid.post(f"{address}/withdrawal")
    assert "Their answer was withdrawn," in status()
    answer(world.farid, requested, verb="refusal", reason="Not in our name.")
    assert "Not in our name." in status() and "was withdrawn" not in status()


@pytest.fixture
def unsent(app, world, http, document, typed):
    """A document of Kenya's with a draft of Rev.1 that Switzerland leads, which nobody there has been asked about."""
    address, url = document(world.wanjiru)
    with app.app_context():
        switzerland = db.session.get_one(Delegation, world.luc.memberships[0].delegation_id)
        document = paper_at(address)
        wanjiru = db.session.get_one(Person, world.wanjiru.id)
        revision = actions.revise(document, by=wanjiru)
        kenya = revision.sources[0].anew()
        sources = [Source.of_delegation(switzerland), kenya]
        actions._set_sources(document, revision, sources)
        db.session.commit()
    return address, url


def test_nobody_else_withdraws_a_document_because_an_unsent_draft_names_them(world, http, unsent):
    address, url = unsent
    assert http(world.luc).post(f"{address}/withdrawal").status_code in (403, 404)
    assert f'action="{address}/withdrawal"' not in http(world.luc).get(url).text
    head_of_kenya = http(world.amina)
    assert f'action="{address}/withdrawal"' in head_of_kenya.get(url).text
    assert head_of_kenya.post(f"{address}/withdrawal").status_code == 303


def test_a_withdrawal_is_written_to_the_heads_of_its_sources_not_to_those_of_an_unsent_draft(
    app, world, http, unsent
):
    with app.app_context():
        before = db.session.scalar(select(func.count(Message.id)))
    http(world.wanjiru).post(f"{unsent[0]}/withdrawal")
    with app.app_context():
        letters = db.session.scalars(select(Message).order_by(Message.id).offset(before)).all()
    told = {each.recipient for each in letters}
    assert {world.wanjiru.email, world.amina.email} <= told
    assert world.luc.email not in told


def test_once_a_revision_is_issued_its_first_source_leads(app, world, http, unsent, answer):
    address, url = unsent
    http(world.wanjiru).post(f"{address}/consents")
    assert answer(world.luc, address).status_code == 303
    assert http(world.wanjiru).post(f"{address}/submission").status_code == 303
    assert http(world.luc).post(f"{address}/withdrawal").status_code == 303
    assert http(world.luc).get(url).status_code == 200
