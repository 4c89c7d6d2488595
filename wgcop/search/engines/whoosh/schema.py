"""The Whoosh schema of a record."""

import hashlib
import pickle
from array import array
from collections import Counter
from collections.abc import Iterator
from typing import Any

from whoosh.columns import NumericColumn, VarBytesColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.formats import Existence

from wgcop.search.engines.fields import TERMS_FIELDS, UNDATED, TermsField, fields_of
from wgcop.search.engines.hits import SUMMARY_FIELDS, content, summary
from wgcop.search.engines.whoosh.codec import MOST_COUNTED, PARTS
from wgcop.search.question import analysis
from wgcop.search.records import Record


class ReadyTerms(FieldType):
    """A field for terms that come from our own analyzer, so that Whoosh analyzes nothing."""

    def __init__(self, field: TermsField) -> None:
        self.format = Existence()
        self.positions = field.has_positions
        self.scorable = field.is_scored
        self.stored = self.unique = False

    def index(self, value: Any, **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """For each term: its bytes, count, weight, and positions as bytes."""
        if not self.positions:
            for term, count in Counter(value).items():
                yield term.encode(), count, min(count, MOST_COUNTED), b""
            return
        places: dict[str, Any] = {}
        for term, position in value:
            positions = places.get(term)
            if positions is None:
                positions = places[term] = array("I")
            positions.append(position)
        for term, positions in places.items():
            positions = positions[:MOST_COUNTED]
            yield term.encode(), len(positions), len(positions), positions.tobytes()


SCHEMA = Schema(
    **{name: ReadyTerms(field) for name, field in TERMS_FIELDS.items()},
    date=COLUMN(NumericColumn("i", default=UNDATED)),
    shown=COLUMN(VarBytesColumn()),
    written=COLUMN(VarBytesColumn()),
)

FORMAT = hashlib.sha256(
    repr((analysis.VERSION, SUMMARY_FIELDS, list(PARTS), list(TERMS_FIELDS.items()))).encode()
).hexdigest()
"""Changes whenever an existing index could not be read or would give other answers."""


def document(record: Record) -> dict[str, Any]:
    return fields_of(record) | {
        "shown": pickle.dumps(summary(record)),
        "written": pickle.dumps(content(record)),
    }
