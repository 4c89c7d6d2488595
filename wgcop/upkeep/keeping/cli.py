"""`wgcop backup`, `wgcop restore` and `wgcop move`: keep a workspace, bring it back, change its
database.
"""

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import click
import psycopg

import config
from wgcop.errors import Invalid, Refused
from wgcop.mail import TRIAL
from wgcop.observing.watched import BACKUP, noting
from wgcop.observing.watched import TRIAL as TRIAL_NOTE
from wgcop.upkeep.keeping import backup, databases, move, restore
from wgcop.upkeep.keeping.archive import Progress
from wgcop.upkeep.keeping.at_work import folder_of_work
from wgcop.upkeep.keeping.noting import missing_files, note_deed
from wgcop.upkeep.keeping.place import Installation, kind
from wgcop.upkeep.keeping.sealing import Encryption, Keys, identities_in, recipient

SHORTEST_PASSPHRASE = 12
A_FILE = click.Path(dir_okay=False, path_type=Path)

identity_option = click.option(
    "--identity", type=A_FILE, help="A file with the secret key of age that opens the archive."
)
passphrase_option = click.option(
    "--passphrase-file",
    type=A_FILE,
    help="A file whose first line is the passphrase. Without it, a terminal is asked.",
)


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path, allow_dash=True))
@click.option(
    "--encrypt",
    "recipients",
    multiple=True,
    metavar="RECIPIENT",
    help="Encrypt for this public key of age (age1…; may be repeated), or with a “passphrase”.",
)
@passphrase_option
@identity_option
@click.option("--verify", is_flag=True, help="Check FILE and say what it holds. Writes nothing.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@click.option(
    "--take",
    metavar="DIGEST",
    help="Bring one stored file of the archive FILE back into this workspace. doctor names those that are missing.",
)
@click.option("--output", type=A_FILE, help="With --take: write it there instead.")
def backup_command(
    file: Path,
    recipients: tuple[str, ...],
    passphrase_file: Path | None,
    identity: Path | None,
    verify: bool,
    force: bool,
    take: str | None,
    output: Path | None,
) -> None:
    """Keep database, files and key in one archive FILE, while people keep writing.

    FILE may be - for the standard output. The archive holds everything, including what delegations
    keep to themselves: encrypt it, or keep it where only administrators read.
    """
    if verify:
        require_there(file)
        verify_archive(file, keys(identity, passphrase_file))
        return
    if output is not None and take is None:
        raise Refused("--output is for --take alone.")
    if take is not None:
        digest = take.strip().lower()
        if not backup.DIGEST.fullmatch(digest):
            raise Refused(
                "--take needs the whole digest of a file, 64 digits and letters from a to f: "
                "'wgcop doctor' says those of lost files."
            )
        require_there(file)
        take_out(file, digest, keys(identity, passphrase_file), output)
        return
    # Every failure is noted, also one such as a wrong key: the server reports it in the morning.
    with noting(config.DATA_DIR, BACKUP):
        keep(file, recipients, passphrase_file, force=force)


def keep(
    file: Path, recipients: tuple[str, ...], passphrase_file: Path | None, *, force: bool
) -> None:
    place = Installation.of_settings()
    seal = seal_of(recipients, passphrase_file)
    with at_work("Keeping") as progress:
        if str(file) == "-":
            if sys.stdout.isatty():
                raise Refused(
                    "An archive is not for a terminal: name a file, or lead the output elsewhere."
                )
            made = backup.make(place, sys.stdout.buffer, seal, progress)
        else:
            made = backup.keep(place, file, seal, progress, over_another=force)
    click.echo(f"{file}: {backup.described(made.manifest)}.", err=True)
    if made.damaged:
        click.echo(backup.of_damaged(made.damaged), err=True)
    if missing := missing_files(place.url):
        click.echo(backup.of_missing(missing), err=True)
    note_deed("workspace.kept", place.url, backup.described(made.manifest))


def take_out(file: Path, digest: str, keys: Keys, output: Path | None) -> None:
    place = Installation.of_settings()
    if output and output.exists():
        raise Refused(f"{output} is there already. Choose another name.")
    with at_work("Reading") as progress, folder_of_work(place.folder, "take-") as folder:
        found = backup.take_out(file, digest, folder, keys, progress)
        if output:
            databases.put(found, output)
        else:
            place.files.take_in(digest, found)
    click.echo(f"{digest}: {output or f'back in {place.files.where}'}.")


@click.command("restore")
@click.argument("file", type=A_FILE)
@passphrase_option
@identity_option
@click.option(
    "--trial", is_flag=True, help="To look at it: no e-mail leaves, whatever MAIL_URL says."
)
@click.option(
    "--tell",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DATA_DIR",
    help="With --trial: the workspace in this folder says how the trial of its backup went.",
)
def restore_command(
    file: Path,
    passphrase_file: Path | None,
    identity: Path | None,
    trial: bool,
    tell: Path | None,
) -> None:
    """Bring back a workspace from the archive FILE, into the empty place that the settings name.

    The database may be of another kind than the one that was kept. It is brought to this version.
    """
    if tell and not trial:
        raise click.UsageError("--tell is for a trial: say --trial too.")
    if tell and tell.resolve() == Installation.of_settings().folder.resolve():
        raise click.UsageError(
            "A trial needs a DATA_DIR of its own; the one that --tell names is in use."
        )
    with noting(tell, TRIAL_NOTE) if tell else nullcontext():
        bring_back(file, keys(identity, passphrase_file), trial=trial)


def bring_back(file: Path, keys: Keys, *, trial: bool) -> None:
    require_there(file)
    place = Installation.of_settings()
    with at_work("Restoring") as progress:
        unpacked = restore.restore(file, place, keys, progress, is_trial=trial)
    click.echo(f"Restored into {kind(place.url)}: {backup.described(unpacked.manifest)}.")
    click.echo(restore.of_key(unpacked, place))
    click.echo(
        "The search index is rebuilt when the server runs; until then results are incomplete."
    )
    if trial:
        click.echo(f"This is a trial: no e-mail leaves as long as {place.folder / TRIAL} is there.")
    if unpacked.damaged:
        click.echo(backup.of_damaged(unpacked.damaged))
    if unpacked.left_out:
        click.echo(restore.of_left_out(unpacked.left_out))
    note_deed("workspace.restored", place.url, f"{unpacked.manifest.made_at}")


@click.command("move")
@click.argument("database_url")
def move_command(database_url: str) -> None:
    """Copy all rows to the empty database DATABASE_URL, SQLite or PostgreSQL, and compare them.

    Stop the server first. The old database stays as it is.
    """
    place = Installation.of_settings()
    with at_work("Moving") as progress:
        sums = move.move(place, database_url, progress)
    for name, table in sorted(sums.items()):
        if table.rows:
            click.echo(f"{table.rows:>12,}  {name}  {table.checksum:032x}")
    rows = sum(table.rows for table in sums.values())
    click.echo(f"{rows:,} rows in {len(sums)} tables were copied and compared: they are equal.")
    note_deed("workspace.moved", database_url, f"{kind(place.url)} → {kind(database_url)}")
    click.echo(move.what_to_change(database_url, config.SEARCH_ENGINE))


def require_there(archive: Path) -> None:
    if not os.access(archive, os.R_OK):
        raise Invalid(f"{archive} does not exist, or this user may not read it.")


def verify_archive(file: Path, keys: Keys) -> None:
    with (
        folder_of_work(folder_to_look_in(), "verify-") as folder,
        at_work("Checking") as progress,
    ):
        unpacked = backup.read(file, folder, keys, progress, with_files=False)
        has_key = bool(unpacked.key)
    manifest = unpacked.manifest
    click.echo(f"{file} is whole: {backup.described(manifest)}.")
    click.echo(
        f"Made {manifest.made_at} by version {manifest.version} from {manifest.database}, tables {manifest.revision}, "
        f"{'with' if has_key else 'without'} the key."
    )
    if not databases.knows(manifest.revision):
        click.echo("To restore it a newer version of the workspace is needed than this one.")
    if unpacked.damaged:
        click.echo(backup.of_damaged(unpacked.damaged))


def folder_to_look_in() -> Path | None:
    """Return the folder in which the database may be stored unencrypted for a short time: the data
    folder, if there is one, since it holds such a database anyway.
    """
    return config.DATA_DIR if config.DATA_DIR.is_dir() else None


def seal_of(recipients: tuple[str, ...], passphrase_file: Path | None) -> Encryption:
    public = tuple(text for text in recipients if text != "passphrase")
    for text in public:
        recipient(text)
    if "passphrase" not in recipients:
        if passphrase_file:
            raise click.UsageError("To encrypt with a passphrase, say --encrypt passphrase.")
        return Encryption(public)
    if passphrase_file:
        return Encryption(public, long_enough(passphrase_in(passphrase_file)))
    if not sys.stdin.isatty():
        raise Refused(
            "Nobody can be asked for the passphrase: name its file, --passphrase-file FILE."
        )
    typed = click.prompt("Passphrase", hide_input=True, confirmation_prompt=True, err=True)
    return Encryption(public, long_enough(typed))


def long_enough(passphrase: str) -> str:
    """Return the passphrase for a new archive, or raise Invalid if it is too short. An archive made
    with a shorter passphrase still opens.
    """
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise Invalid(
            f"The passphrase is too short: it needs at least {SHORTEST_PASSPHRASE} characters, since whoever "
            "gets the archive can try as many as they like."
        )
    return passphrase


def keys(identity: Path | None, passphrase_file: Path | None) -> Keys:
    def passphrase() -> str:
        if passphrase_file:
            return passphrase_in(passphrase_file)
        if sys.stdin.isatty():
            return str(click.prompt("Passphrase", hide_input=True, err=True))
        return ""

    return Keys(identities_in(identity) if identity else (), passphrase)


def passphrase_in(file: Path) -> str:
    try:
        passphrase = file.read_text().partition("\n")[0].strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Invalid(f"{file} cannot be read: {error}.") from error
    if not passphrase:
        raise Invalid(f"The first line of {file} is empty. It should be the passphrase.")
    return passphrase


@contextmanager
def at_work(label: str) -> Iterator[Progress]:
    """Show progress at a terminal. Errors of a database or the disk become a Refused with one
    sentence.
    """
    with click.progressbar(
        length=0,
        label=label,
        file=sys.stderr,
        hidden=not sys.stderr.isatty(),
        show_eta=False,
        show_percent=False,
    ) as bar:

        def progress(done: int) -> None:
            bar.length = max(bar.length or 0, bar.pos + done)
            bar.update(done)

        try:
            yield progress
        except (psycopg.Error, sqlite3.Error) as error:
            raise Refused(
                f"The database did not answer as expected: {error}".splitlines()[0]
            ) from error
        except OSError as error:
            raise Refused(f"{error.filename or label}: {error.strerror or error}.") from error
