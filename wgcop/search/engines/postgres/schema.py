"""The tables of the PostgreSQL engine: a schema of its own, which the engine makes and may throw away."""

import hashlib

from wgcop.search.engines.fields import TERMS_FIELDS
from wgcop.search.engines.hits import STORED_FIELDS
from wgcop.search.question import analysis

# A posting row is one term of one field in one segment: the numbers of the records that contain it and, for each number,
# how often they do and how long the field is. `places` packs each occurrence into one number, the record's above the 24
# bits of the position, so that a phrase is found by comparing numbers. Within a numbering no number is used twice.
# `epoch` is the state of the database that the index belongs to.
TABLES = """
DROP SCHEMA IF EXISTS search CASCADE;
CREATE SCHEMA search;
CREATE TABLE search.state (
    format text NOT NULL,
    epoch text NOT NULL DEFAULT '',
    numbering bigint NOT NULL,
    generation bigint NOT NULL DEFAULT 0,
    last integer NOT NULL DEFAULT 0
);
CREATE TABLE search.record (
    number integer PRIMARY KEY DEFERRABLE,
    id text NOT NULL UNIQUE,
    audience text[] NOT NULL,
    facets text NOT NULL,
    lengths real[] NOT NULL,
    date integer NOT NULL,
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
    records integer NOT NULL
);
CREATE TABLE search.posting (
    field text COLLATE "C" NOT NULL,
    term text COLLATE "C" NOT NULL,
    segment bigint NOT NULL,
    numbers integer[] NOT NULL,
    counts integer[] NOT NULL,
    lengths real[],
    places bigint[],
    PRIMARY KEY (field, term, segment)
);
CREATE INDEX ON search.posting (segment);
"""

FORMAT = hashlib.sha256(
    repr((analysis.VERSION, TABLES, STORED_FIELDS, list(TERMS_FIELDS.items()))).encode()
).hexdigest()
