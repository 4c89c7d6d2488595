"""The printed content of a wording: its fingerprint, which sources consent to, and its text, which
is compared with that of another wording.
"""

import hashlib
import json
from typing import TYPE_CHECKING

from wgcop import paper

if TYPE_CHECKING:
    from wgcop.contributions.revisions import Revision

LATER = frozenset({"lessons", "sole_language"})
"""Fields that covers did not have from the beginning."""


def fingerprint(revision: "Revision") -> str:
    """Return a hash of everything that is printed, and of the meeting.

    Fields that covers did not have from the beginning count only if they are filled, so that
    answers given earlier stay valid.
    """
    clauses = [link.clause_id or link.clause.id for link in revision.clause_links]
    questions = [link.body_id or link.body.id for link in revision.question_links]
    cover = {
        name: value for name, value in vars(revision.cover).items() if value or name not in LATER
    }
    words: list[object] = [
        revision.contribution.meeting.id,
        cover,
        paper.to_text(revision.text),
        clauses,
    ]
    if questions:
        words.append(questions)
    if revision.corrects:
        words.append({"corrects": revision.corrects})
    if revision.enclosures:
        words.append(sorted([each.name, each.file] for each in revision.enclosures))
    return hashlib.sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()


def typed(revision: "Revision") -> str:
    """Return the cover and text of a wording as typed text."""
    cover, meeting = revision.cover, revision.contribution.meeting
    parts = [
        meeting.title,
        cover.source,
        cover.title,
        revision.corrects,
        cover.action_required,
        cover.keywords,
        ", ".join(body.designation for body in revision.questions),
        cover.abstract,
        cover.lessons,
    ]
    return "\n\n".join(filter(None, [*parts, paper.to_text(revision.text).strip(), cover.contact]))
