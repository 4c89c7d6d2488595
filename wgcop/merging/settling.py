"""Puts what stands in place of a lifted bracket into the chair's text."""

from flask_babel import gettext as _

from wgcop.brackets.models import Bracket, BracketActor
from wgcop.brackets.settling import Settling, settles_words
from wgcop.brackets.spans import in_place_of
from wgcop.errors import Refused
from wgcop.merging.actions import (
    hold_with_proposals,
    open_chairs_text,
    put_words,
    take_choices,
)
from wgcop.merging.pieces import Splice
from wgcop.merging.policy import can_merge
from wgcop.merging.queries import shown_texts
from wgcop.positions.models import mark_of
from wgcop.proposals.adopted import holds
from wgcop.resolutions.models import Clause
from wgcop.resolutions.typeset import plain, typed_place


def put_in_text(bracket: Bracket, words: str, seen: str, by: BracketActor) -> None:
    """Put the words there in place of those in the bracket, which somebody has seen as this mark says.
    The chair's text is opened if none is open.
    """
    if bracket.is_after_clause:
        _put_below(bracket.clause, words, by)
        return
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


def _put_below(clause: Clause, words: str, by: BracketActor) -> None:
    """Put the words of a new clause below the text: from the proposals that want them or, if none
    does, as the chair's own. If they stand there already, or nothing stands, the text stays as it is.
    """
    if not words:
        return
    text = open_chairs_text(clause, by=by.person, capacity=by.capacity)
    if holds(text.words, words):
        return
    hold_with_proposals(text)
    wanted = shown_texts([clause.id])[clause.id].new_clauses
    choice = next((each for each in wanted if plain(each.words) == plain(words)), None)
    if choice:
        take_choices(text, [choice], seen=text.version, by=by.person, capacity=by.capacity)
    else:
        end = len(text.words)
        put_words(text, Splice(end, end, f"\n{words}"), by=by.person, capacity=by.capacity)


settles_words(Settling(can_merge, put_in_text))
