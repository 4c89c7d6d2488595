"""Words that must not be in the workspace are taken out of every place by the secretariat, and a mark says so."""

import io
import re
from pathlib import Path

import pytest
from sqlalchemy import JSON, String, Text, cast, or_, select

from tests.contributions.test_writing import Writer, typed_at
from wgcop import mail
from wgcop.agenda.models import AgendaItem, Decision, Outcome
from wgcop.agenda.publication.models import PublishedAgenda
from wgcop.audit.models import AuditRow
from wgcop.audit.verifying import verify
from wgcop.database import Base, db
from wgcop.outcomes.action_points import ActionPoint, OwnerKind
from wgcop.records.notes.models import ItemNotes
from wgcop.redaction.models import Redaction
from wgcop.search.indexer import drain_all

WID = "wtdc-67.recs_recognizing__rec_b"
FROM_A_SCRIPT = {"Accept": "application/json"}
NAME = "Zuberi Quokkason"
SAID = f"The child {NAME} of Kisumu told the hotline what had happened to him."
MARK = "[Redacted by the secretariat on "


@pytest.fixture
def post(world, http):
    def send(person, body, audience="members"):
        data = {"body": body, "audience": audience, "type": "substantive", "key": body[:20]}
        answer = http(person).post(f"/clauses/{WID}/comments", data=data, headers=FROM_A_SCRIPT)
        return answer.json["id"].removeprefix("comment-")

    return send


def ask(visitor, kind, key, **form):
    """The page, the preview and the deed, as a browser without scripts goes through them."""
    address = f"/redactions/{kind}/{key}"
    page = visitor.get(address)
    assert page.status_code == 200, page.text
    parts = re.findall(r'name="parts" value="([^"]+)"', page.text)
    form = {"reason": "child", "parts": parts, **form}
    seen = visitor.post(address, data=form)
    if seen.status_code == 200:
        form["seen"] = re.search(r'name="seen" value="([^"]+)"', seen.text)[1]
    return seen, form


def redact(visitor, kind, key, **form):
    seen, form = ask(visitor, kind, key, **form)
    assert seen.status_code == 200, seen.text
    done = visitor.post(f"/redactions/{kind}/{key}", data=form)
    assert done.status_code == 303, done.text
    return seen


def where(app, words):
    """Every column of every table, and every stored file, in which the words stand."""
    with app.app_context():
        drain_all()
        found = [
            str(column)
            for table in Base.metadata.sorted_tables
            for column in columns_with(table, words)
        ]
        folder = Path(app.config["DATA_DIR"])
        found += [
            each.name
            for part in ("files", "printed")
            for each in (folder / part).rglob("*")
            if each.is_file() and words.encode() in each.read_bytes()
        ]
    return sorted(set(found))


def columns_with(table, words):
    columns = [column for column in table.columns if isinstance(column.type, (String, JSON))]
    holding = {column: cast(column, Text).contains(words) for column in columns}
    for row in (
        db.session.execute(select(*columns).where(or_(*holding.values()))) if columns else ()
    ):
        yield from (column for column in columns if words in str(row._mapping[column]))


def test_a_comment_goes_with_its_wordings_its_letters_and_its_record(
    world, http, app, post, listen
):
    name = post(world.amina, SAID)
    http(world.amina).post(f"/comments/{name}", data={"body": f"{SAID} He is nine."})
    with app.app_context():
        mail.write("luc@example.org", "Said", f"Amina said: {SAID}\n/clauses/{WID}?comment={name}")
        db.session.commit()
    assert len(where(app, NAME)) >= 3
    assert "Quokkason</mark>" in http(world.luc).get("/search?q=Quokkason").text
    inside = listen(world.caio, f"clause:{WID}")
    ines = http(world.ines)
    assert "Redact…" in ines.get(f"/comments/{name}").text
    assert "Redact…" not in http(world.helena).get(f"/comments/{name}").text
    seen = redact(ines, "comment", name)
    assert "Earlier wordings" in seen.text and "E-mails" in seen.text
    assert where(app, NAME) == []
    [heard] = inside()
    assert heard["kind"] == "comment.redacted" and MARK in heard["html"]
    page = http(world.luc).get(f"/clauses/{WID}").text
    assert MARK in page and "personal data of a child" in page and NAME not in page
    assert "Quokkason</mark>" not in http(world.luc).get("/search?q=Quokkason").text
    with app.app_context():
        row = db.session.scalars(select(AuditRow).order_by(AuditRow.number.desc())).first()
        made = db.session.scalars(select(Redaction)).one()
        assert (row.deed, row.of_kind, row.of_id) == ("words.redacted", "comment", name)
        assert made.by_id == row.person_id == world.ines.id and made.places >= 3
        assert made.characters > len(SAID) and len(made.digest) == 64
        assert list(verify(db.session)) == []
    listed = ines.get("/redactions")
    assert listed.status_code == 200 and world.ines.name in listed.text


def test_one_passage_goes_and_the_rest_stays_here_and_where_it_was_quoted(world, http, app, post):
    first = post(world.amina, f"Kenya reports a case. {SAID} Hotlines need more hands.")
    post(world.luc, f"To what Kenya said, “{SAID}”, France adds a question.")
    ines = http(world.ines)
    seen, form = ask(ines, "comment", first, passage=SAID.upper().replace(" ", "\n"))
    assert "Comments, papers, drafts and replies" in seen.text and "France" not in seen.text
    form["copies"] = ["hidden"]
    assert ines.post(f"/redactions/comment/{first}", data=form).status_code == 303
    assert where(app, NAME) == []
    page = http(world.caio).get(f"/clauses/{WID}").text
    for rest in ("Kenya reports a case.", "Hotlines need more hands.", "France adds a question."):
        assert rest in page
    assert page.count(MARK) >= 2


def test_redacted_words_do_not_come_back_with_an_edit_that_was_begun_before(world, http, app, post):
    """From a page that was kept, from another device, or with a draft of this browser."""
    name = post(world.amina, SAID)
    amina = http(world.amina)
    begun = re.search(r'name="seen" value="(\w+)"', amina.get(f"/comments/{name}/edit").text)[1]
    redact(http(world.ines), "comment", name)
    for words in (SAID, f"{SAID} He is nine."):
        answer = amina.post(f"/comments/{name}", data={"body": words, "seen": begun})
        assert answer.status_code == 409 and MARK in answer.text and words in answer.text
        assert where(app, NAME) == []


def test_what_is_not_chosen_elsewhere_stays(world, http, app, post):
    first = post(world.amina, SAID)
    post(world.luc, f"France quotes: {SAID}")
    redact(http(world.ines), "comment", first)
    assert where(app, NAME) == ["comment.body"]


def test_the_secretariat_redacts_a_private_comment_without_reading_it(world, http, app, post):
    name = post(world.amina, SAID, "delegation")
    ines = http(world.ines)
    page = ines.get(f"/redactions/comment/{name}")
    assert NAME not in page.text and f"{len(SAID)} characters" in page.text
    redact(ines, "comment", name)
    assert where(app, NAME) == []
    assert MARK in http(world.amina).get(f"/comments/{name}").text
    for other in (world.amina, world.luc, world.helena, world.elke):
        assert http(other).get(f"/redactions/comment/{name}").status_code == 403
        assert http(other).get("/redactions").status_code == 403


def test_a_form_without_a_reason_or_with_the_words_in_its_note_comes_back(world, http, post):
    name = post(world.amina, SAID)
    ines = http(world.ines)
    seen, _form = ask(ines, "comment", name, reason="")
    assert seen.status_code == 422 and "Choose a reason." in seen.text
    seen, _form = ask(ines, "comment", name, parts=[])
    assert seen.status_code == 422 and "Choose at least one place" in seen.text
    seen, _form = ask(ines, "comment", name, passage=NAME, note=f"About {NAME}")
    assert seen.status_code == 422 and "The note repeats the words" in seen.text
    seen, _form = ask(ines, "comment", name, passage="words that nobody said")
    assert (
        seen.status_code == 422
        and "None of the places that you chose contains these words" in seen.text
    )
    assert ines.get("/redactions/comment/none").status_code == 404
    assert ines.get("/redactions/nothing/1").status_code == 404


def test_a_draft_loses_the_words_its_steps_its_versions_and_its_file(
    world, http, app, draft, listen
):
    address = draft(world.amina, [world.wanjiru], text="Radio reaches parents.")
    key = address.rpartition("/")[2]
    clients = iter("ab")
    amina, wanjiru = (
        Writer(listen(person, person.topic), int(key), next(clients))
        for person in (world.amina, world.wanjiru)
    )
    amina.push(typed_at(1, f"{SAID} "))
    upload = {"files": (io.BytesIO(f"{SAID}\n".encode()), "case.txt")}
    assert http(world.amina).post(f"{address}/files", data=upload).status_code == 303
    assert {"draft_step.step", "contribution_revision.plain"} <= set(where(app, NAME))
    redact(http(world.ines), "paper", key, passage=NAME)
    assert where(app, NAME) == []
    page = http(world.amina).get(address).text
    assert "Radio reaches parents." in page and MARK in page and "redacted.txt" in page
    assert not wanjiru.page.is_connected, "her page takes the text anew"
    again = Writer(listen(world.wanjiru, world.wanjiru.topic), int(key), "c")
    assert NAME not in str(again.answer["doc"])
    late = again.push(typed_at(1, "Late. "), version=1)
    assert late["ok"] is False and late["reason"] == "unknown"
    assert again.since(0)["reason"] == "unknown"
    assert again.push(typed_at(1, "Local "))["ok"]
    assert "Local The child [Redacted" in http(world.amina).get(address).text
    assert where(app, NAME) == []


def test_minutes_lose_the_words_in_notes_conclusions_and_action_points(world, http, app, listen):
    with app.app_context():
        query = select(AgendaItem).where(AgendaItem.title == "Awareness campaigns")
        item = db.session.scalars(query).one()
        key, url = item.id, item.url
        db.session.add_all(
            [
                Decision(item=item, outcome=Outcome.NOTED, text=SAID, recorded_by_id=world.elke.id),
                ActionPoint(item=item, text=SAID, owner_kind=OwnerKind.SECRETARIAT),
            ]
        )
        db.session.commit()
    assert http(world.elke).post(f"{url}/notes", data={"text": SAID}).status_code == 303
    assert "Redact…" in http(world.ines).get(url).text
    redact(http(world.ines), "item", key, passage=NAME, parts=[])
    assert where(app, NAME) == []
    with app.app_context():
        assert "of Kisumu told the hotline" in db.session.get_one(ItemNotes, key).plain


def test_a_passage_goes_from_agendas_that_were_published(world, http, app):
    with app.app_context():
        published = db.session.scalars(select(PublishedAgenda)).first()
        slug, title = published.meeting.slug, published.lines(for_members=True)[0].title
    held = {"published_agenda.lines", "published_agenda.public_lines"}
    assert held & set(where(app, title))
    redact(http(world.ines), "meeting", slug, passage=title)
    with app.app_context():
        agendas = db.session.scalars(
            select(PublishedAgenda).where(PublishedAgenda.meeting.has(slug=slug))
        )
        for each in agendas:
            for_all = [*each.lines(for_members=True), *each.lines(for_members=False)]
            assert all(title not in line.title for line in for_all)
            assert any(line.title.startswith(MARK) for line in for_all)


def test_an_entry_of_the_registry_loses_one_field_and_every_version_of_it(world, http, app):
    with app.app_context():
        slug = db.session.scalars(
            select(Base.metadata.tables["initiative"].c.slug).where(
                Base.metadata.tables["initiative"].c.state == "accepted"
            )
        ).first()
    ines = http(world.ines)
    page = ines.get(f"/redactions/entry/{slug}")
    assert 'value="field-scope"' in page.text
    redact(ines, "entry", slug, parts=["field-scope"])
    shown = http(world.luc).get(f"/initiatives/{slug}")
    assert shown.status_code == 200 and MARK in shown.text
