"""Whole texts that come at once: from the form, from a program, from a version that is restored. They become steps too."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from wgcop import paper
from wgcop.contributions.writing import broadcasts, texts
from wgcop.contributions.writing.authority import LockedDraft, Push
from wgcop.contributions.writing.drafts import open_draft
from wgcop.contributions.writing.models import DraftVersion, Occasion
from wgcop.contributions.writing.reasons import Declined, DeclineReason
from wgcop.paper import Node
from wgcop.paper.steps import join, node_of, steps_between, tree_of


@dataclass
class TextContested(Exception):
    """Somebody else changed the same blocks meanwhile. Nothing was stored.

    `joined` has the changes of both, and in the `blocks` that both changed the words of whoever saves now. Saved on the
    `version` with what was `stored`, it replaces these.
    """

    stored: Node
    joined: Node
    version: int
    blocks: frozenset[str]


def save_text(
    session: Session, document: int, typed: Node, *, version: int | None = None, by: int
) -> int:
    """Join a text, typed on an older version or on the present one, with what others wrote meanwhile.

    Returns the version that it has now.
    """
    return _save(session, document, lambda base: paper.continued(typed, base), version, by)


def save_tree(
    session: Session, document: int, tree: Node, *, version: int | None = None, by: int
) -> int:
    """The same for a tree, whose blocks have their ids."""
    return _save(session, document, lambda _: tree, version, by)


def _save(
    session: Session, document: int, make: Callable[[Node], Node], version: int | None, by: int
) -> int:
    draft = LockedDraft(session, open_draft(session, document, by, lock=True))
    version = draft.version if version is None else version
    if not 0 <= version <= draft.version:
        raise Declined(DeclineReason.UNKNOWN)
    is_present = version == draft.version
    base = draft.text if is_present else texts.text_of(session, draft.revision, version)
    tree = paper.validate(make(tree_of(base)))
    try:
        mine = node_of(tree)
    except ValueError as error:  # half a letter, which JSON can carry
        raise paper.Misshapen(str(error)) from error
    client = _client(tree, version, by)
    if draft.has_from(client, version):  # the form was sent twice
        return draft.version
    joined = join(base, mine, draft.text)
    if joined.contested:
        raise TextContested(
            tree_of(draft.text), tree_of(joined.text), draft.version, joined.contested
        )
    if joined.steps:
        draft.take(Push(document, draft.revision, draft.version, tuple(joined.steps), client, by))
        draft.store()
        draft.keep(Occasion.SAVED, by=by)
    return draft.version


def keep_version(session: Session, document: int, *, by: int) -> None:
    """Somebody saves a text that came step by step. One that was kept already is not kept again."""
    draft = open_draft(session, document, by, lock=True)
    if draft.kept < draft.version:
        LockedDraft(session, draft).keep(Occasion.SAVED, by=by)


def restore(session: Session, document: int, number: int, *, by: int) -> DraftVersion:
    """Restores the text of a version as a new one. Whoever has the draft open sees it change."""
    draft = LockedDraft(session, open_draft(session, document, by, lock=True))
    kept = session.get(DraftVersion, (draft.revision, number))
    if kept is None:
        raise Declined(DeclineReason.UNKNOWN)
    draft.keep(Occasion.PAUSE, by=by)  # what is replaced can be restored in its turn
    steps = steps_between(draft.text, node_of(kept.text))
    client = _client(kept.text, draft.version, by)
    if steps:
        draft.take(Push(document, draft.revision, draft.version, tuple(steps), client, by))
    draft.store()
    now = draft.keep(Occasion.RESTORED, by=by, restored=number)
    broadcasts.after_commit_say(session, draft.revision, document, broadcasts.Restored(by, number))
    return now


def replace_text(session: Session, document: int, tree: Node, *, by: int) -> int:
    """The text of a file instead of the present one, which is kept as a version. Returns the version that it has now."""
    draft = LockedDraft(session, open_draft(session, document, by, lock=True))
    draft.keep(Occasion.PAUSE, by=by)
    steps = steps_between(draft.text, node_of(paper.validate(tree)))
    client = _client(tree, draft.version, by)
    if steps:
        draft.take(Push(document, draft.revision, draft.version, tuple(steps), client, by))
        draft.store()
        draft.keep(Occasion.SAVED, by=by)
    return draft.version


def _client(text: Node, version: int, by: int) -> str:
    """A name for this save: the same text saved twice on the same version has the same, whatever ids its new blocks got."""
    words = json.dumps([by, version, paper.to_text(text)])
    return f"form-{hashlib.sha256(words.encode()).hexdigest()[:24]}"
