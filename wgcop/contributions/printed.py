"""The printed content of a wording: its fingerprint, to which sources consent, and its text, for
the comparison of two wordings (pure).
"""

import hashlib
import json
from collections.abc import Sequence

from wgcop import paper
from wgcop.contributions.cover import Cover

LATER = frozenset({"lessons", "sole_language"})
"""Fields that covers did not have from the beginning."""


def fingerprint(
    cover: Cover,
    text: paper.Node,
    *,
    meeting: int,
    clauses: Sequence[int],
    questions: Sequence[int],
    corrects: str,
    files: Sequence[tuple[str, str]],
) -> str:
    """Return a hash of everything that is printed, and of the meeting. `files` are names with the
    digests of their contents.

    Fields that covers did not have from the beginning count only if they are filled, so that
    answers given earlier stay valid.
    """
    fields = {name: value for name, value in vars(cover).items() if value or name not in LATER}
    words: list[object] = [meeting, fields, paper.to_text(text), list(clauses)]
    if questions:
        words.append(list(questions))
    if corrects:
        words.append({"corrects": corrects})
    if files:
        words.append(sorted([name, file] for name, file in files))
    return hashlib.sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()


def typed(
    cover: Cover, text: paper.Node, *, meeting: str, questions: Sequence[str], corrects: str
) -> str:
    """Return the cover and text of a wording as typed text."""
    parts = [
        meeting,
        cover.source,
        cover.title,
        corrects,
        cover.action_required,
        cover.keywords,
        ", ".join(questions),
        cover.abstract,
        cover.lessons,
    ]
    return "\n\n".join(filter(None, [*parts, paper.to_text(text).strip(), cover.contact]))
