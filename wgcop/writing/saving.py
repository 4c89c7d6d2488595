"""Saves whole texts that arrive at once: from the form, from a program, or from a restored version.
They become steps too.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from wgcop import paper
from wgcop.paper import Node
from wgcop.paper.steps import Step, join, node_of, steps_between, tree_of
from wgcop.writing import broadcasts, texts
from wgcop.writing.authority import LockedManuscript, Push
from wgcop.writing.desks import WritingDesk
from wgcop.writing.models import Occasion
from wgcop.writing.reasons import Declined, DeclineReason


@dataclass
class TextContested(Exception):
    """Raised when somebody else has changed the same blocks in the meantime. Nothing was stored.

    `joined` has the changes of both; in the `blocks` that both changed it has the text of the
    person who saves now. Saving it on `version`, whose text is `stored`, replaces those blocks.
    """

    stored: Node
    joined: Node
    version: int
    blocks: frozenset[str]


def save_text(
    session: Session,
    document: int,
    typed: Node,
    *,
    desk: WritingDesk,
    version: int | None = None,
    by: int,
) -> int:
    """Merge a text, typed on the basis of `version` or of the current version, with what others
    have written since.

    Return the version that the text has now.
    """
    locked = _locked(session, document, by, desk)
    return _save(session, locked, lambda base: paper.continued(typed, base), version, by)


def save_tree(
    session: Session,
    document: int,
    tree: Node,
    *,
    desk: WritingDesk,
    version: int | None = None,
    by: int,
) -> int:
    """Merge a tree, whose blocks have their ids, as `save_text` does with typed text."""
    locked = _locked(session, document, by, desk)
    return _save(session, locked, lambda _: tree, version, by)


def _locked(session: Session, document: int, by: int, desk: WritingDesk) -> LockedManuscript:
    return LockedManuscript(session, desk.open(session, document, by, lock=True))


def _save(
    session: Session,
    draft: LockedManuscript,
    make: Callable[[Node], Node],
    version: int | None,
    by: int,
) -> int:
    version = draft.version if version is None else version
    if not 0 <= version <= draft.version:
        raise Declined(DeclineReason.UNKNOWN)
    is_present = version == draft.version
    base = draft.text if is_present else texts.text_of(session, draft.opened, version)
    tree = paper.validate(make(tree_of(base)))
    try:
        mine = node_of(tree)
    except ValueError as error:  # a lone surrogate, which JSON can carry
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
        _take(draft, joined.steps, client, by)
        draft.store()
        draft.keep(Occasion.SAVED, by=by)
    return draft.version


def keep_version(session: Session, document: int, *, desk: WritingDesk, by: int) -> None:
    """Keep a version when somebody saves a text that was written step by step. One that was already
    kept is not kept again.
    """
    opened = desk.open(session, document, by, lock=True)
    if opened.kept < opened.version:
        LockedManuscript(session, opened).keep(Occasion.SAVED, by=by)


def restore(session: Session, document: int, number: int, *, desk: WritingDesk, by: int) -> Any:
    """Restore the text of a version as a new one. Everybody who has the draft open sees it change."""
    draft = _locked(session, document, by, desk)
    kept = session.get(desk.version, (draft.opened.revision, number))
    if kept is None:
        raise Declined(DeclineReason.UNKNOWN)
    draft.keep(Occasion.PAUSE, by=by)  # so that the replaced text can be restored in its turn
    steps = steps_between(draft.text, node_of(kept.text))
    client = _client(kept.text, draft.version, by)
    if steps:
        _take(draft, steps, client, by)
    draft.store()
    now = draft.keep(Occasion.RESTORED, by=by, restored=number)
    broadcasts.after_commit_say(session, draft.opened, broadcasts.Restored(by, number))
    return now


def replace_text(session: Session, document: int, tree: Node, *, desk: WritingDesk, by: int) -> int:
    """Replace the text with that of a file and return its new version. The former text is kept as a
    version.
    """
    draft = _locked(session, document, by, desk)
    draft.keep(Occasion.PAUSE, by=by)
    steps = steps_between(draft.text, node_of(paper.validate(tree)))
    client = _client(tree, draft.version, by)
    if steps:
        _take(draft, steps, client, by)
        draft.store()
        draft.keep(Occasion.SAVED, by=by)
    return draft.version


def _take(draft: LockedManuscript, steps: Sequence[Step], client: str, by: int) -> None:
    of = draft.opened
    draft.take(Push(of.desk, of.document, of.revision, draft.version, tuple(steps), client, by))


def _client(text: Node, version: int, by: int) -> str:
    """Return a name for this save. The same text saved twice on the same version has the same name,
    whatever ids its new blocks got.
    """
    words = json.dumps([by, version, paper.to_text(text)])
    return f"form-{hashlib.sha256(words.encode()).hexdigest()[:24]}"
