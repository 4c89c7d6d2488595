"""`wgcop move`: all rows into an empty database of either kind, counted and compared. The old one stays as it is."""

from wgcop.errors import Invalid, Refused
from wgcop.settings import require_database_address
from wgcop.upkeep.keeping import databases
from wgcop.upkeep.keeping.backup import require_database
from wgcop.upkeep.keeping.databases import silent
from wgcop.upkeep.keeping.place import Installation, has_tables, is_sqlite, shown
from wgcop.upkeep.keeping.rows import Progress, Sum


def move(place: Installation, target: str, progress: Progress = silent) -> dict[str, Sum]:
    """Returns what was compared: for each table how many rows, and their checksum."""
    require_database_address(target)
    require_database(place)
    if shown(target) == shown(place.url):
        raise Invalid(
            "The workspace is in this database already. Name the one that it should move to."
        )
    revision = databases.revision_of(place.url)
    if not databases.knows(revision):
        raise Refused(
            f"The database is of a newer workspace (tables {revision}). Install that one first."
        )
    if has_tables(target) and databases.holds_rows(target):
        aside = (
            f" To go back to a file that was left behind, put it aside first: mv {shown(target)} {shown(target)}.before"
            if is_sqlite(target)
            else ""
        )
        raise Refused(f"{shown(target)} is not empty. Name an empty database.{aside}")
    with (
        databases.reading_alone(place.url) as rows,
        databases.filled(target, rows, revision=revision, newest=False, progress=progress) as sums,
    ):
        return sums


def what_to_change(target: str, engine: str) -> str:
    """The settings that lead to the new database."""
    lines = f"Now set DATABASE_URL to {shown(target)}"
    if "***" in lines:
        lines += " (with its password)"
    if is_sqlite(target):
        lines = f"Now set DATABASE_URL to {target}"
        if engine == "postgres":
            lines += " and SEARCH_ENGINE to whoosh"
    return f"{lines}, and start the server."
