"""The text of an edition in another language: part by part, what is not sure, and which English words it was made from."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import ForeignKey, Select, String, Text, UniqueConstraint, select
from sqlalchemy.orm import (
    Mapped,
    Session,
    contains_eager,
    joinedload,
    mapped_column,
    relationship,
)

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.database import Base, db
from wgcop.languages import LANGUAGE_NAMES
from wgcop.resolutions.aligning import AlignedUnit, Paragraph, PlacedParagraph, UnitKind
from wgcop.resolutions.models import LONGEST_WID, Edition, Wording
from wgcop.resolutions.reading import ReadClause, ReadText, texts_of
from wgcop.resolutions.typeset import is_same_wording, plain
from wgcop.search.records import KindNames, Record, Searchable, refreshes_with
from wgcop.web.joining import mark


class PartInLanguage(Searchable, Base):
    """The words of a part of an edition in another language. A part without a row has no words yet.
    Those of clauses are found by search.
    """

    __tablename__ = "part_in_language"
    __table_args__ = (UniqueConstraint("edition_id", "language", "key"),)
    search_kind = "clause-version"
    is_version = True
    search_names = KindNames(
        one=_l("Clause in another language"),
        many=_l("Clauses in other languages"),
        all_of=lambda count: ngettext(
            "All %(num)d clause in another language",
            "All %(num)d clauses in other languages",
            count,
        ),
        plurals=("clause-versions",),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(String(8))
    key: Mapped[str] = mapped_column(String(LONGEST_WID))
    """The wid of a clause, or the place of another part, such as `heading:2`."""
    wording_id: Mapped[int | None] = mapped_column(
        ForeignKey("wording.id", ondelete="CASCADE"), index=True
    )
    """The English words of the clause that these translate; none for other parts."""
    words: Mapped[str] = mapped_column(Text)
    is_sure: Mapped[bool]
    put_at: Mapped[datetime] = mapped_column(default=clock.now)
    put_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)

    edition: Mapped[Edition] = relationship()
    wording: Mapped[Wording | None] = relationship()
    put_by: Mapped[Person] = relationship()

    @classmethod
    def search_query(cls) -> Select[Any]:
        return select(cls).options(
            joinedload(cls.edition).joinedload(Edition.resolution),
            joinedload(cls.wording).joinedload(Wording.clause),
        )

    def search_record(self) -> Record | None:
        if self.wording is None:
            return None
        return Record(
            id=self.search_key,
            kind=self.search_kind,
            title=f"{self.wording.citation} · {self.edition.name}",
            text=self.words,
            url=f"{beside_url(self.edition, self.language)}#{self.wording.anchor}",
            year=self.edition.year,
            language=self.language,
            level="international",
            body=self.edition.resolution.body,
            clauses=(self.wording.clause.wid,),
            audience=frozenset({"public"}),
        )


def beside_url(edition: Edition, language: str) -> str:
    """Return the address of the edition beside its text in this language."""
    return f"{edition.url}/in/{language}"


@refreshes_with(Wording)
def _in_other_languages(wording: Wording, session: Session) -> Iterable[str]:
    keys = session.scalars(select(PartInLanguage.id).where(PartInLanguage.wording_id == wording.id))
    return [f"{PartInLanguage.search_kind}:{key}" for key in keys]


@dataclass(frozen=True)
class PartWords:
    """The words of a part, as a form sends them."""

    words: str = ""
    is_sure: bool = True


@dataclass(frozen=True)
class TextPart:
    """A part of an edition in English, beside its words in another language."""

    unit: AlignedUnit
    clause: ReadClause | None = None
    words: str = ""
    is_sure: bool = True
    english_before: str = ""
    """The English words that were translated, if the edition has others now."""

    @property
    def key(self) -> str:
        return self.unit.key

    @property
    def is_heading(self) -> bool:
        return self.unit.kind is UnitKind.HEADING

    @property
    def is_missing(self) -> bool:
        return not self.words

    @property
    def name(self) -> str:
        return self.clause.citation if self.clause else self.unit.text


def languages_beside(edition: Edition) -> dict[str, str]:
    """Return the languages other than that of the edition, with their names."""
    return {key: name for key, name in LANGUAGE_NAMES.items() if key != edition.language}


def parts_in(edition: Edition, language: str) -> list[TextPart]:
    """Return the edition part by part, in two SQL statements. A part that has no words of its own in
    the language has those of the latest edition before that has some, with the English words of that
    edition if they differ. A heading and an introduction have those of the same English words.
    """
    return parts_beside([edition], [language])[edition.id, language]


def parts_beside(
    editions: Sequence[Edition], languages: Sequence[str]
) -> dict[tuple[int, str], list[TextPart]]:
    """Return the same for several editions and languages, by the id of the edition and the language,
    in two SQL statements.
    """
    rows = _stored(editions, languages)
    texts = texts_of({each.id for each in editions} | {row.edition_id for row in rows})
    translated = {row.edition_id: row.edition for row in rows}
    english = {
        (edition_id, unit.key): unit.text
        for edition_id, edition in translated.items()
        for unit, _clause in _units(edition, texts[edition_id])
    }
    return {
        (edition.id, language): _parts(edition, texts[edition.id], language, rows, english)
        for edition in editions
        for language in languages
    }


def _parts(
    edition: Edition,
    text: ReadText,
    language: str,
    rows: Sequence[PartInLanguage],
    english: Mapping[tuple[int, str], str],
) -> list[TextPart]:
    own, earlier = _own_and_earlier(edition, language, rows)
    by_key = {row.key: row for row in earlier}
    by_words = {(_kind_of(row.key), english.get((row.edition_id, row.key))): row for row in earlier}
    found = []
    for unit, clause in _units(edition, text):
        is_the_only_one = clause is not None or unit.key in _ONE_IN_EACH
        same = (_kind_of(unit.key), unit.text)
        before = by_key.get(unit.key) if is_the_only_one else by_words.get(same)
        if row := own.get(unit.key):
            found.append(TextPart(unit, clause, row.words, row.is_sure))
        elif before:
            worded = (
                before.wording.text if before.wording else english[before.edition_id, before.key]
            )
            since = "" if is_same_wording(worded, unit.text) else worded
            found.append(TextPart(unit, clause, before.words, before.is_sure, since))
        else:
            found.append(TextPart(unit, clause))
    return found


_ONE_IN_EACH = ("title", "formula")


def _kind_of(key: str) -> str:
    """Return the kind of a part without its place: a heading may stand elsewhere in another edition."""
    return key.partition(":")[0]


def clauses_in_languages(wids: Collection[str]) -> dict[str, dict[str, str]]:
    """Return the latest words of clauses by their wids and by language, in one SQL statement. Every
    language has an entry, which is empty if the clause has no words in it.
    """
    rows = db.session.execute(
        select(PartInLanguage.key, PartInLanguage.language, PartInLanguage.words)
        .join(PartInLanguage.edition)
        .where(PartInLanguage.key.in_(wids))
        .order_by(Edition.year, Edition.id)
    )
    found = {wid: dict.fromkeys(LANGUAGE_NAMES, "") for wid in wids}
    for wid, language, words in rows:
        found[wid][language] = plain(words)
    return found


def own_rows(edition: Edition, language: str) -> dict[str, PartInLanguage]:
    """Return what is stored of exactly this edition, by the keys of its parts."""
    return _own_and_earlier(edition, language, _stored([edition], [language]))[0]


def mark_of(edition: Edition, language: str) -> str:
    """A mark of what is stored now, by which a form says what it showed."""
    rows = own_rows(edition, language)
    return mark([[key, row.words, row.is_sure] for key, row in sorted(rows.items())])


def placed(
    parts: Sequence[TextPart], pairs: Sequence[PlacedParagraph], paragraphs: Sequence[Paragraph]
) -> list[TextPart]:
    """Return the parts with the words of the paragraphs that were found for them."""
    found = {
        pair.key: PartWords(paragraphs[pair.paragraph].text, pair.is_sure)
        for pair in pairs
        if pair.key
    }
    return with_words(parts, found)


def with_words(parts: Sequence[TextPart], words: Mapping[str, PartWords]) -> list[TextPart]:
    return [
        TextPart(part.unit, part.clause, put.words, put.is_sure)
        for part in parts
        for put in [words.get(part.key, PartWords())]
    ]


def _units(edition: Edition, text: ReadText) -> Iterator[tuple[AlignedUnit, ReadClause | None]]:
    yield AlignedUnit("name", UnitKind.OTHER, edition.name), None
    yield AlignedUnit("title", UnitKind.OTHER, edition.title), None
    yield AlignedUnit("formula", UnitKind.OTHER, edition.formula), None
    for place, section in enumerate(text.sections):
        yield AlignedUnit(f"heading:{place}", UnitKind.HEADING, section.heading), None
        if section.intro:
            yield AlignedUnit(f"intro:{place}", UnitKind.INTRO, section.intro), None
        for clause in section.clauses:
            yield AlignedUnit(clause.wid, UnitKind.CLAUSE, clause.text, clause.label), clause


def _stored(editions: Iterable[Edition], languages: Iterable[str]) -> Sequence[PartInLanguage]:
    """Return the rows of all editions of the same resolutions, the oldest edition first."""
    return db.session.scalars(
        select(PartInLanguage)
        .join(PartInLanguage.edition)
        .where(
            Edition.resolution_id.in_({each.resolution_id for each in editions}),
            PartInLanguage.language.in_(list(languages)),
        )
        .order_by(Edition.year, Edition.id)
        .options(contains_eager(PartInLanguage.edition), joinedload(PartInLanguage.wording))
    ).all()


def _own_and_earlier(
    edition: Edition, language: str, rows: Iterable[PartInLanguage]
) -> tuple[dict[str, PartInLanguage], list[PartInLanguage]]:
    """Return the rows of the edition by their keys, and those of editions before it, oldest first."""
    own: dict[str, PartInLanguage] = {}
    earlier = []
    for row in rows:
        if row.language != language or row.edition.resolution_id != edition.resolution_id:
            continue
        if row.edition_id == edition.id:
            own[row.key] = row
        elif (row.edition.year, row.edition_id) < (edition.year, edition.id):
            earlier.append(row)
    return own, earlier
