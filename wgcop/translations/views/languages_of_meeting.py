"""The page on which the secretariat sees which documents of a meeting, and which resolutions, can be
read in which language, and says who translates them until when.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from wgcop.accounts.identity import current_person
from wgcop.bodies.models import Meeting
from wgcop.contributions.models import Contribution
from wgcop.contributions.queries import documents_in_force
from wgcop.database import db
from wgcop.errors import Outdated
from wgcop.i18n import number
from wgcop.languages import LANGUAGE_NAMES
from wgcop.numbering.blueprint import bp
from wgcop.numbering.queries import meeting_called
from wgcop.resolutions.policy import can_put_text
from wgcop.resolutions.queries import editions_in_force, parts_beside
from wgcop.translations import actions, policy, queries
from wgcop.translations.forms import AssignForm
from wgcop.translations.overview import (
    LANGUAGE_STATE_NAMES,
    NOBODY,
    OVERDUE,
    TO_DO,
    TextLanguages,
    WorkNarrowing,
    languages_by_document,
    languages_by_edition,
    still_to_do,
    who_translates,
    with_tasks,
    words_to_translate,
)
from wgcop.translations.segments import words_left
from wgcop.translations.tasks import Translated, by_text_and_language, text_key
from wgcop.web import commit_and_show, current_audiences, found_or_404, require


@bp.get("/meetings/<slug>/languages")
def languages_of_meeting(slug: str) -> str:
    """List the documents of a meeting and the resolutions in force by language. `?only=outdated`,
    `incomplete`, `provisional`, `missing` or `overdue` limits them to texts that have such a version,
    `?into=fr` to versions in this language, `?who=7` to those that this person makes, `?who=nobody`
    to those that nobody makes yet.
    """
    into = _into(request.args.get("into", ""))
    return _page(_Listed.of(_overseen(slug), into), into)


@bp.post("/meetings/<slug>/languages/<language>/tasks")
def assign_translations(slug: str, language: str) -> ResponseReturnValue:
    """Say who translates the chosen texts into the language, and until when."""
    meeting, person = _overseen(slug), current_person()
    if language not in LANGUAGE_NAMES:
        raise NotFound
    listed = _Listed.of(meeting, language)
    form = AssignForm.of(request.form, listed.translators)
    if not form.validate():
        return _page(listed, language, form), 422
    chosen = form.chosen(listed.texts_by_key)
    for each in chosen:
        require(policy.can_assign(person, each.text))
    try:
        actions.assign(chosen, language, form.who, form.until, by=person)
    except (Outdated, actions.CannotTranslate) as refused:
        db.session.rollback()
        listed = _Listed.of(_overseen(slug), language)
        return _page(listed, language, form, refused=str(refused)), 409
    narrowed = _narrowing()
    shown = url_for(
        "contributions.languages_of_meeting",
        slug=meeting.slug,
        only=narrowed.only or None,
        into=language,
        who=narrowed.who or None,
    )
    return commit_and_show(shown, _("Saved."))


def _overseen(slug: str) -> Meeting:
    meeting = found_or_404(meeting_called(slug))
    require(policy.can_oversee(current_person(), meeting))
    return meeting


def _into(code: str) -> str:
    return code if code in LANGUAGE_NAMES else ""


def _narrowing() -> WorkNarrowing:
    only, who = request.values.get("only", ""), request.values.get("who", "")
    return WorkNarrowing(
        only if only in (*TO_DO, OVERDUE) else "", who if who.isdecimal() or who == NOBODY else ""
    )


@dataclass(frozen=True)
class _Listed:
    """The texts that the list has, with their languages, and who can translate them."""

    meeting: Meeting
    papers: Sequence[Contribution]
    texts_by_key: Mapping[str, Translated]
    documents: list[TextLanguages]
    resolutions: list[TextLanguages]

    @classmethod
    def of(cls, meeting: Meeting, into: str) -> "_Listed":
        languages = [into] if into else list(LANGUAGE_NAMES)
        papers, editions = documents_in_force(meeting, current_audiences()), editions_in_force()
        texts: list[Translated] = [*papers, *(edition.resolution for edition in editions)]
        tasks = by_text_and_language(queries.tasks_for(texts))
        translations = queries.read_or_written(papers)
        outdated = queries.load_texts_of_outdated(translations)
        documents = languages_by_document(
            papers,
            translations,
            queries.originals(papers),
            {version.id: words_left(version) for version in outdated},
            languages,
        )
        resolutions = languages_by_edition(
            editions,
            parts_beside(editions, languages),
            languages,
            may_write=can_put_text(current_person()),
        )
        return cls(
            meeting,
            papers,
            {text_key(text): text for text in texts},
            with_tasks(documents, tasks),
            with_tasks(resolutions, tasks),
        )

    @property
    def texts(self) -> list[TextLanguages]:
        return [*self.documents, *self.resolutions]

    @property
    def translators(self) -> queries.Translators:
        return queries.translators(self.meeting, self.papers)


def _page(listed: _Listed, into: str, form: AssignForm | None = None, *, refused: str = "") -> str:
    narrowing, person = _narrowing(), current_person()
    parts = {
        "documents": [text for text in listed.documents if text.has(narrowing)],
        "resolutions": [text for text in listed.resolutions if text.has(narrowing)],
    }
    words = words_to_translate([*parts["documents"], *parts["resolutions"]], narrowing)
    may_assign = {
        key for key, text in listed.texts_by_key.items() if policy.can_assign(person, text)
    }
    return render_template(
        "contributions/languages_of_meeting.html",
        meeting=listed.meeting,
        parts=parts,
        words={code: number(words[code]) for code in ([into] if into else LANGUAGE_NAMES)},
        to_do=still_to_do(listed.texts),
        people=who_translates(listed.texts),
        narrowing=narrowing,
        into=into,
        form=(form or AssignForm.of(None, listed.translators)) if into else None,
        may_assign=may_assign,
        refused=refused,
        state_names=LANGUAGE_STATE_NAMES,
        language_names=LANGUAGE_NAMES,
    )
