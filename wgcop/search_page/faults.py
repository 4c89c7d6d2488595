"""Explains in sentences which pieces of a question could not be read."""

from flask_babel import gettext as _

from wgcop.search.question.query import Query


def faults_in_words(query: Query) -> list[str]:
    return [_sentence(fault) for fault in query.faults]


def _sentence(fault: str) -> str:
    field, _colon, value = fault.partition(":")
    if field.lstrip("-\u2212").lower() == "year" and value.strip():
        return _("“%(typed)s” is not a year. Write year:2010, or year:2008-2012.", typed=fault)
    return _(
        "There is nothing after “%(typed)s”. Enter what to look for after the colon.", typed=fault
    )
