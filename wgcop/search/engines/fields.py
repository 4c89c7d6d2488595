"""What an index keeps of a record, field by field."""

import hashlib
import pickle
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from whoosh.columns import NumericColumn, VarBytesColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.formats import Existence

from wgcop.languages import group_of
from wgcop.search.engines.hits import SHOWN, shown, written
from wgcop.search.engines.protocol import FACETS
from wgcop.search.engines.whoosh.codec import MOST_COUNTED, PARTS
from wgcop.search.question import analysis
from wgcop.search.question.query import EXACT_FIELDS, LABEL_FIELDS
from wgcop.search.records import Record

UNDATED = -(2**31)
"""The date of a record without one: before all others."""


class TermsField(FieldType):
    """Holds terms that our analyzer made before; Whoosh analyzes nothing."""

    def __init__(self, *, positions: bool, scorable: bool) -> None:
        self.format = Existence()
        self.positions = positions
        self.scorable = scorable
        self.stored = self.unique = False

    def index(self, value: Any, **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        if not self.positions:
            for term, count in Counter(value).items():
                yield term.encode(), count, min(count, MOST_COUNTED), b""
            return
        places: dict[str, Any] = {}
        for term, position in value:
            held = places.get(term)
            if held is None:
                held = places[term] = array("I")
            held.append(position)
        for term, positions in places.items():
            positions = positions[:MOST_COUNTED]
            yield term.encode(), len(positions), len(positions), positions.tobytes()


def whole(facet: str) -> str:
    """The field that holds the values of a facet in one piece."""
    return facet if facet in EXACT_FIELDS else f"whole_{facet}"


SCHEMA = Schema(
    id=TermsField(positions=False, scorable=False),
    audience=TermsField(positions=False, scorable=False),
    title=TermsField(positions=True, scorable=True),
    text=TermsField(positions=True, scorable=True),
    # What it is called by, found without naming the field: symbol, source and other names.
    names=TermsField(positions=True, scorable=True),
    # Words as they were written: what a prefix is looked up in, and what is proposed to who misspells.
    title_words=TermsField(positions=False, scorable=True),
    text_words=TermsField(positions=False, scorable=True),
    **{name: TermsField(positions=True, scorable=False) for name in sorted(LABEL_FIELDS)},
    **{whole(facet): TermsField(positions=False, scorable=False) for facet in FACETS},
    date=COLUMN(NumericColumn("i", default=UNDATED)),
    shown=COLUMN(VarBytesColumn()),
    written=COLUMN(VarBytesColumn()),
)

FORMAT = hashlib.sha256(
    repr(
        (analysis.VERSION, SHOWN, list(PARTS), [(n, type(f).__name__) for n, f in SCHEMA.items()])
    ).encode()
).hexdigest()


def document(record: Record) -> dict[str, Any]:
    """A record as the fields of the index."""
    title = analysis.terms_of(record.title, record.language)
    text = analysis.terms_of(record.text, record.language)
    labels: dict[str, Sequence[str]] = {
        "source": [record.source],
        "symbol": [record.symbol],
        "body": [record.body],
        "level": [record.level],
        "region": [record.region],
        "clause": record.clauses,
        "subject": record.subjects,
        "language": [record.language, group_of(record.language)],
        "state": [record.state],
        "kind": [record.kind],
        "year": [str(record.year)] if record.year is not None else [],
    }
    return {
        "id": [record.id],
        "audience": sorted(record.audience),
        "title": title.terms,
        "text": text.terms,
        "names": analysis.labels_of([record.symbol, record.source, *record.also_called]),
        "title_words": title.words,
        "text_words": text.words,
        **{name: analysis.labels_of(labels[name]) for name in LABEL_FIELDS},
        **{whole(facet): sorted(filter(None, set(labels[facet]))) for facet in FACETS},
        whole("language"): [group_of(record.language)],
        "date": int(record.date.timestamp() // 60) if record.date else UNDATED,
        "shown": pickle.dumps(shown(record)),
        "written": pickle.dumps(written(record)),
    }
