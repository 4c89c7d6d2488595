"""Names of entries for the audit trail, which stores only their numbers, because a name can be
redacted.
"""

from collections.abc import Collection, Mapping

from sqlalchemy import select

from wgcop.accounts.delegation_names import fold
from wgcop.audit.naming import finds, names
from wgcop.database import db
from wgcop.initiatives.models import Initiative


@names("initiative")
def entries(keys: Collection[str]) -> Mapping[str, str]:
    wanted = [int(key) for key in keys if key.isdecimal()]
    rows = db.session.execute(
        select(Initiative.id, Initiative.name).where(Initiative.id.in_(wanted))
    )
    return {str(key): name for key, name in rows}


@finds("initiative")
def entries_called(name: str) -> Collection[str]:
    """Return the keys of the entries whose names contain `name`. Names are compared here and not in
    the database, because SQLite ignores case only in ASCII.
    """
    wanted = fold(name)
    rows = db.session.execute(select(Initiative.id, Initiative.name))
    return [str(key) for key, called in rows if wanted in fold(called)]
