"""The index fields of a record, for all engines."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from whoosh.util.numeric import byte_to_length

from wgcop.languages import group_of
from wgcop.search.question.symbols import index_words, spoken_names
from wgcop.search.record_fields import (
    EXACT_FIELDS,
    FACETS,
    LABEL_FIELDS,
    NAMED_FIELDS,
    NamedField,
)
from wgcop.search.records import Record, talk
from wgcop.search_engines.symbols import order_by_number

ROUNDED = np.array([byte_to_length(byte) for byte in range(256)], dtype=np.int32)
"""The lengths of fields that one byte can represent, ascending."""

UNDATED = -(2**31)
"""The date assigned to a record that has none; it sorts before all others."""


COLUMNS = (*FACETS, "order")
"""The columns of undivided values that are read for all records: the facets, and the sort position
by number, which comments do not have.
"""


class TermsField(NamedTuple):
    """An index field that holds terms."""

    has_positions: bool = False
    """Whether the field can be searched for phrases."""
    is_scored: bool = False
    """Whether the field is ranked, which needs its length."""


def whole(facet: str) -> str:
    """Return the name of the field with the undivided values of a facet or another column."""
    return facet if facet in EXACT_FIELDS else f"whole_{facet}"


_WHOLE_FACETS = tuple((whole(facet), NAMED_FIELDS[facet]) for facet in FACETS)

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


SCORABLE = tuple(name for name, field in TERMS_FIELDS.items() if field.is_scored)


def labels_of(record: Record) -> dict[str, Sequence[str]]:
    """Return, by field, the values that are searched word by word, in addition to the title and the
    text. No phrase matches across two values.
    """
    labels = {name: _values(record, NAMED_FIELDS[name]) for name in LABEL_FIELDS}
    labels["language"] = [record.language, group_of(record.language)]
    labels["names"] = [
        record.symbol,
        *index_words(record.symbol),
        *spoken_names(record.symbol),
        record.source,
        *record.also_called,
    ]
    return labels


def values_of(record: Record) -> dict[str, Sequence[str]]:
    """Return, by field, the values that are matched as a whole."""
    return {
        "id": [record.id],
        "audience": sorted(record.audience),
        **{name: _distinct(_values(record, field)) for name, field in _WHOLE_FACETS},
        whole("language"): [group_of(record.language)],
        whole("order"): []
        if record.kind in talk()
        else [order_by_number(record.symbol, record.title)],
    }


def date_of(record: Record) -> int:
    """Return the date of a record in minutes since 1970; `UNDATED` if it has none."""
    return int(record.date.timestamp() // 60) if record.date else UNDATED


def _distinct(values: Sequence[str]) -> Sequence[str]:
    if len(values) == 1:
        return values if values[0] else ()
    return sorted(filter(None, set(values)))


def _values(record: Record, field: NamedField) -> Sequence[str]:
    value = getattr(record, field.attribute)
    if value is None:
        return []
    return [str(value)] if isinstance(value, str | int) else value


def rounded_lengths(lengths: npt.NDArray[np.int64]) -> npt.NDArray[np.int32]:
    """Round lengths of fields as Whoosh does, which stores each in one byte."""
    rounded: npt.NDArray[np.int32] = ROUNDED[
        np.minimum(np.searchsorted(ROUNDED, lengths), len(ROUNDED) - 1)
    ]
    return rounded
