"""The secretariat corrects title, date, body and language of many documents at once."""

import re

import pytest
from sqlalchemy import select

from wgcop.bodies.body import Body
from wgcop.priorwork.models import Document
from wgcop.search.indexer import drain_all

PAGE = "/priorwork/corrections?body=22-1/1"


@pytest.fixture
def documents(session, world):
    return session.scalars(
        select(Document)
        .join(Document.body)
        .where(Body.code == "22-1/1")
        .order_by(Document.dated.desc())
    ).all()


def typed(*documents, **changes):
    """The page as it was shown; `changes` by the field's name, such as `dated_7`."""
    form = {"document": [str(document.id) for document in documents]}
    for document in documents:
        form |= {
            f"{document.id}-title": document.title,
            f"{document.id}-dated": document.dated,
            f"{document.id}-body": str(document.body_id),
            f"{document.id}-language": document.language,
            f"{document.id}-version": str(document.version),
        }
    return form | {re.sub(r"(\w+)_(\d+)", r"\2-\1", name): to for name, to in changes.items()}


def test_one_page_corrects_several_documents_and_search_finds_their_new_titles(
    session, http, world, documents
):
    first, second, third = documents[:3]
    other = session.scalar(select(Body).where(Body.code == "3/2"))
    page = http(world.ines).get(PAGE)
    assert all(f'name="{document.id}-title"' in page.text for document in documents)
    sent = typed(
        *documents,
        **{
            f"title_{first.id}": "Quokkas online",
            f"dated_{first.id}": "2011-05",
            f"language_{second.id}": "und",
            f"body_{third.id}": str(other.id),
        },
    )
    answer = http(world.ines).post(PAGE, data=sent)
    assert answer.status_code == 303
    assert "3 documents were changed." in http(world.ines).get(answer.location).text
    session.expire_all()
    assert (first.title, first.dated) == ("Quokkas online", "2011-05")
    assert (second.language, second.language_name) == ("und", "Other")
    assert third.body.code == "3/2"
    assert documents[3].version == 1
    session.rollback()
    drain_all()
    assert f'href="{first.url}' in http().get("/search?q=quokkas").text


def test_what_is_typed_survives_errors_and_nothing_is_stored(session, http, world, documents):
    first, second = documents[:2]
    sent = typed(
        first, second, **{f"title_{first.id}": "Kept as typed", f"dated_{second.id}": "May 2011"}
    )
    page = http(world.ines).post(PAGE, data=sent)
    assert page.status_code == 422
    assert "Write a year, a month or a day" in page.text
    assert f'href="#{second.id}-dated"' in page.text
    assert 'value="Kept as typed"' in page.text
    assert 'value="May 2011"' in page.text
    session.expire_all()
    assert first.title != "Kept as typed"


def test_a_change_by_somebody_else_is_not_overwritten_unseen(session, http, world, documents):
    first = documents[0]
    sent = typed(first, **{f"title_{first.id}": "Mine"})
    first.title = "Somebody else’s"
    session.commit()
    page = http(world.ines).post(PAGE, data=sent)
    assert page.status_code == 409
    assert "Somebody else’s" in page.text
    assert 'value="Mine"' in page.text
    again = sent | {f"{first.id}-version": str(first.version)}
    assert http(world.ines).post(PAGE, data=again).status_code == 303


def test_a_body_that_already_has_the_document_is_refused_and_the_form_is_kept(
    session, http, world, documents
):
    first = documents[0]
    other = session.scalars(select(Document).join(Document.body).where(Body.code == "3/2")).first()
    other.key = first.key
    session.commit()
    sent = typed(
        first, **{f"body_{first.id}": str(other.body_id), f"title_{first.id}": "Kept as typed"}
    )
    page = http(world.ines).post(PAGE, data=sent)
    assert page.status_code == 409
    assert "The other body already has a document with this symbol or file." in page.text
    assert 'value="Kept as typed"' in page.text


def test_the_page_needs_as_few_statements_for_many_documents_as_for_one(http, world, statements):
    visitor = http(world.ines)
    with statements() as one:
        visitor.get(PAGE)
    with statements() as all_of_them:
        visitor.get("/priorwork/corrections")
    assert len(all_of_them) == len(one)


def test_an_import_leads_to_the_correction_of_its_own_documents(session, http, world):
    page = http(world.ines).get("/priorwork/imports/1")
    assert "/priorwork/corrections?import=1" in page.text
    sheet = http(world.ines).get("/priorwork/corrections?import=1").text
    assert 0 < sheet.count('name="document"') < session.query(Document).count()


def test_only_the_secretariat_sees_and_posts_corrections(http, world, documents):
    for who in (world.amina, world.elke, None):
        assert http(who).get(PAGE).status_code in (303, 403)
        answer = http(who).post(PAGE, data=typed(documents[0]))
        assert answer.status_code == 403 or answer.location.startswith("/sign-in")
        assert "/priorwork/corrections" not in http(who).get("/priorwork/").text
