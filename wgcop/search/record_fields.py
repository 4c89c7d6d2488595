"""The fields of a record that a question can name or a reader can choose: the table of all facets
and labels.
"""

from typing import NamedTuple

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l


class NamedField(NamedTuple):
    name: str
    """The name before the colon (`level:national`) and in the address of a search."""
    attribute: str
    """The attribute of `Record` that holds its value or values."""
    heading: LazyString | None = None
    """The heading beside the results. A field with a heading is a facet."""
    is_exact: bool = False
    """Whether typed values must match as a whole. The other fields are labels, which are searched
    word by word.
    """


NAMED_FIELDS = {
    field.name: field
    for field in (
        NamedField("kind", "kind", _l("Kind"), is_exact=True),
        NamedField("body", "body", _l("Body")),
        NamedField("level", "level", _l("Level")),
        NamedField("region", "all_regions", _l("Region")),
        NamedField("country", "countries", _l("Country")),
        NamedField("year", "year", _l("Year"), is_exact=True),
        NamedField("language", "language", _l("Language")),
        NamedField("subject", "subjects", _l("Subject")),
        NamedField("clause", "clauses", _l("Clause")),
        NamedField("state", "state", _l("State")),
        NamedField("source", "source"),
        NamedField("symbol", "symbol"),
    )
}

FACETS = tuple(field.name for field in NAMED_FIELDS.values() if field.heading is not None)
"""The names of the facets, in the order on the page. Choices are compared as whole values; a record
may have several subjects and clauses.
"""
EXACT_FIELDS = frozenset(field.name for field in NAMED_FIELDS.values() if field.is_exact)
LABEL_FIELDS = frozenset(NAMED_FIELDS) - EXACT_FIELDS
