"""Removes text from every place that holds it, and records that it was done."""

import hashlib
import hmac
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from babel.dates import format_date
from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import update

from wgcop import clock, files
from wgcop.audit.actions import Doer, Thing, note
from wgcop.database import after_commit, db
from wgcop.errors import Invalid
from wgcop.mail import Message
from wgcop.processes import shelf
from wgcop.redaction.marking import LONG_MARK, Marker
from wgcop.redaction.models import REASON_NAMES, Redaction, RedactionReason
from wgcop.redaction.owning import owners_of
from wgcop.redaction.passage import SoughtPassage
from wgcop.redaction.queries import WordsInPlace, copies_of, lines_in, parts_of
from wgcop.redaction.subjects import RedactionSubject, drop_copies_of_many, held_subjects

PRINTED = "printed"
HIDDEN = "hidden"
"""The choice that represents all places elsewhere for which the secretariat is not told whether
they contain the words.
"""
LONG_ENOUGH = 8
"""The smallest number of characters at which a passage is removed from letters in any case. A
shorter one may be any word of a letter; it is removed only together with places that the
secretariat may not see.
"""


@dataclass(frozen=True)
class Chosen:
    """The choice of the secretariat: the parts to redact, all their text or one passage, and the
    reason. `copies` are places elsewhere.
    """

    parts: frozenset[str]
    passage: str
    reason: RedactionReason
    note: str = ""
    copies: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Preview:
    parts: Sequence[WordsInPlace]
    copies: Sequence[WordsInPlace]
    came: frozenset[str] = frozenset()
    """Copies that came in while others were locked, so that nobody could choose them."""


def preview(subject: RedactionSubject, thing: Any, chosen: Chosen) -> Preview:
    """Return the places that would change, and other places that contain the same words. Raise
    `Invalid` if there is no such place.
    """
    parts = [part for part in parts_of(subject, thing) if part.key in chosen.parts]
    if chosen.passage:
        passage = SoughtPassage(chosen.passage)
        holding = [
            part
            for part in parts
            if part.words.goes
            or part.words.is_private
            or part.is_unread
            or any(passage.stands_in(text) for text in part.texts)
        ]
        copies = copies_of(
            [text for text in _readable(holding) if passage.stands_in(text)],
            [chosen.passage],
            parts,
        )
        if not any(part.is_open for part in copies) and all(p.words.goes for p in holding):
            raise Invalid(_("None of the places that you chose contains these words."))
        return Preview(holding, copies)
    parts = [part for part in parts if not part.words.passages_only]
    if not parts:
        raise Invalid(_("Choose at least one place."))
    texts = list(_readable(parts))
    return Preview(parts, copies_of(texts, lines_in(texts), parts))


def _readable(parts: Sequence[WordsInPlace]) -> Iterator[str]:
    """Yield the texts that may be compared with those of other places: not the private ones."""
    return (text for part in parts if not part.words.is_private for text in part.texts)


def redact(subject: RedactionSubject, thing: Any, chosen: Chosen, *, by: Doer) -> Redaction:
    seen = _held_preview(subject, thing, chosen)
    texts = [chosen.passage] if chosen.passage else [t for part in seen.parts for t in part.texts]
    copies = [p for p in seen.copies if p.key in seen.came or _is_chosen(p, chosen)]
    shas = {sha for part in seen.parts for sha in part.files}
    key, quoted_as = str(subject.key(thing)), subject.quoted_as and subject.quoted_as(thing)
    mark = mark_for(chosen.reason)
    marker = Marker(mark, SoughtPassage(chosen.passage) if chosen.passage else None)
    _take_out(seen.parts, marker)
    _take_out([part for part in copies if part.words.follow], marker)
    quoted = [part for part in copies if not part.words.follow]
    for line in [chosen.passage] if chosen.passage else lines_in(texts):
        _take_out(quoted, Marker(mark, SoughtPassage(line)))
    if quoted_as:
        _empty_letters(quoted_as)
    db.session.flush()
    told = {(each.kind, str(each.key(owner))): (each, owner) for each, owner in _owners(quoted)}
    for each, owner in ({**told, (subject.kind, key): (subject, thing)}).values():
        each.afterwards(owner, by)
    redaction = Redaction(
        by_id=by.id,
        kind=subject.kind,
        key=key,
        reason=chosen.reason,
        note=chosen.note,
        places=sum(part.count for part in (*seen.parts, *copies)),
        characters=sum(map(len, texts)),
        files=len(shas),
        digest=digest(texts),
    )
    db.session.add(redaction)
    note(
        "words.redacted",
        by=by,
        of=Thing(subject.kind, key),
        detail=f"{chosen.reason.value} · {redaction.characters} · {redaction.digest[:12]}",
    )
    # The files are removed after the commit, so that a rollback loses none.
    after_commit(_remove_from_disk, frozenset(shas) | drop_copies_of_many())
    return redaction


def _held_preview(subject: RedactionSubject, thing: Any, chosen: Chosen) -> Preview:
    """Return the places that change. Things into which words come at any moment are locked, and then
    all is looked at again, so that nothing is missed that came meanwhile. They are locked by kind
    and key, in the order in which others lock them too.
    """
    held: set[tuple[str, Any]] = set()
    seen = preview(subject, thing, chosen)
    before = {part.key for part in seen.copies}
    while found := {key: one for key, one in _to_hold(seen).items() if key not in held}:
        for _key, (hold, owner) in sorted(found.items(), key=lambda each: each[0]):
            hold(owner)
        held |= found.keys()
        seen = preview(subject, thing, chosen)
    return replace(seen, came=frozenset(part.key for part in seen.copies) - before)


def _to_hold(seen: Preview) -> dict[tuple[str, Any], tuple[Callable[[Any], None], Any]]:
    rows = [part.rows for part in (*seen.parts, *seen.copies) if part.rows]
    return {
        (each.kind, each.key(owner)): (hold, owner)
        for each, hold in held_subjects()
        for of_part in rows
        for owner in owners_of(of_part, each.model)
    }


def _is_chosen(part: WordsInPlace, chosen: Chosen) -> bool:
    if part.words.letters:
        is_told_apart = len(chosen.passage) >= LONG_ENOUGH or not chosen.passage
        return is_told_apart or HIDDEN in chosen.copies
    hidden = HIDDEN in chosen.copies and not part.is_open
    return part.words.follow or hidden or part.key in chosen.copies


def mark_for(reason: RedactionReason) -> str:
    """Return the mark with date and reason, in English."""
    with force_locale("en"):
        why = str(REASON_NAMES[reason])
    day = format_date(clock.now(), "d MMMM yyyy", locale="en")
    return LONG_MARK.format(day=day, why=why)


def digest(texts: Sequence[str]) -> str:
    key: str = current_app.config["SECRET_KEY"]
    return hmac.new(key.encode(), "\n".join(texts).encode(), hashlib.sha256).hexdigest()


def _take_out(parts: Sequence[WordsInPlace], marker: Marker) -> None:
    for part in parts:
        for row in part.rows if not part.words.goes else ():
            part.words.take_out(row, marker)
        for row in part.rows if part.words.goes else ():
            db.session.delete(row)


def _owners(parts: Sequence[WordsInPlace]) -> Iterator[tuple[RedactionSubject, Any]]:
    """Yield the things to which these copies belong. Their open pages must show the mark too, or
    editing there would bring the text back.
    """
    for part in parts:
        if part.subject is not None:
            for owner in owners_of(part.rows, part.subject.model):
                yield part.subject, owner


def _empty_letters(quoted_as: str) -> None:
    """Empty the letters that link to the thing, because they may quote it. Waiting ones are not
    sent, and sent ones keep none of their text.
    """
    leads_there = Message.text.contains(quoted_as, autoescape=True)
    db.session.execute(
        update(Message)
        .where(leads_there)
        .values(text="", calendar="")
        .execution_options(synchronize_session=False)
    )


def _remove_from_disk(shas: list[frozenset[str]]) -> None:
    """Remove files from the disk after the commit. Printed papers are printed again on demand; a
    file stays if any other record needs it.
    """
    shelf.clear(Path(current_app.config["DATA_DIR"]) / PRINTED, before=clock.now())
    files.drop(set().union(*shas))
