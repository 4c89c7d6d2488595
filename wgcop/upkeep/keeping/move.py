"""`wgcop move`: copies all rows into an empty database of either kind, counts and compares them.
The old database stays as it is.
"""

from sqlalchemy.exc import SQLAlchemyError

from wgcop.errors import Invalid, Refused
from wgcop.settings import require_database_address
from wgcop.upkeep.keeping import databases
from wgcop.upkeep.keeping.backup import require_database
from wgcop.upkeep.keeping.databases import silent
from wgcop.upkeep.keeping.place import Installation, has_tables, is_sqlite, shown
from wgcop.upkeep.keeping.rows import Progress, Sum


def move(place: Installation, target: str, progress: Progress = silent) -> dict[str, Sum]:
    """Copy all rows to the database `target`. Return for each table the number of rows and the
    checksum that were compared.
    """
    require_database_address(target)
    require_database(place)
    if shown(target) == shown(place.url):
        raise Invalid(
            "The workspace is in this database already. Name the one that it should move to."
        )
    revision = databases.revision_of(place.url)
    databases.require_known(revision)
    if _holds_rows(target):
        aside = (
            f" To go back to a file that was left behind, put it aside first: mv {shown(target)} {shown(target)}.before"
            if is_sqlite(target)
            else ""
        )
        raise Refused(f"{shown(target)} is not empty. Name an empty database.{aside}")
    try:
        with (
            databases.reading_alone(place.url) as rows,
            databases.filled(
                target, rows, revision=revision, newest=False, progress=progress
            ) as sums,
        ):
            return sums
    except OSError as error:
        raise Refused(f"{shown(target)} cannot be written: {error.strerror or error}.") from error


def _holds_rows(target: str) -> bool:
    try:
        return has_tables(target) and databases.holds_rows(target)
    except SQLAlchemyError as error:
        cause = str(getattr(error, "orig", None) or error).splitlines()[0].rstrip(".")
        raise Refused(
            f"{shown(target)}, to which the workspace should move, cannot be used: {cause}. See that it is there, "
            "and that you named the right one after “wgcop move”. Nothing was moved."
        ) from error


def what_to_change(target: str, engine: str) -> str:
    """Return a sentence on the settings to change for the new database."""
    lines = f"Now set DATABASE_URL to {shown(target)}"
    if "***" in lines:
        lines += " (with its password)"
    if is_sqlite(target):
        lines = f"Now set DATABASE_URL to {target}"
        if engine == "postgres":
            lines += " and SEARCH_ENGINE to whoosh"
    return f"{lines}, and start the server."
