"""Addenda and corrigenda: numbered within their document, and never without it."""

import pytest

from tests.contributions.conftest import paper_at
from wgcop.contributions.kinds import Purpose
from wgcop.contributions.submission_checks import what_is_attached_asks_for_action
from wgcop.numbering.kinds import Attachment, DocumentKind


def test_they_are_numbered_within_their_document(world, http, document, issue):
    working, url = document(world.amina)
    first = issue(world.amina, working)[1]
    second = issue(world.amina, working)[1]
    corrigendum = issue(world.amina, working, "corrigendum", "In section 1, four becomes five.")[1]
    assert (first, second, corrigendum) == (f"{url}/Add.1", f"{url}/Add.2", f"{url}/Corr.1")
    symbol = url.removeprefix("/documents/")
    page = http(world.luc).get(url).text
    for printed in (f"{symbol}(Add.1)", f"{symbol}(Add.2)", f"{symbol}(Corr.1)"):
        assert printed in page
    assert "In section 1, four becomes five." in page
    addendum = http(world.luc).get(first).text
    assert f"Addendum to Document {symbol}" in addendum and f'href="{url}"' in addendum


def test_what_is_attached_stands_below_its_document_in_the_list(world, http, document, issue):
    working, url = document(world.amina, title="One")
    _, following = document(world.amina, title="Two")
    _, addendum = issue(world.amina, working)
    page = http(world.luc).get("/contributions/?meeting=wg-cop-3").text
    places = [page.index(f'href="{each}"') for each in (url, addendum, following)]
    assert places == sorted(places)


def test_any_usual_way_of_writing_it_leads_there(world, http, document, issue):
    working, url = document(world.amina)
    _, addendum = issue(world.amina, working)
    symbol = url.removeprefix("/documents/")
    for written in (f"{symbol}(Add.1)-E", f"Addendum 1 to Document {symbol}", f"{symbol} Add 1"):
        assert http(world.luc).get(f"/documents/{written}").headers["Location"] == addendum
    assert http(world.luc).get(f"/documents/{symbol}(Add.7)").status_code == 404


def test_an_addendum_can_be_revised_and_corrected(world, http, document, issue):
    working, url = document(world.amina)
    address, addendum = issue(world.amina, working)
    assert http(world.amina).post(f"{address}/revisions").status_code == 303
    assert http(world.amina).post(f"{address}/submission").status_code == 303
    assert f"{url.removeprefix('/documents/')}(Add.1) Rev.1" in http(world.luc).get(addendum).text
    corrigendum = issue(world.amina, address, "corrigendum", "A name.")[1]
    assert corrigendum == f"{addendum}/Corr.1"
    refused = http(world.amina).post(f"{address}/attachments", data={"kind": "addendum"})
    assert refused.status_code == 422, "nothing is added to an addendum"


def test_a_corrigendum_says_what_it_corrects(world, http, document, attach, write):
    working, _ = document(world.amina)
    amina = http(world.amina)
    refused = amina.post(f"{working}/attachments", data={"kind": "corrigendum", "corrects": " "})
    assert refused.status_code == 422 and "Enter what it corrects" in refused.text
    address = attach(world.amina, working, "corrigendum", "The year.")
    write(address)
    assert amina.post(f"{address}/correction", data={"corrects": ""}).status_code == 422
    assert amina.post(f"{address}/correction", data={"corrects": "The day."}).status_code == 303
    assert "The day." in amina.get(address).text

    url = amina.post(f"{address}/submission").headers["Content-Location"]
    assert amina.post(f"{address}/revisions").status_code == 303
    assert amina.post(f"{address}/correction", data={"corrects": "The month."}).status_code == 303
    assert "The month." in amina.get(address).text
    for page in (url, f"{url}/original"):
        assert "The day." in http(world.luc).get(page, follow_redirects=True).text, "not issued yet"
    assert amina.post(f"{address}/submission").status_code == 303
    assert "The month." in http(world.luc).get(url).text
    assert "The day." in http(world.luc).get(f"{url}/original").text


def test_what_corrects_a_paper_for_information_asks_for_no_action(
    world, http, document, attach, typed
):
    """No deadline holds for it, so it would bring what needs a decision on the day of the meeting."""
    office = f"office-{world.elke.offices[0].id}"
    compilation = {"capacity": office, "kind": "temporary", "purpose": "information"}
    working, url = document(world.elke, **compilation)
    address = attach(world.elke, working, "corrigendum", "The year.")
    elke = http(world.elke)
    form = typed(steps="0", capacity=office)
    assert elke.post(address, data=form).status_code == 303
    refused = elke.post(f"{address}/submission")
    assert refused.status_code == 409
    assert "was brought for information" in refused.text
    assert elke.post(address, data=form | {"purpose": "information"}).status_code == 303
    answer = elke.post(f"{address}/submission")
    assert answer.headers["Content-Location"] == f"{url}/Corr.1"


@pytest.mark.parametrize(
    ("document_for", "kind", "attachment", "refused"),
    [
        ("information", DocumentKind.CONTRIBUTION, Attachment.CORRIGENDUM, True),
        ("information", DocumentKind.INFORMATION, Attachment.ADDENDUM, True),
        ("information", DocumentKind.CONTRIBUTION, Attachment.ADDENDUM, False),
        ("action", DocumentKind.CONTRIBUTION, Attachment.CORRIGENDUM, False),
        ("action", DocumentKind.INFORMATION, Attachment.ADDENDUM, False),
    ],
)
def test_only_what_no_deadline_holds_for_may_not_ask_for_action_where_its_document_did_not(
    app, world, document, attach, document_for, kind, attachment, refused
):
    action = "The group is invited to note the trial." if document_for == "action" else ""
    working, _ = document(world.amina, purpose=document_for, action_required=action)
    address = attach(world.amina, working, attachment.value, "The year.")
    with app.app_context():
        draft = paper_at(address).draft
        draft.contribution.kind, draft.purpose = kind, Purpose.ACTION
        by = draft.contribution.drafted_by
        assert (what_is_attached_asks_for_action(draft, by) is not None) == refused
        draft.purpose = Purpose.INFORMATION
        assert what_is_attached_asks_for_action(draft, by) is None


def test_an_addendum_follows_the_clock_and_a_corrigendum_has_none(
    app, world, http, document, attach, write, meeting
):
    working, url = document(world.amina)
    addendum = attach(world.amina, working)
    corrigendum = attach(world.amina, working, "corrigendum", "A name.")
    for address in (addendum, corrigendum):
        write(address)
    meeting.after()
    amina = http(world.amina)
    assert amina.post(f"{addendum}/submission").headers["Content-Location"] == addendum, "it waits"
    assert amina.post(f"{corrigendum}/submission").headers["Content-Location"] == f"{url}/Corr.1"
    accepted = http(world.ines).post(
        "/contributions/queue/acceptances", data={"paper": addendum.rpartition("/")[2]}
    )
    assert accepted.status_code == 303
    assert "Delayed" in http(world.luc).get(f"{url}/Add.1").text


def test_only_those_who_may_revise_the_document_attach_to_it(world, http, document):
    working, _ = document(world.amina)
    data = {"kind": "addendum", "corrects": ""}
    for person in (world.wanjiru, world.luc, world.ines, world.helena, world.elke):
        assert http(person).post(f"{working}/attachments", data=data).status_code == 403
        assert "Add an addendum" not in http(person).get(working, follow_redirects=True).text
    assert http(world.amina).post(f"{working}/attachments", data=data).status_code == 303


def test_the_draft_is_seen_by_its_drafters_only(world, http, document, attach):
    working, url = document(world.amina, drafters=[world.wanjiru])
    address = attach(world.amina, working)
    assert http(world.wanjiru).get(address).status_code == 200, "she drafted the document too"
    for person in (world.luc, world.ines, world.helena):
        assert http(person).get(address).status_code == 404
    assert "Addenda and corrigenda" not in http(world.luc).get(url).text


def test_nothing_is_attached_to_what_was_withdrawn(world, http, document, attach, write):
    working, _ = document(world.amina)
    address = attach(world.amina, working)
    write(address)
    amina = http(world.amina)
    assert amina.post(f"{working}/withdrawal").status_code == 303
    assert amina.post(f"{address}/submission").status_code == 409
    assert amina.post(f"{working}/attachments", data={"kind": "addendum"}).status_code == 409
