"""Questions before a text is submitted: how it relates to each earlier work that shares passages
with it.
"""

from collections.abc import Collection, Iterable
from typing import Any

from wgcop.radar.answers import HitAnswer, IfDuplicate
from wgcop.radar.check import RadarHit
from wgcop.radar.forms import DecisionForm
from wgcop.radar.matching.overlap import is_short
from wgcop.radar.models import Relation
from wgcop.radar.queries import open_questions
from wgcop.radar.timed_check import check_in_time

SENT = "decided"
"""The hidden field of a page that has only these questions. If it was sent, the writer has seen
them.
"""


class HitQuestions:
    """The forms for the hits, one each. The feature of the text includes them in its page by
    `radar/_decisions.html`.
    """

    def __init__(self, hits: Iterable[RadarHit], data: Any, if_duplicate: IfDuplicate) -> None:
        self.decision_forms = [DecisionForm(hit, data, if_duplicate) for hit in hits]
        self.is_sent = SENT in data or any(form.is_begun for form in self.decision_forms)

    def validate(self) -> bool:
        """Return whether all questions are answered. Questions that were not on the page that was
        sent have no answers yet, but get no error messages.
        """
        if not self.is_sent:
            return not self.decision_forms
        answered = [form.validate() for form in self.decision_forms]
        return all(answered)

    @property
    def answers(self) -> list[HitAnswer]:
        return [HitAnswer(form.hit, form.chosen, form.reason.data) for form in self.decision_forms]

    @property
    def duplicates(self) -> list[RadarHit]:
        return [answer.hit for answer in self.answers if answer.decision == Relation.DUPLICATES]

    @property
    def errors(self) -> list[tuple[str, str, str]]:
        """The id, the title of the work, and the messages of each field with errors."""
        return [
            (field.id, form.hit.work.title, " ".join(map(str, field.errors)))
            for form in self.decision_forms
            for field in form
            if field.errors
        ]


def hit_questions(
    text: str,
    *,
    record_id: str = "",
    language: str,
    audiences: frozenset[str],
    data: Any,
    if_duplicate: IfDuplicate,
    excepted: Collection[str] = (),
) -> HitQuestions | None:
    """Return questions on the hits without a decision; None if the radar did not answer.

    No questions are asked about the records in `excepted`. This may take seconds: call it inside
    `unlocked()`.
    """
    if is_short(text):
        return HitQuestions([], data, if_duplicate)
    check = check_in_time(text, audiences=audiences, language=language, besides=record_id)
    if check is None:
        return None
    hits = [hit for hit in open_questions(record_id, text, check) if hit.work.id not in excepted]
    return HitQuestions(hits, data, if_duplicate)
