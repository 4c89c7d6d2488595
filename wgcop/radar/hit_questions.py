"""What is asked before a text goes out: how it relates to each earlier work that shares passages with it."""

from collections.abc import Iterable
from typing import Any

from wgcop.radar.answers import HitAnswer, IfDuplicate
from wgcop.radar.check import RadarHit
from wgcop.radar.forms import DecisionForm
from wgcop.radar.matching.overlap import is_short
from wgcop.radar.models import Relation
from wgcop.radar.queries import open_questions
from wgcop.radar.timed_check import check_in_time

SENT = "decided"
"""The field of a page on which the hits were asked about."""


class HitQuestions:
    """One form for each hit, for a page of the feature whose text it is: `radar/_decisions.html` shows them."""

    def __init__(self, hits: Iterable[RadarHit], data: Any, if_duplicate: IfDuplicate) -> None:
        self.decision_forms = [DecisionForm(hit, data, if_duplicate) for hit in hits]
        self.is_sent = SENT in data

    def validate(self) -> bool:
        """What has not been asked yet is missing, but not wrong."""
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
        """The field's id, what it asks of which hit, and what is wrong."""
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
) -> HitQuestions | None:
    """On each hit that nobody has decided on; None if the radar did not answer.

    It takes its time: ask inside `unlocked()`.
    """
    if is_short(text):
        return HitQuestions([], data, if_duplicate)
    check = check_in_time(text, audiences=audiences, language=language, besides=record_id)
    if check is None:
        return None
    return HitQuestions(open_questions(record_id, text, check), data, if_duplicate)
