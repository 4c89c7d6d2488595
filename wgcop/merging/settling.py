"""Puts what stands in place of a lifted bracket into the chair's text."""

from flask_babel import gettext as _

from wgcop.brackets.models import Bracket, BracketActor
from wgcop.brackets.settling import Settling, settles_words
from wgcop.brackets.spans import in_place_of
from wgcop.errors import Refused
from wgcop.merging.actions import open_chairs_text, put_words
from wgcop.merging.pieces import Splice
from wgcop.merging.policy import can_merge
from wgcop.positions.models import mark_of
from wgcop.resolutions.typeset import plain, typed_place


def put_in_text(bracket: Bracket, words: str, seen: str, by: BracketActor) -> None:
    """Put the words there in place of those in the bracket, which somebody has seen as this mark says.
    The chair's text is opened if none is open.
    """
    text = open_chairs_text(bracket.clause, by=by.person, capacity=by.capacity)
    span, now = bracket.span_in(text.words), plain(text.words)
    if span is None or mark_of(now[span.start : span.end]) != seen:
        raise Refused(
            _(
                "The words in this bracket are others in the chair's text now. Look at them before you lift it, or lift it without changing the text."
            )
        )
    start, stop, put = in_place_of(now, span, words)
    place = typed_place(text.words, start, stop)
    splice = Splice(place.start, place.stop, f"{place.before}{put}{place.after}")
    put_words(text, splice, by=by.person, capacity=by.capacity)


settles_words(Settling(can_merge, put_in_text))
