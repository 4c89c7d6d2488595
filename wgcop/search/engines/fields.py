"""The index fields of a record, for all engines."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from whoosh.util.numeric import byte_to_length, length_to_byte

from wgcop.languages import group_of
from wgcop.search.engines.symbols import order_by_number
from wgcop.search.question import analysis
from wgcop.search.record_fields import (
    EXACT_FIELDS,
    FACETS,
    LABEL_FIELDS,
    NAMED_FIELDS,
    NamedField,
)
from wgcop.search.records import Record, talk

UNDATED = -(2**31)
"""The date of a record without one: before all others."""


COLUMNS = (*FACETS, "order")
"""What is read as undivided values of all records: the facets, and the order by number. Comments have no place in it."""


class TermsField(NamedTuple):
    """An index field that holds terms."""

    has_positions: bool = False
    """Whether it can be searched for phrases."""
    is_scored: bool = False
    """Whether it is ranked, which takes its length."""


def whole(facet: str) -> str:
    """The field with the undivided values of a facet or another column."""
    return facet if facet in EXACT_FIELDS else f"whole_{facet}"


TEXT, LABEL = TermsField(has_positions=True, is_scored=True), TermsField(has_positions=True)
WRITTEN, VALUES = TermsField(is_scored=True), TermsField()

TERMS_FIELDS: dict[str, TermsField] = {
    "id": VALUES,
    "audience": VALUES,
    "title": TEXT,
    "text": TEXT,
    # Symbol, source and other names: searched along with title and text.
    "names": TEXT,
    # Words without stemming: for prefixes, and for the correction of misspelt words.
    "title_words": WRITTEN,
    "text_words": WRITTEN,
    **dict.fromkeys(sorted(LABEL_FIELDS), LABEL),
    **{whole(column): VALUES for column in COLUMNS},
}


def fields_of(record: Record) -> dict[str, Any]:
    """The terms of each field, with their positions where the field has them; and the date in minutes."""
    title = analysis.terms_of(record.title, record.language)
    text = analysis.terms_of(record.text, record.language)
    labels = {name: _values(record, field) for name, field in NAMED_FIELDS.items()}
    labels["language"] = [record.language, group_of(record.language)]
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
        whole("order"): []
        if record.kind in talk()
        else [order_by_number(record.symbol, record.title)],
        "date": int(record.date.timestamp() // 60) if record.date else UNDATED,
    }


def _values(record: Record, field: NamedField) -> Sequence[str]:
    value = getattr(record, field.attribute)
    if value is None:
        return []
    return [str(value)] if isinstance(value, str | int) else value


def rounded_length(length: int) -> int:
    """Whoosh stores the length of a field in one byte. The other engine rounds in the same way, so that both rank alike."""
    rounded: int = byte_to_length(length_to_byte(length))
    return rounded
