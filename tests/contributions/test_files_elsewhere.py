"""The workspace with its files in a store that speaks S3: what people send and fetch, what is kept, and what works without it."""

import io
from pathlib import Path

import pytest

from tests import servers
from tests.contributions.test_enclosures import PDF, attach, png, url_of
from tests.contributions.test_word_in import bring, word_file
from wgcop import files
from wgcop.database import db
from wgcop.health import checks
from wgcop.health.diagnosis import Severity
from wgcop.upkeep.doctor import stored_files
from wgcop.upkeep.doctor.examination import Examination
from wgcop.upkeep.keeping import backup, restore
from wgcop.upkeep.keeping.place import Installation

pytestmark = pytest.mark.rest

KEY = "k" * 64


@pytest.fixture
def away():
    """A server that this test may end."""
    server = servers.S3()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def settings(request):
    name = "away" if "away" in request.fixturenames else "s3_server"
    return {"FILES_URL": request.getfixturevalue(name).new()}


def bring_along(app, database):
    """The files of the demo world, which was made with a folder."""
    with app.app_context():
        for place in Path(database["DATA_DIR"]).glob("files/*/*"):
            files.store(place.read_bytes())


def doctor(app):
    with app.app_context():
        return "\n".join(map(str, stored_files.stored_files(Examination(app))))


def test_what_people_send_is_in_the_store_alone_and_comes_back_from_an_archive(
    app, world, http, draft, settings, database, tmp_path
):
    bring_along(app, database)
    address = draft(world.amina)
    assert attach(http(world.amina), address, ("Budget.pdf", PDF)).status_code == 303
    picture = {"picture": (io.BytesIO(png()), "calls.png")}
    shown = http(world.amina).post(f"{address}/pictures", data=picture).json
    with http(world.amina).get(shown["url"]) as sent:
        assert (sent.mimetype, files.digest(sent.data)) == ("image/png", shown["file"])
    url = url_of(app, "Budget.pdf")
    assert http(world.caio).get(url).status_code == 404
    http(world.amina).post(f"{address}/submission")
    with http(world.caio).get(url, headers={"Range": "bytes=0-4"}) as sent:
        assert (sent.status_code, sent.data) == (206, PDF[:5])
    assert "are there and unchanged" in doctor(app)
    assert not list(Path(database["DATA_DIR"]).glob(f"files/*/{files.digest(PDF)}"))

    here = Installation(
        Path(database["DATA_DIR"]), database["DATABASE_URL"], KEY, settings["FILES_URL"]
    )
    made = backup.keep(here, tmp_path / "kept")
    folder = tmp_path / "elsewhere"
    in_a_folder = Installation(folder, f"sqlite:///{folder / 'wgcop.db'}")
    restore.restore(tmp_path / "kept", in_a_folder)
    names = sorted(each.name for each in here.files.listed())
    assert sorted(each.name for each in in_a_folder.files.listed()) == names
    assert files.digest(PDF) in names
    assert (len(names), made.damaged) == (made.manifest.files, [])
    with in_a_folder.files.open(files.digest(PDF)).handle as handle:
        assert handle.read() == PDF


def test_an_archive_of_a_folder_is_brought_into_the_store(tmp_path, s3_server, app, database):
    folder = Installation(Path(database["DATA_DIR"]), database["DATABASE_URL"], KEY)
    folder.files.put(files.digest(PDF), PDF)
    backup.keep(folder, tmp_path / "kept")
    there = Installation(
        tmp_path / "new", f"sqlite:///{tmp_path / 'new' / 'wgcop.db'}", KEY, s3_server.new()
    )
    restore.restore(tmp_path / "kept", there)
    with there.files.open(files.digest(PDF)).handle as handle:
        assert handle.read() == PDF
    with pytest.raises(backup.Refused, match="files in http://127"):
        restore.restore(tmp_path / "kept", there)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_who_fetches_a_file_holds_no_connection_while_the_store_is_asked(
    app, world, http, draft, monkeypatch
):
    amina = http(world.amina)
    address = draft(world.amina, title="Helplines that children call")
    assert attach(amina, address, ("Budget.pdf", PDF)).status_code == 303
    url = url_of(app, "Budget.pdf")
    store, held = files.store_of(app), []
    opened = store.open

    def open_and_look(name):
        held.append(db.session.in_transaction())
        return opened(name)

    monkeypatch.setattr(store, "open", open_and_look)
    assert amina.get(url).data == PDF
    assert held == [False]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_without_the_store_pages_work_and_who_sends_or_fetches_is_told(
    app, world, http, draft, away
):
    amina = http(world.amina)
    address = draft(world.amina, title="Helplines that children call")
    assert attach(amina, address, ("Budget.pdf", PDF)).status_code == 303
    url = url_of(app, "Budget.pdf")
    away.stop()

    page = amina.get(address)
    assert page.status_code == 200
    assert "Helplines that children call" in page.text
    download = amina.get(url, headers={"Accept-Language": "en"})
    assert download.status_code == 503
    assert "The file store is not responding at the moment." in download.text
    assert download.headers["Retry-After"]
    refused = attach(amina, address, ("Calls.csv", b"a,b\n"))
    assert refused.status_code == 422
    assert "Calls.csv" in refused.text
    assert "The file store is not responding" in refused.text
    sent = bring(amina, word_file(picture=True))
    assert sent.status_code == 422
    assert "The file store is not responding" in sent.text
    with app.app_context():
        [said] = [each for each in checks.findings() if each.name == "files"]
    assert said.grade is Severity.WARNING
    assert "secret" not in said.detail
    assert "cannot be used" in doctor(app)
    assert "secret" not in doctor(app)
