"""The tables of the PostgreSQL engine: a schema of its own, which the engine makes and may throw
away.
"""

import hashlib

from wgcop.search.question import analysis
from wgcop.search_engines.fields import COLUMNS, TERMS_FIELDS, whole
from wgcop.search_engines.hits import STORED_FIELDS

# A posting row is one term of one field in one segment, and `packed.py` says how its arrays are packed. A segment is what one
# commit wrote, or several that were merged. A record that is written again gets a new number, and its old number is noted in
# `gone`; postings of what is gone stay until they are merged. `merge` has at most one row: what is being merged, and how far.
# Rows of a commit that was just made are too new for the planner's statistics, and much is deleted by merging: hence the
# settings of the tables. `epoch` is the state of the database that the index belongs to.
TABLES = """
DROP SCHEMA IF EXISTS search CASCADE;
CREATE SCHEMA search;
CREATE TABLE search.state (
    format text NOT NULL,
    epoch text NOT NULL DEFAULT '',
    numbering bigint NOT NULL,
    generation bigint NOT NULL DEFAULT 0,
    last bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 20);
CREATE TABLE search.record (
    number integer PRIMARY KEY,
    id text NOT NULL UNIQUE,
    shown bytea NOT NULL,
    text bytea NOT NULL
);
CREATE TABLE search.gone (
    number integer NOT NULL,
    generation bigint NOT NULL
);
CREATE INDEX ON search.gone (generation);
CREATE TABLE search.segment (
    number bigint PRIMARY KEY,
    records integer NOT NULL,
    last integer NOT NULL,
    columns bytea NOT NULL
);
CREATE TABLE search.merge (
    segment bigint NOT NULL,
    merged bigint[] NOT NULL,
    is_whole boolean NOT NULL,
    generation bigint NOT NULL,
    field text COLLATE "C" NOT NULL DEFAULT '',
    term text COLLATE "C" NOT NULL DEFAULT '',
    seconds real NOT NULL DEFAULT 0
);
CREATE TABLE search.posting (
    field text COLLATE "C" NOT NULL,
    term text COLLATE "C" NOT NULL,
    segment bigint NOT NULL,
    is_column boolean NOT NULL,
    numbers bytea NOT NULL,
    counts bytea NOT NULL,
    places bytea,
    PRIMARY KEY (field, term, segment)
) WITH (
    autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_insert_scale_factor = 0.05,
    toast.autovacuum_vacuum_scale_factor = 0.05
);
CREATE INDEX ON search.posting (segment);
CREATE INDEX ON search.posting (segment) WHERE is_column;
ALTER TABLE search.posting
    ALTER numbers SET STORAGE EXTERNAL, ALTER counts SET STORAGE EXTERNAL, ALTER places SET STORAGE EXTERNAL;
ALTER TABLE search.segment ALTER columns SET STORAGE EXTERNAL;
"""

COLUMN_FIELDS = ("audience", *(whole(column) for column in COLUMNS))
"""The fields of which every search reads all values."""

FORMAT = hashlib.sha256(
    repr(
        (analysis.VERSION, TABLES, COLUMN_FIELDS, STORED_FIELDS, list(TERMS_FIELDS.items()))
    ).encode()
).hexdigest()
