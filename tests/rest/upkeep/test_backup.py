"""An archive is what the workspace was at one moment, on whichever kind of database it is brought back."""

import errno
import fcntl
import gzip
import io
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import pyrage
import pytest
from click.testing import CliRunner
from sqlalchemy import func, inspect, select, text

from tests.architecture.reading import ROOT
from tests.conftest import SETTINGS
from wgcop import clock, files
from wgcop.app import create_app
from wgcop.database import db
from wgcop.errors import Invalid, Refused
from wgcop.mail import Message
from wgcop.search import indexer
from wgcop.search_engines.choice import current_engine
from wgcop.search_page import queries
from wgcop.search_page.addresses import Address
from wgcop.search_page.search_request import audiences_of
from wgcop.threads.models import Comment
from wgcop.upkeep.keeping import archive, at_work, backup, cli, databases, move, restore
from wgcop.upkeep.keeping.place import Installation, engine_of
from wgcop.upkeep.keeping.rows import Sum
from wgcop.upkeep.keeping.sealing import FOR_NOBODY, Encryption, Keys, opened, sealed
from wgcop.upkeep.setting_up import checks

WID = "wtdc-67.recs_recognizing__rec_b"
KEY = "k" * 64


def sums(url):
    """All rows of a database, table by table."""
    with databases.reading(url) as rows:
        return {
            table: Sum.all(rows.read(table, sorted(columns)))
            for table, columns in rows.tables().items()
        }


@pytest.fixture
def elsewhere(tmp_path, cluster):
    """Makes empty places, each with a database of the kind that is asked for."""
    made = []

    def place(kind):
        folder = tmp_path / f"elsewhere-{uuid4()}"
        if kind == "sqlite":
            return Installation(folder, f"sqlite:///{folder / 'wgcop.db'}")
        made.append(cluster.create())
        return Installation(folder, cluster.url(made[-1]))

    yield place
    for name in made:
        cluster.drop(name)


@contextmanager
def workspace_in(place):
    app = create_app({**SETTINGS, "DATA_DIR": place.folder, "DATABASE_URL": place.url})
    with app.app_context():
        yield app
        db.session.close()
        db.engine.dispose()


def kept(place, file, seal=FOR_NOBODY, progress=databases.silent):
    return backup.keep(place, file, seal, progress)


def read(file, folder, **keys):
    folder.mkdir()
    return backup.read(file, folder, Keys(**keys), with_files=False)


def content_of(folder):
    return {
        str(place.relative_to(folder)): place.read_bytes()
        for place in folder.rglob("*")
        if place.is_file() and place.name != ".lock"
    }


@pytest.mark.databases
def test_what_was_said_before_is_kept_and_comes_back_on_both_kinds_while_people_write_on(
    world, http, database, elsewhere, tmp_path, monkeypatch
):
    monkeypatch.setattr(databases, "PAGES", 100)
    monkeypatch.setattr("wgcop.upkeep.keeping.rows.BATCH", 100)
    browser = http(world.amina)
    said = []

    def say(_=0):
        said.append(f"Kenya says this {len(said)} times: quokka.")
        answer = browser.post(
            f"/clauses/{WID}/comments",
            data={
                "body": said[-1],
                "audience": "members",
                "type": "substantive",
                "key": str(uuid4()),
            },
        )
        assert answer.status_code == 303

    say()
    say()
    place = Installation(Path(database["DATA_DIR"]), database["DATABASE_URL"], KEY)
    before, acknowledged = sums(place.url), len(said)
    kept(place, tmp_path / "kept", progress=lambda _: say() if len(said) < 12 else None)
    assert len(said) == 12, "Nobody wrote while it was kept."
    for kind in ("sqlite", "postgresql"):
        there = elsewhere(kind)
        restore.restore(tmp_path / "kept", there)
        assert sums(there.url) == before
        assert there.key() == KEY
        with workspace_in(there):
            bodies = set(db.session.scalars(select(Comment.body)))
            assert bodies & set(said) == set(said[:acknowledged])
            assert all(files.read(sha) for sha in files.needed())
            db.session.rollback()
            indexer.drain_all()
            amina = queries.SearchReader(audiences_of("amina@example.org"))
            found = current_engine().search(queries.query_of(Address("quokka"), amina, page=1))
            assert found.total == acknowledged
            guest = queries.SearchReader(audiences_of(None))
            assert (
                current_engine().search(queries.query_of(Address("quokka"), guest, page=1)).total
                == 0
            )
    with pytest.raises(Refused, match="Here is a workspace already"):
        restore.restore(tmp_path / "kept", there)


def test_nothing_is_swept_away_while_an_archive_is_made(app):
    with app.app_context():
        sha = files.store(b"unused")
        later = clock.now() + timedelta(hours=1)
        with files.current_store().holding():
            assert files.sweep(set(), before=later) == 0
            assert files.read(sha) == b"unused"
        assert files.sweep(set(), before=later) == 1


@pytest.fixture(scope="session")
def older(tmp_path_factory) -> Path:
    """An older version of the tables."""
    folder = tmp_path_factory.mktemp("older")
    databases.migrate(f"sqlite:///{folder / 'wgcop.db'}", "0060")
    return folder


@pytest.fixture
def small(older, tmp_path):
    """A place with a file and a damaged one, and an older version of the tables."""
    place = Installation(tmp_path / "small", f"sqlite:///{tmp_path / 'small' / 'wgcop.db'}", KEY)
    shutil.copytree(older, place.folder)
    with closing(sqlite3.connect(tmp_path / "small" / "wgcop.db")) as connection, connection:
        connection.execute(
            "INSERT INTO delegation (id, name, code, category) VALUES (7, 'Kenya', 'KEN', 'member_state')"
        )
    for content, name in ((b"words", files.digest(b"words")), (b"worms", files.digest(b"worlds"))):
        place.files.put(name, content)
    return place


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_an_older_archive_is_brought_to_this_version(small, elsewhere, kind, tmp_path):
    made = kept(small, tmp_path / "kept")
    assert made.damaged == [files.digest(b"worlds")]
    there = elsewhere(kind)
    if kind == "postgresql":
        databases.migrate(there.url)  # holds nothing yet, and so is empty
    assert restore.restore(tmp_path / "kept", there).damaged == made.damaged
    newest = str(max((ROOT / "migrations/versions").glob("0*.py")).name)[:4]
    assert databases.revision_of(there.url) == newest
    with databases.reading(there.url) as rows:
        assert list(rows.read("delegation", ["id", "name"])) == [(7, "Kenya")]
    assert content_of(there.folder / "files") == content_of(small.folder / "files")


def test_an_archive_ends_as_other_programs_expect_it():
    """Two empty blocks: after one, they say that it was cut off."""
    stream = io.BytesIO()
    with archive.writing(stream, lambda _: None) as written:
        written.add("words", io.BytesIO(b"words"), 5)
    unpacked = gzip.decompress(stream.getvalue())
    blocks = [unpacked[start : start + 512] for start in range(0, len(unpacked), 512)]
    assert [any(block) for block in blocks] == [True, True, True, True, False, False]


def test_an_encrypted_archive_opens_for_its_key_and_its_passphrase_alone(small, tmp_path):
    ours, theirs = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    seal = Encryption((str(ours.to_public()),), "correct horse")
    file = tmp_path / "kept"
    kept(small, file, seal)
    assert file.stat().st_mode & 0o777 == 0o600
    assert not {b"Kenya", b"words", KEY.encode()} & set(re.findall(rb"\w+", file.read_bytes()))
    for number, keys in enumerate(
        [{"identities": (str(ours),)}, {"passphrase": lambda: "correct horse"}]
    ):
        unpacked = read(file, tmp_path / f"read-{number}", **keys)
        assert (unpacked.manifest.files, unpacked.key) == (2, KEY)
    with pytest.raises(Refused, match="passphrase does not open"):
        read(file, tmp_path / "wrong", passphrase=lambda: "wrong")
    with pytest.raises(Refused, match="another key"):
        read(file, tmp_path / "theirs", identities=(str(theirs),))
    file.write_bytes(file.read_bytes()[:-100])
    with pytest.raises(Invalid, match="cut off"):
        read(file, tmp_path / "cut", identities=(str(ours),))


def repacked(file, change):
    """The same archive with other members, each with the checksums that are right for it."""
    with tarfile.open(file) as packed:
        members = [(info, packed.extractfile(info).read()) for info in packed]
    with tarfile.open(file, "w:gz", format=tarfile.GNU_FORMAT) as packed:
        for info, content in change(members):
            info.size = len(content) if info.type == tarfile.REGTYPE else info.size
            packed.addfile(info, io.BytesIO(content))


def named(name, content=b"x", **attributes):
    info = tarfile.TarInfo(name)
    for attribute, value in attributes.items():
        setattr(info, attribute, value)
    return info, content


def with_manifest(members, **values):
    (info, content), *others = members
    return [(info, json.dumps(json.loads(content) | values).encode()), *others]


HARMS = {
    "goes up": lambda members: [*members[:3], named("../../evil"), *members[3:]],
    "begins at the root": lambda members: [*members[:3], named("/tmp/evil"), *members[3:]],
    "is a link": lambda members: [
        *members[:3],
        named(f"files/aa/{'a' * 64}", type=tarfile.SYMTYPE, linkname="/etc/passwd"),
        *members[3:],
    ],
    "is larger than it says": lambda members: [
        *members[:3],
        named(f"files/00/{'0' * 64}", b"0" * 10_000),
        *members[3:],
    ],
    "has no room": lambda members: with_manifest(members, files_bytes=10**15),
    "is of a newer version": lambda members: with_manifest(members, revision="9999"),
    "is of another form": lambda members: with_manifest(members, format=9),
    "says nonsense": lambda members: [(members[0][0], b"{"), *members[1:]],
    "lacks a file": lambda members: [*members[:3], *members[4:]],
    "lacks the end": lambda members: members[:-1],
    "has another key": lambda members: [*members[:2], named("secret-key", b"evil"), *members[3:]],
    "has another database": lambda members: [
        members[0],
        (members[1][0], members[1][1].replace(b"Kenya", b"Konya")),
        *members[2:],
    ],
}


@pytest.mark.parametrize("harm", HARMS)
def test_an_archive_that_somebody_changed_restores_nothing(small, elsewhere, harm, tmp_path):
    file, there = tmp_path / "kept", elsewhere("sqlite")
    kept(small, file)
    repacked(file, HARMS[harm])
    with pytest.raises((Invalid, Refused)):
        restore.restore(file, there)
    assert {place.name for place in tmp_path.iterdir()} == {"small", "kept"}


def test_a_damaged_or_unfinished_archive_restores_nothing(small, elsewhere, tmp_path):
    file, there = tmp_path / "kept", elsewhere("postgresql")
    kept(small, file)
    whole = file.read_bytes()
    for place in (0, 40, len(whole) // 2, len(whole) - 6):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(Invalid):
            restore.restore(file, there)
    for length in (0, 20, len(whole) // 2, len(whole) - 1):
        file.write_bytes(whole[:length])
        with pytest.raises(Invalid):
            restore.restore(file, there)
    assert not there.folder.exists()
    assert databases.revision_of(there.url) == ""


def test_a_full_disk_leaves_no_archive_and_no_part_of_one(small, tmp_path):
    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    before = {place.name for place in small.folder.iterdir()}
    with pytest.raises(Refused, match="No space left"):
        kept(small, tmp_path / "kept", progress=full)
    assert {place.name for place in tmp_path.iterdir()} == {"small"}
    assert {place.name for place in small.folder.iterdir()} == before


class DiskWithRoom(io.BytesIO):
    """A disk that takes so many bytes."""

    def __init__(self, room):
        super().__init__()
        self.room = room

    def write(self, content):
        if self.tell() + len(content) > self.room:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(content)


@pytest.mark.parametrize("size", [1_000, 400_000])
def test_an_encrypted_archive_is_whole_or_is_not_reported_as_made(size):
    """Wherever the room ends, also in the last bytes, which the encryption writes when all else is done."""
    seal = Encryption((str(pyrage.x25519.Identity.generate().to_public()),))
    for room in (0, 100, size // 2, size - 4_000, size - 1_000):
        with pytest.raises((Refused, OSError), match="No space left"):
            with sealed(DiskWithRoom(room), seal) as plain:
                plain.write(os.urandom(size))


class DiskThatBreaks(io.BytesIO):
    """A disk that cannot be read from some place on."""

    def __init__(self, content, sound):
        super().__init__(content)
        self.sound = sound

    def read(self, size=-1):
        if size < 0 or self.tell() + size > self.sound:
            raise OSError(errno.EIO, "Input/output error")
        return super().read(size)


def test_a_disk_that_cannot_be_read_is_not_taken_for_a_damaged_archive():
    ours, stored = pyrage.x25519.Identity.generate(), io.BytesIO()
    with sealed(stored, Encryption((str(ours.to_public()),))) as plain:
        plain.write(os.urandom(400_000))
    for sound in (100, 200_000, 390_000):
        disk = DiskThatBreaks(stored.getvalue(), sound)
        with pytest.raises(OSError, match="Input/output error"):
            with opened(disk, Keys((str(ours),))) as plain:
                while plain.read(10_000):
                    pass
                raise Invalid("The archive is cut off.")


def test_an_encrypted_archive_of_another_form_says_so(small, tmp_path, capfd):
    """Its reader stops early, and the decryption that stops with it is not taken for the cause."""
    ours, file = pyrage.x25519.Identity.generate(), tmp_path / "kept"
    kept(small, file)
    repacked(file, HARMS["is of another form"])
    with file.open("r+b") as stream:
        packed = stream.read() + os.urandom(500_000)
        stream.seek(0)
        stream.write(pyrage.encrypt(packed, [ours.to_public()]))
    with pytest.raises(Refused, match="of form 9"):
        read(file, tmp_path / "read", identities=(str(ours),))
    assert "Traceback" not in capfd.readouterr().err


def test_what_a_killed_backup_left_is_known_at_once_and_goes_before_the_next(small, tmp_path):
    archives = tmp_path / "archives"
    archives.mkdir()
    places = f"Installation(Path({str(small.folder)!r}), {small.url!r}), Path({str(archives / 'kept')!r})"
    killed = (
        "import os; from pathlib import Path; from wgcop.upkeep.keeping import backup; "
        "from wgcop.upkeep.keeping.place import Installation; "
        f"backup.keep({places}, progress=lambda _: os.kill(os.getpid(), 9))"
    )
    assert at_work.left_in(small.folder) == []
    run = subprocess.run([sys.executable, "-c", killed], env={"PYTHONPATH": ":".join(sys.path)})
    assert run.returncode == -signal.SIGKILL
    folder, part = at_work.left_in(small.folder)
    assert folder.parent == small.folder and (folder / "wgcop.db").exists()
    assert list(archives.iterdir()) == [part] and part.name.startswith(".kept-")

    while_it_runs = []

    def look(_):
        while_it_runs.append((at_work.left_in(small.folder), folder.exists(), part.exists()))
        at_work.clear(small.folder)

    kept(small, archives / "kept", progress=look)
    assert while_it_runs and set(map(repr, while_it_runs)) == {"([], False, False)"}
    assert [each.name for each in archives.iterdir()] == ["kept"]
    assert not list(small.folder.glob("backup-*"))


def test_all_rows_move_to_the_other_kind_and_back(world, database, elsewhere, app, tmp_path):
    place = Installation(Path(database["DATA_DIR"]), database["DATABASE_URL"], KEY)
    with app.app_context():
        assert db.session.scalar(select(Comment.id).limit(1))
        with pytest.raises(Refused, match="has the database open"):
            move.move(place, elsewhere("sqlite").url)
        db.session.close()
        db.engine.dispose()
    before = sums(place.url)
    first, second = (elsewhere(kind) for kind in ("postgresql", "sqlite"))
    assert move.move(place, first.url) == before
    assert move.move(replace(place, url=first.url), second.url) == before
    assert sums(place.url) == sums(first.url) == sums(second.url) == before
    with pytest.raises(Refused, match="is not empty"):
        move.move(place, second.url)
    for moved in (first, second):  # what is new gets the next number
        with workspace_in(replace(place, url=moved.url)):
            highest = db.session.scalar(select(func.max(Message.id))) or 0
            letter = Message(recipient="amina@example.org", subject="Moved", text="")
            db.session.add(letter)
            db.session.commit()
            assert letter.id > highest


@pytest.fixture
def latin(cluster):
    """A database that stores text as LATIN1, as an old installation of PostgreSQL makes it."""
    cluster.admin.execute(
        "CREATE DATABASE latin ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
    )
    yield cluster.url("latin")
    cluster.drop("latin")


def test_nothing_is_brought_into_a_database_that_lacks_letters(small, latin, tmp_path):
    lacks = "stores text as LATIN1, .* createdb --encoding UTF8"
    kept(small, tmp_path / "kept")
    with pytest.raises(Refused, match=lacks):
        restore.restore(tmp_path / "kept", Installation(tmp_path / "there", latin))
    assert not (tmp_path / "there").exists()
    with pytest.raises(Refused, match=lacks):
        move.move(small, latin)
    with pytest.raises(Refused, match=lacks):
        checks.require_database(latin)
    engine = engine_of(latin)
    assert inspect(engine).get_table_names() == []
    engine.dispose()


def test_a_restore_that_was_killed_before_its_rows_were_there_is_begun_again(
    small, elsewhere, tmp_path
):
    """On PostgreSQL files come first, and rows with the commit."""
    file, place = tmp_path / "kept", elsewhere("postgresql")
    backup.keep(small, file)
    left = place.folder / "files" / "ab" / ("ab" + "0" * 62)
    left.parent.mkdir(parents=True)
    left.write_text("half of it")
    with pytest.raises(Refused, match="Here is a workspace already"):
        restore.restore(file, place)
    (place.folder / restore.BEGUN).touch()
    (place.folder / "restore-abc").mkdir()
    restore.restore(file, place)
    assert not left.exists() and databases.holds_rows(place.url)
    assert not list(place.folder.glob("restore-*"))
    (place.folder / restore.BEGUN).touch()
    with pytest.raises(Refused, match="everything is in place"):
        restore.restore(file, place)
    assert databases.holds_rows(place.url) and not (place.folder / restore.BEGUN).exists()


def test_of_two_restores_at_once_the_second_is_turned_away_and_harms_nothing(
    small, elsewhere, tmp_path
):
    file, place = tmp_path / "kept", elsewhere("sqlite")
    kept(small, file)
    unpacking = place.folder / "restore-of-the-first"
    unpacking.mkdir(parents=True)
    first = os.open(place.folder, os.O_RDONLY)
    fcntl.flock(first, fcntl.LOCK_EX)
    with pytest.raises(Refused, match="Another 'wgcop restore' is at work"):
        restore.restore(file, place)
    assert unpacking.exists()
    os.close(first)
    restore.restore(file, place)
    assert databases.holds_rows(place.url)


def test_a_trial_sends_no_letters(small, elsewhere, tmp_path):
    file, place = tmp_path / "kept", elsewhere("sqlite")
    backup.keep(small, file)
    restore.restore(file, place, is_trial=True)
    settings = {
        **SETTINGS,
        "DATA_DIR": str(place.folder),
        "DATABASE_URL": place.url,
        "MAIL_URL": "smtp://127.0.0.1:1",
    }
    assert create_app(settings).extensions["mail_carrier"] is None
    (place.folder / "trial").unlink()
    assert create_app(settings).extensions["mail_carrier"] is not None


def test_a_trial_that_did_not_end_makes_no_trial_of_what_is_restored_in_earnest(
    small, elsewhere, tmp_path, monkeypatch
):
    file, place = tmp_path / "kept", elsewhere("sqlite")
    kept(small, file)

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(databases, "put", full)
        with pytest.raises(OSError):
            restore.restore(file, place, is_trial=True)
    assert not (place.folder / "trial").exists()
    place.folder.mkdir(exist_ok=True)
    for name in (restore.BEGUN, "trial"):  # as a trial leaves them that is killed
        (place.folder / name).write_text("trial")
    restore.restore(file, place)
    assert databases.holds_rows(place.url) and not (place.folder / "trial").exists()


def test_a_database_that_a_newer_workspace_brought_further_is_not_kept_by_this_one(
    elsewhere, tmp_path
):
    """An archive is a file of SQLite, for which this one could not make the tables."""
    place = elsewhere("postgresql")
    databases.migrate(place.url)
    engine = databases.engine_of(place.url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(Refused, match="is of a newer workspace"):
        kept(place, tmp_path / "kept")
    assert not (tmp_path / "kept").exists()


def test_what_acts_by_itself_in_an_archive_and_is_not_ours_is_left_out(world, database, tmp_path):
    """Else it would act with the next comment, long after the restore."""
    if not database["DATABASE_URL"].startswith("sqlite"):
        pytest.skip("An archive holds the triggers of SQLite alone.")
    file = Path(database["DATA_DIR"]) / "wgcop.db"
    with closing(sqlite3.connect(file)) as connection, connection:
        [(own,)] = connection.execute(
            "SELECT sql FROM sqlite_master WHERE name = 'audit_row_is_not_changed'"
        ).fetchall()
        connection.execute("DROP TRIGGER audit_row_is_not_changed")
        connection.execute(
            "CREATE TRIGGER audit_row_is_not_changed AFTER UPDATE ON audit_row BEGIN SELECT 1; END"
        )
        connection.execute(
            'CREATE TRIGGER "quo""kka" AFTER INSERT ON comment BEGIN DELETE FROM person; END'
        )
        connection.execute("CREATE VIEW wombat AS SELECT * FROM person")
    place = Installation(Path(database["DATA_DIR"]), database["DATABASE_URL"], KEY)
    kept(place, tmp_path / "kept")
    there = Installation(tmp_path / "there", f"sqlite:///{tmp_path / 'there' / 'wgcop.db'}")
    left_out = restore.restore(tmp_path / "kept", there).left_out
    assert set(left_out) == {"audit_row_is_not_changed", 'quo"kka', "wombat"}
    assert 'quo"kka' in restore.of_left_out(left_out)
    code = databases._code_in(tmp_path / "there" / "wgcop.db")
    assert code["trigger", "audit_row_is_not_changed"] == own
    assert not {name for _kind, name in code} & {'quo"kka', "wombat"}
    made = tmp_path / "whole"
    assert sums(there.url)["comment"] == sums(place.url)["comment"]
    kept(there, made)
    again = Installation(tmp_path / "again", f"sqlite:///{tmp_path / 'again' / 'wgcop.db'}")
    assert restore.restore(made, again).left_out == []


@pytest.mark.parametrize(
    ("stored", "told"), [("", ""), (KEY, "another key, as long as a key must be")]
)
def test_who_restores_without_the_key_of_then_is_told_all_that_ends_with_it(tmp_path, stored, told):
    said = restore.of_key(SimpleNamespace(key=stored), Installation(tmp_path, "", told))
    assert "everybody signs in again, authenticator apps, recovery codes" in said


def test_one_lost_file_comes_back_out_of_an_archive(small, tmp_path, monkeypatch):
    archive_file = tmp_path / "kept"
    kept(small, archive_file)
    whole, damaged = files.digest(b"words"), files.digest(b"worlds")

    def take(digest, output=None):
        monkeypatch.setattr(Installation, "of_settings", lambda: small)
        cli.take_out(archive_file, digest, Keys(), output)

    for _ in range(3):
        small.files.erase(whole)
        take(whole)
        assert (small.folder / "files" / whole[:2] / whole).read_bytes() == b"words"
    take(whole, tmp_path / "elsewhere.txt")
    assert (tmp_path / "elsewhere.txt").read_bytes() == b"words"
    for digest, said in ((damaged, "was damaged"), ("0" * 64, "holds no file")):
        with pytest.raises(Refused, match=said):
            take(digest)
    with pytest.raises(Refused, match="is there already"):
        take(whole, tmp_path / "elsewhere.txt")
    assert not list(small.folder.glob("take-*"))
    before = archive_file.read_bytes()
    for digest in ("", " ", whole[:12], str(tmp_path / "elsewhere.txt")):
        said = CliRunner().invoke(
            cli.backup_command, [str(archive_file), "--take", digest, "--force"]
        )
        assert said.exit_code and "whole digest" in f"{said.output}{said.exception}"
    assert archive_file.read_bytes() == before and (tmp_path / "elsewhere.txt").exists()
