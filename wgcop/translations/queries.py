"""Queries for language versions as pages need them. Issued ones are for everyone who reads the
document; drafts have queries of their own.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import contains_eager, joinedload, lazyload, selectinload, undefer_group
from sqlalchemy.orm.interfaces import ORMOption

from wgcop.accounts.any_reader import Reader
from wgcop.accounts.models import GroupRole, Person
from wgcop.bodies.models import Meeting
from wgcop.contributions.drafters import Drafter, DrafterRole
from wgcop.contributions.models import Contribution
from wgcop.contributions.paper_state import PaperState
from wgcop.contributions.queries import is_visible_to
from wgcop.contributions.revisions import Revision
from wgcop.database import db
from wgcop.resolutions.models import Resolution
from wgcop.translations import policy
from wgcop.translations.models import LanguageStatus, Translation, version_url
from wgcop.translations.tasks import Translated, TranslationTask
from wgcop.translations.versions import LanguageVersion

MOST_LOOKED_THROUGH = 60
"""The number of earlier translations in which the words of a text are looked up."""


def version_called(
    contribution: Contribution, language: str | None, revision: int | None = None
) -> Translation | None:
    """Return the current version in this language or, if a revision is named, the last one made
    from it. Return None for the language of the original.
    """
    if language is None or language == contribution.current.language:
        return None
    query = _in_language(contribution, language)
    if revision is None:
        query = query.where(Translation.is_current)
    else:
        query = query.join(Translation.made_from).where(
            Revision.number == revision,
            Translation.issued_at.is_not(None),
            Translation.withdrawn_at.is_(None),
        )
    return db.session.scalar(
        query.options(*_words()).order_by(Translation.issued_at.desc()).limit(1)
    )


def _in_language(contribution: Contribution, language: str) -> Select[Translation]:
    return select(Translation).where(
        Translation.contribution_id == contribution.id, Translation.language == language
    )


def _words() -> tuple[ORMOption, ...]:
    return undefer_group("words"), joinedload(Translation.issued_by)


def draft_in(contribution: Contribution, language: str) -> Translation | None:
    return db.session.scalar(
        _in_language(contribution, language)
        .where(Translation.issued_at.is_(None))
        .options(*_words(), joinedload(Translation.changed_by))
    )


def current_in(contribution: Contribution, language: str) -> Translation | None:
    return db.session.scalar(
        _in_language(contribution, language).where(Translation.is_current).options(*_words())
    )


def issued(contribution: Contribution) -> Sequence[Translation]:
    """Return every issued wording in every language, oldest first, without its text."""
    return db.session.scalars(
        select(Translation)
        .where(Translation.contribution_id == contribution.id, Translation.issued_at.is_not(None))
        .options(joinedload(Translation.issued_by))
        .order_by(Translation.issued_at, Translation.id)
    ).all()


def drafts(contribution: Contribution) -> Sequence[Translation]:
    return db.session.scalars(
        select(Translation)
        .where(Translation.contribution_id == contribution.id, Translation.issued_at.is_(None))
        .options(joinedload(Translation.changed_by))
    ).all()


def current_of(contributions: Iterable[Contribution]) -> Mapping[int, list[Translation]]:
    """Return the current language versions other than the originals, without their texts, by the id
    of the document, in one SQL statement.
    """
    documents = {
        contribution.id: contribution for contribution in contributions if contribution.is_numbered
    }
    found: dict[int, list[Translation]] = defaultdict(list)
    rows = db.session.scalars(
        select(Translation)
        .where(Translation.is_current, Translation.contribution_id.in_(list(documents)))
        .order_by(Translation.language)
    )
    for row in rows:
        if row.language != documents[row.contribution_id].current.language:
            found[row.contribution_id].append(row)
    return found


def read_or_written(contributions: Iterable[Contribution]) -> Sequence[Translation]:
    """Return the current versions and those being written, without texts, for a whole list in one
    SQL statement.

    The documents and their wordings must be in memory already.
    """
    return db.session.scalars(
        select(Translation).where(
            Translation.contribution_id.in_([contribution.id for contribution in contributions]),
            or_(Translation.is_current, Translation.issued_at.is_(None)),
        )
    ).all()


def originals(contributions: Iterable[Contribution]) -> Mapping[int, str]:
    """Return the plain texts of the latest wordings by the ids of the documents, in one SQL
    statement. The documents and their wordings must be in memory already.
    """
    latest = [contribution.current.id for contribution in contributions]
    rows = db.session.execute(
        select(Revision.contribution_id, Revision.plain).where(Revision.id.in_(latest))
    )
    return {key: plain for key, plain in rows}


def load_texts_of_outdated(translations: Iterable[Translation]) -> list[Translation]:
    """Return those versions that are outdated, with their texts, those of the wordings from which
    they were made, and those of the latest wordings, in two SQL statements.
    """
    outdated = [each for each in translations if each.is_current and each.is_outdated]
    latest = [each.contribution.current.id for each in outdated]
    db.session.scalars(
        select(Revision)
        .where(Revision.id.in_([*latest, *(each.revision_id for each in outdated)]))
        .options(
            undefer_group("words"),
            lazyload(Revision.clause_links),
            lazyload(Revision.question_links),
        )
        .execution_options(populate_existing=True)
    ).all()
    versions = db.session.scalars(
        select(Translation)
        .where(Translation.id.in_([each.id for each in outdated]))
        .options(undefer_group("words"))
        .execution_options(populate_existing=True)
    )
    return list(versions)


def with_words(ids: Iterable[int]) -> Mapping[int, Translation]:
    """Return those of these versions that are still current, with their texts, by their ids."""
    rows = db.session.scalars(
        select(Translation)
        .where(Translation.is_current, Translation.id.in_(list(ids)))
        .options(undefer_group("words"))
    )
    return {row.id: row for row in rows}


def last_number(contribution: Contribution, language: str) -> int:
    return (
        db.session.scalar(
            select(Translation.number)
            .where(Translation.contribution_id == contribution.id, Translation.language == language)
            .order_by(Translation.number.desc())
            .limit(1)
        )
        or 0
    )


def languages_of(contributions: Iterable[Contribution]) -> Mapping[int, list[LanguageVersion]]:
    """Return the language versions other than the originals by the id of the document, in one SQL
    statement for a whole list.
    """
    documents = {
        contribution.id: contribution for contribution in contributions if contribution.is_numbered
    }
    found: dict[int, list[LanguageVersion]] = defaultdict(list)
    if not documents:
        return found
    rows = db.session.execute(
        select(
            Translation.contribution_id, Translation.language, Translation.status, Revision.number
        )
        .join(Translation.made_from)
        .where(Translation.is_current, Translation.contribution_id.in_(list(documents)))
        .order_by(Translation.language)
    )
    for key, language, status, number in rows:
        document = documents[key]
        if language != document.current.language:
            url, is_outdated = version_url(document, language), number < document.current.number
            found[key].append(LanguageVersion(language, status, url, is_outdated))
    return found


def checked_elsewhere(
    contribution: Contribution, language: str, audiences: frozenset[str]
) -> Sequence[Translation]:
    """Return the translations of other documents that the secretariat has checked, of the same
    original language, as far as a reader may read them: the latest ones, newest first, with both
    texts, in one SQL statement.
    """
    return db.session.scalars(
        select(Translation)
        .join(Translation.contribution)
        .join(Translation.made_from)
        .join(Contribution.meeting)
        .join(Meeting.group)
        .where(
            Translation.is_current,
            Translation.status == LanguageStatus.TRANSLATION,
            Translation.language == language,
            Translation.contribution_id != contribution.id,
            Revision.language == contribution.current.language,
            Contribution.state == PaperState.ACCEPTED,
            is_visible_to(audiences),
        )
        .options(
            undefer_group("words"),
            contains_eager(Translation.contribution)
            .contains_eager(Contribution.meeting)
            .contains_eager(Meeting.group),
            contains_eager(Translation.made_from).options(
                undefer_group("words"),
                lazyload(Revision.clause_links),
                lazyload(Revision.question_links),
            ),
        )
        .order_by(Translation.issued_at.desc(), Translation.id)
        .limit(MOST_LOOKED_THROUGH)
    ).all()


# Who translates what


def tasks_for(texts: Iterable[Translated]) -> Sequence[TranslationTask]:
    """Return who translates these texts, in one SQL statement. The texts must be in memory already."""
    papers = [text.id for text in texts if isinstance(text, Contribution)]
    resolutions = [text.id for text in texts if isinstance(text, Resolution)]
    return db.session.scalars(
        select(TranslationTask)
        .where(
            or_(
                TranslationTask.contribution_id.in_(papers),
                TranslationTask.resolution_id.in_(resolutions),
            )
        )
        .options(joinedload(TranslationTask.person))
        .execution_options(populate_existing=True)
    ).all()


def task_for(text: Translated, language: str) -> TranslationTask | None:
    return next((task for task in tasks_for([text]) if task.language == language), None)


def tasks_of(person: Person) -> list[TranslationTask]:
    """Return what a person is to translate and still may, the first date first."""
    tasks = db.session.scalars(
        select(TranslationTask)
        .outerjoin(TranslationTask.contribution)
        .outerjoin(TranslationTask.resolution)
        .where(TranslationTask.person_id == person.id, _is_in_force())
        .options(
            # An inner join, as a document has it, would leave out the resolutions.
            contains_eager(TranslationTask.contribution).options(
                joinedload(Contribution.meeting, innerjoin=False).joinedload(
                    Meeting.group, innerjoin=False
                ),
                selectinload(Contribution.drafters),
            ),
            contains_eager(TranslationTask.resolution).selectinload(Resolution.editions),
        )
        .order_by(TranslationTask.due_on.is_(None), TranslationTask.due_on, TranslationTask.id)
    ).all()
    papers = [task.contribution for task in tasks if task.contribution]
    read = {
        (each.contribution_id, each.language): each
        for versions in (current_of(papers) if papers else {}).values()
        for each in versions
    }
    return [
        task
        for task in tasks
        if policy.can_be_assigned(
            person, task.text, read.get((task.contribution_id or 0, task.language))
        )
    ]


def has_tasks(reader: Reader) -> ColumnElement[bool]:
    """Return the SQL condition that somebody has something to translate."""
    return exists().where(TranslationTask.person_id == reader.id)


def _is_in_force() -> ColumnElement[bool]:
    return or_(
        Contribution.state == PaperState.ACCEPTED,
        and_(Resolution.id.is_not(None), Resolution.suppressed_on.is_(None)),
    )


@dataclass(frozen=True)
class Translators:
    """To whom the texts of a meeting can be assigned: the secretariat of its group, and to each
    drafter the documents that they may write.
    """

    secretariat: Sequence[Person]
    drafters: Mapping[Person, Sequence[Contribution]]


def translators(meeting: Meeting, papers: Sequence[Contribution]) -> Translators:
    """Return them in two SQL statements. The documents must be in memory already."""
    people = select(Person).where(Person.active).order_by(Person.name, Person.id)
    secretariat = db.session.scalars(
        people.where(
            Person.offices.any(role=GroupRole.SECRETARIAT, group_id=meeting.group_id)
        ).options(selectinload(Person.memberships), selectinload(Person.offices))
    ).all()
    rows = db.session.execute(
        people.join(Drafter, Drafter.person_id == Person.id)
        .where(
            Drafter.role == DrafterRole.WRITE,
            Drafter.contribution_id.in_([each.id for each in papers]),
        )
        .add_columns(Drafter.contribution_id)
    )
    written: dict[Person, set[int]] = defaultdict(set)
    for person, key in rows:
        if person not in secretariat:
            written[person].add(key)
    return Translators(
        secretariat,
        {
            person: [paper for paper in papers if paper.id in keys]
            for person, keys in written.items()
        },
    )
