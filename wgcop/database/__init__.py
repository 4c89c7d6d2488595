"""The database: engine, sessions and their locks, actions after a commit, common columns, the
read-only copy, migrations and retention.
"""

from wgcop.database.columns import (
    FILES,
    LARGEST_ID,
    PLAIN_WORDS,
    WORDS,
    Base,
    UtcDateTime,
    WrittenJson,
    as_json,
    drawn_id,
    marked,
)
from wgcop.database.commits import (
    AtEnd,
    act_now,
    after_commit,
    handed_over,
    with_commit,
    with_every_commit,
)
from wgcop.database.engine import (
    ANSWERS_WITHIN,
    CONNECTIONS,
    PATIENCE,
    CountedInTurn,
    CountedPool,
    engine_options,
)
from wgcop.database.failures import (
    NO_ROOM,
    OF_THE_MOMENT,
    READ_ONLY,
    CopyFailed,
    is_of_the_moment,
    tell_of_failures,
)
from wgcop.database.session import (
    READER,
    SAFE_METHODS,
    db,
    init_app,
    only_read,
    reads_copy,
    reads_from_copy,
    unlocked,
    writing,
)
from wgcop.database.sqlite import NOTICEABLE, WRITERS_PATIENCE
from wgcop.database.upserts import insert_into

__all__ = [
    "ANSWERS_WITHIN",
    "CONNECTIONS",
    "FILES",
    "LARGEST_ID",
    "NOTICEABLE",
    "NO_ROOM",
    "OF_THE_MOMENT",
    "PATIENCE",
    "PLAIN_WORDS",
    "READER",
    "READ_ONLY",
    "SAFE_METHODS",
    "WORDS",
    "WRITERS_PATIENCE",
    "AtEnd",
    "Base",
    "CopyFailed",
    "CountedInTurn",
    "CountedPool",
    "UtcDateTime",
    "WrittenJson",
    "act_now",
    "after_commit",
    "as_json",
    "db",
    "drawn_id",
    "engine_options",
    "handed_over",
    "init_app",
    "insert_into",
    "is_of_the_moment",
    "marked",
    "only_read",
    "reads_copy",
    "reads_from_copy",
    "tell_of_failures",
    "unlocked",
    "with_commit",
    "with_every_commit",
    "writing",
]
