"""Pictures of a paper: sent by its drafters, seen by whoever sees them in the paper, and cleaned away when nobody does."""

import io
from datetime import timedelta

import pytest
from PIL import Image
from sqlalchemy import select

from tests.contributions.conftest import status
from wgcop import clock, files, paper
from wgcop.contributions.draft_tables import DraftVersion
from wgcop.contributions.models import Contribution
from wgcop.database import db
from wgcop.documents.pictures import PaperPicture, drop_unused_pictures
from wgcop.priorwork.imports.jobs import drop_unused_files
from wgcop.writing.models import Occasion


def png(colour: str = "red") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (30, 20), colour).save(out, "PNG")
    return out.getvalue()


def send(client, address, data=None):
    picture = (io.BytesIO(data or png()), "calls.png")
    return client.post(f"{address}/pictures", data={"picture": picture})


def tree_with(file: str) -> paper.Node:
    image = {"type": "image", "attrs": {"file": file, "alt": "Calls"}}
    paragraph = {"type": "paragraph", "attrs": {"id": paper.tree.new_id(), "dir": "ltr"}}
    return {"type": "doc", "content": [{**paragraph, "content": [image]}]}


@pytest.fixture
def show_picture(app):
    """`show_picture(address, file)`: the text of the draft now shows it."""

    def write(address: str, file: str) -> None:
        with app.app_context():
            contribution = db.session.get(Contribution, int(address.rpartition("/")[2]))
            contribution.draft.text = paper.validate(tree_with(file))
            db.session.commit()

    return write


def test_a_picture_is_stored_and_named_by_its_content(world, http, draft):
    address = draft(world.amina)
    answer = send(http(world.amina), address)
    assert answer.status_code == 201
    assert answer.json["url"] == f"{address}/pictures/{answer.json['file']}"
    assert (answer.json["width"], answer.json["height"]) == (30, 20)
    assert send(http(world.amina), address).json == answer.json, "the same picture is one"
    with http(world.amina).get(answer.json["url"]) as shown:
        assert shown.mimetype == "image/png"
        assert shown.headers["X-Content-Type-Options"] == "nosniff"
        assert shown.headers["Cache-Control"] == "private, max-age=31536000, immutable"
        assert Image.open(io.BytesIO(shown.data)).size == (30, 20)


def test_what_is_no_picture_is_refused_with_a_sentence(world, http, draft):
    answer = http(world.amina).post(
        f"{draft(world.amina)}/pictures",
        data={"picture": (io.BytesIO(b"<svg onload='alert(1)'/>"), "calls.png")},
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 422
    assert "not a picture that browsers show" in answer.text


def test_the_pictures_of_a_draft_are_for_its_drafters(world, http, draft):
    address = draft(world.amina)
    url = send(http(world.amina), address).json["url"]
    for other in (world.wanjiru, world.caio, world.ines, world.helena):
        assert status(http(other), url) == 404
    assert status(http(), url) == 303
    assert send(http(world.wanjiru), address).status_code == 404


def test_members_see_what_the_paper_shows_and_nothing_else(world, http, draft, show_picture):
    address = draft(world.amina)
    shown, unused = (send(http(world.amina), address, png(c)).json for c in ("red", "blue"))
    show_picture(address, shown["file"])
    http(world.amina).post(f"{address}/submission")
    page = http(world.caio).get(address, follow_redirects=True).text
    assert f'<img src="{shown["url"]}" alt="Calls"' in page
    assert status(http(world.caio), shown["url"]) == 200
    assert status(http(world.caio), unused["url"]) == 404


def test_a_picture_that_its_source_took_away_on_request_stays_with_its_drafters(
    world, http, draft, show_picture, meeting
):
    address = draft(world.amina)
    taken_away, left = (send(http(world.amina), address, png(c)).json for c in ("red", "blue"))
    show_picture(address, taken_away["file"])
    meeting.after()
    http(world.amina).post(f"{address}/submission")
    assert status(http(world.ines), taken_away["url"]) == 200
    http(world.ines).post(
        f"{address}/change-requests", data={"words": "Another picture.", "key": "1"}
    )
    show_picture(address, left["file"])
    assert http(world.amina).post(f"{address}/submission").status_code == 303
    http(world.ines).post(f"{address}/acceptance")
    for reader in (world.caio, world.ines, world.helena):
        assert status(http(reader), left["url"]) == 200, reader.name
        assert status(http(reader), taken_away["url"]) == 404, reader.name
    assert status(http(world.amina), taken_away["url"]) == 200


def test_whoever_reads_a_draft_sees_its_pictures_and_whoever_reads_no_more_sees_none(
    world, http, draft, show_picture
):
    """Who is asked for consent reads the draft, and writes nothing in it."""
    egypt = world.farid.memberships[0].delegation_id
    address = draft(world.amina, together_with=[egypt])
    shown, left_out = (send(http(world.amina), address, png(c)).json for c in ("red", "blue"))
    show_picture(address, shown["file"])
    http(world.amina).post(f"{address}/consents")
    assert status(http(world.farid), shown["url"]) == 200
    assert status(http(world.farid), left_out["url"]) == 404
    assert status(http(world.caio), shown["url"]) == 404


def test_a_picture_of_another_paper_is_not_there(world, http, draft):
    first, second = draft(world.amina), draft(world.teresa)
    file = send(http(world.amina), first).json["file"]
    assert http(world.teresa).get(f"{second}/pictures/{file}").status_code == 404


def kept_version(document: int, file: str) -> DraftVersion:
    contribution = db.session.get(Contribution, document)
    version = DraftVersion(
        revision_id=contribution.current.id,
        number=99,
        version=99,
        occasion=Occasion.PAUSE,
        text=tree_with(file),
        plain="",
        by_id=contribution.current.changed_by_id,
    )
    db.session.add(version)
    db.session.commit()
    return version


def test_pictures_that_no_paper_shows_are_cleaned_away_a_day_after_it_went_out(
    app, world, http, draft, show_picture
):
    address = draft(world.amina)
    shown, unused = (send(http(world.amina), address, png(c)).json for c in ("red", "blue"))
    show_picture(address, shown["file"])
    with app.app_context():
        clock_before = clock.now()
        assert drop_unused_pictures() == 0, "a draft keeps all of its own"
    http(world.amina).post(f"{address}/submission")
    with app.app_context():
        row = db.session.scalar(select(PaperPicture).where(PaperPicture.file == unused["file"]))
        row.added_at = clock_before - timedelta(days=2)
        db.session.commit()
        version = kept_version(row.contribution_id, unused["file"])
        assert drop_unused_pictures() == 0, "a version that was kept still shows it"
        db.session.delete(version)
        db.session.commit()
        assert drop_unused_pictures() == 1
        db.session.commit()
        assert set(db.session.scalars(select(PaperPicture.file))) == {shown["file"]}


def test_stored_pictures_survive_the_cleaning_of_unused_files(app, world, http, draft, monkeypatch):
    file = send(http(world.amina), draft(world.amina)).json["file"]
    with app.app_context():
        orphan = files.store(b"nobody needs this")
        monkeypatch.setattr("wgcop.priorwork.imports.jobs.STILL_COMING_IN", timedelta(days=-1))
        drop_unused_files()
        assert files.read(file).startswith(b"\x89PNG")
        with pytest.raises(FileNotFoundError):
            files.read(orphan)
