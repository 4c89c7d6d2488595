"""Where the words of chairs' texts are kept, for the secretariat to redact them."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from wgcop.database import db
from wgcop.merging.actions import tell_of_redaction
from wgcop.merging.models import ChairsText, MergingStep
from wgcop.merging.pieces import CHAIR, MergePiece, Pieces, read, tidy
from wgcop.redaction.marking import Marker
from wgcop.redaction.subjects import KeptWords, RedactionSubject, sign_up


def without(pieces: Pieces, marker: Marker) -> Pieces:
    """Return the pieces with the mark in each. A passage that begins in one piece and ends in
    another is removed from the whole text, which is the chair's then.
    """
    if marker.passage is None:
        return (MergePiece(marker.mark, CHAIR),)
    marked = tidy(piece._replace(words=marker.in_text(piece.words)) for piece in pieces)
    words = read(marked)
    return marked if marker.in_text(words) == words else (MergePiece(marker.in_text(words), CHAIR),)


def _hold(text: ChairsText) -> None:
    # Whoever merges at the same moment has stored the step before, or waits: no words are lost or come back.
    db.session.refresh(text, with_for_update=True)
    steps = select(MergingStep).where(MergingStep.text_id == text.id)
    db.session.scalars(steps, execution_options={"populate_existing": True}).all()


def _take(row: Any, marker: Marker) -> None:
    row.pieces = without(row.pieces, marker)


CHAIRS_TEXT = RedactionSubject(
    "chairs-text",
    _l("Chair’s text"),
    ChairsText,
    (
        KeptWords("chairs-words", _l("The text"), ChairsText, take=_take),
        KeptWords("chairs-steps", _l("The text after each of its steps"), MergingStep, take=_take),
    ),
    is_open=True,
    hold=_hold,
    afterwards=lambda text, by: tell_of_redaction(text, by=by),
)

sign_up(CHAIRS_TEXT)
