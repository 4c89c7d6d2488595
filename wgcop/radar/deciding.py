"""What is asked of a text before it goes out: how it stands to each earlier work that shares passages with it."""

from typing import Any

from wgcop.radar.forms import DecisionForms, Duplicate
from wgcop.radar.looking import look
from wgcop.radar.matching.overlap import is_short
from wgcop.radar.queries import open_questions


def asked_of(
    text: str,
    *,
    record_id: str = "",
    language: str,
    audiences: frozenset[str],
    data: Any,
    duplicate: Duplicate,
) -> DecisionForms | None:
    """A form for each hit that nobody has decided on; None if the radar did not answer.

    Ends the transaction of the request: what was read before is read again.
    """
    if is_short(text):
        return DecisionForms([], data, duplicate)
    check = look(text, audiences=audiences, language=language, besides=record_id)
    if check is None:
        return None
    return DecisionForms(open_questions(record_id, text, check), data, duplicate)
