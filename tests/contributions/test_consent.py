"""A paper in the name of several delegations goes out once each has consented to its very words."""

import re
from html import unescape

import pytest


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
    assert "<bdi>Kenya, Brazil, Egypt</bdi>" in wanjiru.get(requested).text
    assert f'action="{requested}/submission"' not in wanjiru.get(requested).text
    assert answer(world.farid, requested).status_code == 303
    refused = wanjiru.post(f"{requested}/submission")
    assert refused.status_code == 409
    assert "must consent to it: Brazil." in refused.text
    answer(world.teresa, requested)
    url = wanjiru.post(f"{requested}/submission").headers["Location"]
    for page in (url, "/contributions/"):
        assert "Kenya, Brazil, Egypt" in http(world.caio).get(page).text


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


def test_before_they_are_asked_they_know_nothing(world, http, joint):
    assert http(world.farid).get(joint).status_code == 404
    assert "Radio plays" not in http(world.farid).get("/contributions/").text


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
        version = re.search(r'name="version" value="(\d+)"', form)[1]
        sent = typed(text=text, together_with=others, version=version, item=0)
        assert http(world.wanjiru).post(requested, data=sent).status_code == 303

    save("A trial in nine districts.")
    assert "Asked for your consent" in http(world.farid).get("/").text
    page = re.sub(
        r'<span class="visually-hidden">[^<]*</span>', "", http(world.farid).get(requested).text
    )
    changed = unescape(page.split("What changed since your last answer")[1])
    assert "<del> four</del>" in changed and "<ins> nine</ins>" in changed
    assert "asked again for this one" in http(world.wanjiru).get(requested).text

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
    version = re.search(r'name="version" value="(\d+)"', form)[1]
    sent = typed(meeting=fourth_meeting(), together_with=others, version=version)
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
    url = wanjiru.post(f"{requested}/submission").headers["Location"]
    wanjiru.post(f"{requested}/revisions")
    assert http(world.farid).get(requested).headers["Location"] == url, "nobody has asked yet"
    assert wanjiru.post(f"{requested}/submission").status_code == 409
    wanjiru.post(f"{requested}/consents")
    assert "Does Egypt consent?" in http(world.farid).get(requested).text
    answer(world.farid, requested)
    answer(world.teresa, requested)
    assert wanjiru.post(f"{requested}/submission").headers["Location"] == url
    assert "Rev.1" in http(world.caio).get(url).text
