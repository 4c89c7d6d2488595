"""The printed content of a wording: its fingerprint, to which sources consent, and its text, for
the comparison of two wordings (pure).
"""

import hashlib
import json
from collections.abc import Sequence

from wgcop import paper
from wgcop.contributions.cover import Cover
from wgcop.contributions.fields import CONTACT, IN_FORM, QUESTIONS, TEXT, TITLE

FROM_THE_BEGINNING = frozenset(
    ["source", "title", "purpose", "action_required", "abstract", "keywords", "contact", "language"]
)
"""The fields that covers have always had. The others count only if they are filled, so that consent
to a wording that was given before them stays valid.
"""


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
    """
    fields = {
        name: value for name, value in cover.kept().items() if value or name in FROM_THE_BEGINNING
    }
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
    values = vars(cover) | {QUESTIONS.name: ", ".join(questions)}
    fields = [
        values[field.name]
        for field in IN_FORM
        if field is QUESTIONS or (field.kind.has_words and field not in (TITLE, TEXT, CONTACT))
    ]
    parts = [meeting, cover.source, cover.title, corrects, *fields, paper.to_text(text).strip()]
    return "\n\n".join(filter(None, [*parts, cover.contact]))
