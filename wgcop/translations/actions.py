"""The actions on language versions: begin, save, issue, confirm, discard and withdraw; and who
translates a text, until when.
"""

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _

from wgcop import clock, paper
from wgcop.accounts.models import Person
from wgcop.audit.actions import Thing, note
from wgcop.contributions.announcements import tell_drafters, tell_members
from wgcop.contributions.locks import lock
from wgcop.contributions.models import Contribution
from wgcop.contributions.paper_state import PaperState
from wgcop.contributions.revisions import Revision
from wgcop.database import db
from wgcop.errors import Outdated, Refused
from wgcop.languages import LANGUAGE_NAMES
from wgcop.resolutions.actions import follows_text
from wgcop.resolutions.models import Edition
from wgcop.resolutions.queries import latest_edition, parts_beside
from wgcop.translations import letters, policy, queries
from wgcop.translations.models import LanguageStatus, Translation, translated_fields
from wgcop.translations.overview import LanguageState, state_of_parts
from wgcop.translations.tasks import (
    ChosenText,
    Translated,
    TranslationTask,
    shown_text,
    task_mark,
    text_name,
)


class VersionEnded(Refused):
    """Raised when a version that somebody saves was issued or discarded meanwhile. The page shows
    what was typed.
    """


class CannotTranslate(Refused):
    """Raised when somebody is to translate what they may not change."""


def begin(contribution: Contribution, language: str, *, by: Person) -> Translation:
    """Begin a version in this language, with the text of the current version or, failing that, of
    the original, so that its structure is in place.

    It is made from the latest wording. If a version was begun already, return that one.
    """
    lock(contribution)
    _refuse_unless_translatable(contribution, language)
    begun = queries.draft_in(contribution, language)
    if begun is not None:
        return begun
    current = queries.current_in(contribution, language)
    original = contribution.current
    number = queries.last_number(contribution, language) + 1
    draft = current.next(by=by) if current else Translation(language=language)
    draft.contribution, draft.number = contribution, number
    words = current or original
    draft.write(translated_fields(words), words.text, original, by=by)
    db.session.add(draft)
    db.session.flush()
    return draft


def save(
    draft: Translation,
    fields: dict[str, str],
    text: paper.Node,
    made_from: Revision,
    *,
    version: int,
    by: Person,
) -> None:
    lock(draft.contribution)
    if queries.draft_in(draft.contribution, draft.language) is not draft:
        raise VersionEnded
    _read_again(draft)
    if draft.version != version:
        raise Outdated(_("Somebody else saved this version while you were writing."))
    draft.write(fields, text, made_from, by=by)
    db.session.flush()


def issue(draft: Translation, status: LanguageStatus, *, by: Person) -> None:
    """Issue a version. It takes the place of the version that readers had."""
    contribution = draft.contribution
    lock(contribution)
    _read_again(draft)
    _refuse_unless_translatable(contribution, draft.language)
    current = queries.current_in(contribution, draft.language)
    if current is not None:
        current.is_current = False
        db.session.flush()  # flushed separately: a unique index allows only one current version
    draft.issue(status, by=by)
    _end_task_of(draft)
    db.session.flush()
    letters.write_translated(draft)
    _tell(contribution, "contribution.translated", by=by)


def confirm(contribution: Contribution, language: str, *, revision: int, by: Person) -> Translation:
    """Confirm that the version fits the latest wording as well. `revision` is the wording that was
    compared with it.
    """
    lock(contribution)
    _refuse_unless_translatable(contribution, language)
    current = queries.current_in(contribution, language)
    if current is None or not current.is_outdated:
        raise Refused(_("This version already corresponds to the latest wording."))
    if revision != contribution.current.number:
        raise Refused(_("There is a newer wording. Compare it before you confirm the translation."))
    if queries.draft_in(contribution, language) is not None:
        raise Refused(
            _("A new version in this language is being prepared. Issue it, or discard it first.")
        )
    current.is_current = False
    db.session.flush()  # flushed separately: a unique index allows only one current version
    confirmed = current.next(by=by)
    confirmed.made_from, confirmed.is_confirmation = contribution.current, True
    confirmed.issue(current.status, by=by)
    db.session.add(confirmed)
    _end_task_of(confirmed)
    db.session.flush()
    _tell(contribution, "contribution.translation-confirmed", by=by)
    return confirmed


def discard(draft: Translation) -> None:
    lock(draft.contribution)
    _read_again(draft)
    if not draft.is_draft:
        raise Refused(_("This version was issued. It can be withdrawn, not discarded."))
    db.session.delete(draft)
    db.session.flush()


def withdraw(contribution: Contribution, language: str, *, by: Person) -> None:
    """Withdraw the version in this language. Readers have none until another is issued."""
    lock(contribution)
    wordings = [each for each in queries.issued(contribution) if each.language == language]
    if not any(wording.is_current for wording in wordings):
        raise Refused(_("There is no version in this language."))
    for wording in wordings:
        wording.is_current = False
        wording.withdrawn_at = wording.withdrawn_at or clock.now()
    db.session.flush()
    _tell(contribution, "contribution.translation-withdrawn", by=by)


def assign(
    chosen: Sequence[ChosenText],
    language: str,
    person: Person | None,
    due_on: date | None,
    *,
    by: Person,
) -> None:
    """Say who translates these texts into the language, and until when; with neither, nobody is
    meant to any longer. What is so already stays as it is: a form may be sent twice.
    """
    assigned = []
    for each in sorted(chosen, key=_order_of_locks):
        _lock_text(each.text)
        task = queries.task_for(each.text, language)
        wanted = (person.id if person else None, due_on)
        is_so = (task.person_id, task.due_on) if task else (None, None)
        if wanted == is_so:
            continue
        if task_mark(task) != each.seen:
            raise Outdated(_("Somebody else has just recorded something else here."))
        if person and not policy.can_be_assigned(
            person, each.text, _read_by_all(each.text, language)
        ):
            name = text_name(each.text)
            raise CannotTranslate(
                _("%(name)s may not translate %(text)s.", name=person.name, text=name)
            )
        if not any(wanted):
            _end(task)
        else:
            if task is None:
                task = _task_for(each.text, language)
            is_new = task.person_id != wanted[0]
            task.person, task.due_on = person, due_on
            task.assigned_at, task.assigned_by = clock.now(), by
            if is_new and person and person.id != by.id:
                assigned.append(task)
        _note(each.text, language, by=by)
    db.session.flush()
    if person and assigned:
        letters.write_assigned(person, assigned)


def _order_of_locks(chosen: ChosenText) -> tuple[bool, int]:
    return not isinstance(chosen.text, Contribution), chosen.text.id


def _lock_text(text: Translated) -> None:
    if isinstance(text, Contribution):
        lock(text)
    else:
        db.session.refresh(text, with_for_update=True)


def _task_for(text: Translated, language: str) -> TranslationTask:
    task = TranslationTask(language=language)
    if isinstance(text, Contribution):
        task.contribution = text
    else:
        task.resolution = text
    db.session.add(task)
    return task


def _read_by_all(text: Translated, language: str) -> Translation | None:
    return queries.current_in(text, language) if isinstance(text, Contribution) else None


def _note(text: Translated, language: str, *, by: Person) -> None:
    kind = "paper" if isinstance(text, Contribution) else "resolution"
    name = f"{text_name(text)} · {LANGUAGE_NAMES[language]}"
    thing = Thing(kind, shown_text(text).id, name)
    note("translation.assigned", by=by, of=thing)


def _end_task_of(version: Translation) -> None:
    """End the task when readers have a version of the latest wording, as far as whoever has the task
    can bring it: only the secretariat can issue a checked one.
    """
    paper = version.contribution
    task = queries.task_for(paper, version.language)
    if task is not None and not version.is_outdated:
        is_for_drafters = task.person is not None and not policy.can_settle(task.person, paper)
        if version.status == LanguageStatus.TRANSLATION or is_for_drafters:
            _end(task)


@follows_text
def _end_with_whole_text(edition: Edition, language: str) -> None:
    task = queries.task_for(edition.resolution, language)
    latest = latest_edition(edition.resolution)
    if task is not None:
        parts = parts_beside([latest], [language])[latest.id, language]
        if state_of_parts(parts) == LanguageState.TRANSLATION:
            _end(task)


def _end(task: TranslationTask | None) -> None:
    if task is not None:
        db.session.delete(task)


def _refuse_unless_translatable(contribution: Contribution, language: str) -> None:
    if contribution.state != PaperState.ACCEPTED:
        raise Refused(_("Only an accepted document can have language versions."))
    if contribution.current.sole_language:
        raise Refused(_("This document was issued in its original language only."))
    if contribution.current.language == language:
        raise Refused(_("This is the language of the original."))


def _read_again(draft: Translation) -> None:
    db.session.refresh(draft, ["version", "issued_at", "text", "plain", "revision_id"])


def _tell(contribution: Contribution, kind: str, *, by: Person) -> None:
    tell_members(contribution, kind, by=by)
    tell_drafters(contribution, kind, by=by)
