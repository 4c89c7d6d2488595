"""The text of a document in another language, made from one wording of the original."""

import enum
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import (
    JSON,
    ForeignKey,
    Index,
    Select,
    String,
    Text,
    UniqueConstraint,
    select,
    text,
)
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship, undefer

from wgcop import clock, paper
from wgcop.accounts.models import Person
from wgcop.bodies.body import Body
from wgcop.bodies.models import Meeting
from wgcop.contributions.cover import Cover
from wgcop.contributions.fields import IN_SEARCH, TRANSLATED
from wgcop.contributions.models import Contribution
from wgcop.contributions.revisions import Revision
from wgcop.database import PLAIN_WORDS, WORDS, Base, drawn_id
from wgcop.errors import Refused
from wgcop.fields.showing import words_of
from wgcop.languages import LANGUAGE_NAMES
from wgcop.numbering.symbol import LETTERS, Symbol
from wgcop.resolutions.models import Clause
from wgcop.search.records import KindNames, Record, Searchable, refreshes_with


def translated_fields(wording: "Revision | Translation") -> dict[str, str]:
    """Return the translated fields of a wording by their names."""
    return {field.name: getattr(wording, field.name) for field in TRANSLATED}


class LanguageStatus(enum.StrEnum):
    """The status of a language version. A translation can be provisional until the secretariat has
    checked it.
    """

    ORIGINAL = "original"
    TRANSLATION = "translation"
    PROVISIONAL = "provisional"


LANGUAGE_STATUS_NAMES = {
    LanguageStatus.ORIGINAL: _l("Original"),
    LanguageStatus.TRANSLATION: _l("Translation"),
    LanguageStatus.PROVISIONAL: _l("Provisional translation"),
}


def _one_of_each(name: str, condition: str) -> Index:
    where = text(condition)
    return Index(
        f"ix_document_translation_{name}",
        "contribution_id",
        "language",
        unique=True,
        sqlite_where=where,
        postgresql_where=where,
    )


class Translation(Searchable, Base):
    """One wording in one language. It does not change once it is issued; the next one takes its
    place.
    """

    __tablename__ = "document_translation"
    __table_args__ = (
        UniqueConstraint("contribution_id", "language", "number"),
        _one_of_each("current", "is_current"),
        _one_of_each("draft", "issued_at IS NULL"),
    )
    search_kind = "translation"
    is_version = True
    search_names = KindNames(
        one=_l("Language version"),
        many=_l("Language versions"),
        all_of=lambda count: ngettext(
            "All %(num)d language version", "All %(num)d language versions", count
        ),
        plurals=("translations",),
        aliases=("language-version",),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=drawn_id)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"))
    revision_id: Mapped[int] = mapped_column(
        ForeignKey("contribution_revision.id", ondelete="CASCADE"), index=True
    )
    """The wording of the original that was translated."""
    language: Mapped[str] = mapped_column(String(8))
    number: Mapped[int]
    """The number of the wording in this language, counted from 1."""
    status: Mapped[LanguageStatus] = mapped_column(default=LanguageStatus.PROVISIONAL)
    source: Mapped[str] = mapped_column(String(300), default="", info=WORDS)
    title: Mapped[str] = mapped_column(String(300), default="", info=WORDS)
    action_required: Mapped[str] = mapped_column(Text, default="", info=WORDS)
    abstract: Mapped[str] = mapped_column(Text, default="", info=WORDS)
    keywords: Mapped[str] = mapped_column(String(300), default="", info=WORDS)
    lessons: Mapped[str] = mapped_column(Text, default="", info=WORDS)
    text: Mapped[paper.Node] = mapped_column(
        JSON, deferred=True, deferred_group="words", info=WORDS
    )
    plain: Mapped[str] = mapped_column(
        Text, deferred=True, deferred_group="words", info=PLAIN_WORDS
    )
    is_confirmation: Mapped[bool] = mapped_column(default=False)
    """Whether it repeats the words of the version before it, which fit a later wording of the
    original too.
    """
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    issued_at: Mapped[datetime | None]
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    is_current: Mapped[bool] = mapped_column(default=False)
    """Whether this is the version that readers of the document get."""
    withdrawn_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    contribution: Mapped[Contribution] = relationship()
    made_from: Mapped[Revision] = relationship()
    changed_by: Mapped[Person] = relationship(foreign_keys=changed_by_id)
    issued_by: Mapped[Person | None] = relationship(foreign_keys=issued_by_id)

    __mapper_args__ = {"version_id_col": version}

    # Its name and address

    @property
    def language_name(self) -> str:
        return LANGUAGE_NAMES[self.language]

    @property
    def status_name(self) -> str:
        return str(LANGUAGE_STATUS_NAMES[self.status])

    @property
    def symbol(self) -> Symbol | None:
        return self.contribution.symbol_in(self.language, self.made_from.number)

    @property
    def file_symbol(self) -> str:
        """The symbol with the language, even if the series does not print it."""
        symbol = self.symbol
        return f"{symbol}{'' if symbol and symbol.language else f'-{LETTERS[self.language]}'}"

    @property
    def url(self) -> str:
        """The address of the current version in this language, regardless of its wording."""
        return version_url(self.contribution, self.language)

    @property
    def wording_url(self) -> str:
        """The address of the version made from exactly that wording of the original."""
        return f"{self.made_from.url}/{LETTERS[self.language]}"

    @property
    def work_url(self) -> str:
        return f"{self.contribution.work_url}/translations/{self.language}"

    # What it has from the original

    @property
    def original(self) -> Revision:
        return self.made_from

    @property
    def mark_of_translation(self) -> str:
        """The key of the phrase on the cover that says that this is a translation."""
        return "provisional" if self.status == LanguageStatus.PROVISIONAL else "translation"

    @property
    def cover(self) -> Cover:
        """The cover of the original, with the fields that are translated."""
        own = translated_fields(self)
        return self.made_from.cover.but(**own, language=self.language, sole_language=False)

    @property
    def original_language(self) -> str:
        return self.made_from.language

    @property
    def clauses(self) -> list[Clause]:
        return self.made_from.clauses

    @property
    def questions(self) -> list[Body]:
        return self.made_from.questions

    @property
    def submitted_at(self) -> datetime | None:
        return self.made_from.submitted_at

    @property
    def submitted_on(self) -> date | None:
        return self.made_from.submitted_on

    # What can be done with it

    @property
    def is_draft(self) -> bool:
        return self.issued_at is None

    @property
    def is_outdated(self) -> bool:
        """Whether the original has been revised since."""
        return self.made_from.number < self.contribution.current.number

    @property
    def words(self) -> str:
        return "\n".join(filter(None, [*words_of(self.cover, IN_SEARCH), self.plain]))

    def write(
        self, fields: dict[str, str], text: paper.Node, made_from: Revision, *, by: Person
    ) -> None:
        if not self.is_draft:
            raise Refused(_("This version was issued. Begin the next one to change it."))
        for field in TRANSLATED:
            setattr(self, field.name, fields[field.name])
        self.text, self.plain = text, paper.plain(text)
        self.made_from = made_from
        self.changed_at, self.changed_by = clock.now(), by

    def next(self, *, by: Person) -> "Translation":
        """Return a draft that starts with the same text."""
        following = Translation(
            contribution=self.contribution,
            language=self.language,
            number=self.number + 1,
            status=self.status,
        )
        following.write(translated_fields(self), self.text, self.made_from, by=by)
        return following

    def issue(self, status: LanguageStatus, *, by: Person) -> None:
        if not self.title.strip() or not self.plain.strip():
            raise Refused(_("A language version needs a title and a text."))
        if self.plain.strip() == self.made_from.plain.strip():
            raise Refused(_("This is still the text of the original. Translate it first."))
        self.status = status
        self.issued_at, self.issued_by = clock.now(), by
        self.is_current = True

    # What search finds

    @classmethod
    def search_query(cls) -> Select[Any]:
        return select(cls).options(
            undefer(cls.plain),
            joinedload(cls.made_from),
            joinedload(cls.contribution).joinedload(Contribution.meeting).joinedload(Meeting.group),
        )

    def search_record(self) -> Record | None:
        """Return the record of a current version, otherwise None. A version in the language of the
        current original is not found.
        """
        contribution = self.contribution
        if not self.is_current or self.language == contribution.current.language:
            return None
        return Record(
            id=self.search_key,
            kind=self.search_kind,
            title=f"{self.symbol}: {self.title}",
            text=self.words,
            url=self.url,
            year=contribution.meeting.starts_on.year,
            language=self.language,
            body=contribution.meeting.group.code,
            source=self.source,
            symbol=str(self.symbol),
            state=contribution.state,
            clauses=tuple(clause.wid for clause in self.clauses),
            also_called=tuple(name for body in self.questions for name in body.also_called),
            audience=contribution.audience,
            date=self.issued_at,
        )


def version_url(contribution: Contribution, language: str) -> str:
    """Return the address of a version with the letter of its language: as the series prints it,
    `CWG-COP-14/3-F`, or else `WG-COP/3/7/F`.
    """
    issued = contribution.symbol_in(language)
    suffix = issued.language.replace(" ", "") if issued else ""
    return contribution.url + (suffix if suffix[:1] in ("-", "(") else f"/{LETTERS[language]}")


@refreshes_with(Contribution)
def _its_translations(contribution: Contribution, session: Session) -> Iterable[str]:
    return _records(session, Translation.contribution_id == contribution.id)


@refreshes_with(Revision)
def _translations_of(revision: Revision, session: Session) -> Iterable[str]:
    return _records(session, Translation.contribution_id == revision.contribution_id)


@refreshes_with(Meeting)
def _translations_at(meeting: Meeting, session: Session) -> Iterable[str]:
    of_meeting = select(Contribution.id).where(Contribution.meeting_id == meeting.id)
    return _records(session, Translation.contribution_id.in_(of_meeting))


def _records(session: Session, condition: Any) -> list[str]:
    found = session.scalars(select(Translation.id).where(Translation.is_current, condition))
    return [f"{Translation.search_kind}:{key}" for key in found]
