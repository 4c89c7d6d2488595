"""Records, and the base class of models that search can find."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import Select, inspect, select

from wgcop.reading.passages import Passage as Passage
from wgcop.search.kinds import KIND_NAMES
from wgcop.search.kinds import KindNames as KindNames

if TYPE_CHECKING:
    from sqlalchemy.orm import Mapper, Session

SEARCHABLE: dict[str, type["Searchable"]] = {}
"""The models by their kind; the rows of each are records of that kind. Filled as models are
declared.
"""


RecordIds = Callable[[Any, "Session"], Iterable[str]]

REFRESHED_WITH: dict[type, list[RecordIds]] = {}
"""Functions that name the records to refresh when a row changes, by the model of that row."""


def refreshes_with(model: type) -> Callable[[RecordIds], RecordIds]:
    """Mark a function that names the records to refresh when a row of this model changes.

    A model that knows its own records names them in `stale_records`. This is for records that show
    a row of another feature, when that feature does not know the records:

    @refreshes_with(Meeting) def agenda_of(meeting, session): return the ids of the records that
    show something of this meeting
    """

    def register(record_ids: RecordIds) -> RecordIds:
        REFRESHED_WITH.setdefault(model, []).append(record_ids)
        return record_ids

    return register


def stale_with(row: Any, session: "Session") -> Iterator[str]:
    """Yield the ids of all records that are stale when this row changes."""
    if isinstance(row, Searchable):
        yield from row.stale_records(session)
    for model in type(row).__mro__:
        for record_ids in REFRESHED_WITH.get(model, ()):
            yield from record_ids(row, session)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One item in the index. Its `id` is `<kind>:<name>`, the model's `search_key`. A record
    without an audience cannot be found by anybody.
    """

    id: str
    kind: str
    title: str
    text: str
    url: str
    audience: frozenset[str]
    year: int | None = None
    language: str = "en"
    level: str = ""
    region: str = ""
    """The record's region, if it has a single one; results show it."""
    regions: tuple[str, ...] = ()
    """All regions where the record's work takes place, if there are several."""
    countries: tuple[str, ...] = ()
    """The Member States that the record belongs to, by their two-letter codes."""
    body: str = ""
    source: str = ""
    symbol: str = ""
    state: str = ""
    clauses: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    also_called: tuple[str, ...] = ()
    """Other names, such as the earlier and later numbers of a Question."""
    passages: tuple[Passage, ...] = ()
    date: datetime | None = None

    @property
    def all_regions(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(filter(None, (self.region, *self.regions))))


class Searchable:
    """A base class for models whose rows are records (the model has a `search_kind`) or parts of
    records.

    A new kind needs nothing outside its model: `search_kind`, `search_names`, the traits below that
    differ, and `search_record`. If the record shows other rows, `search_query` loads them too, and
    these rows name the record in their own `stale_records`, or a function marked with
    `refreshes_with` does.

    Flushed changes are noted in the outbox automatically, and so are UPDATE and DELETE statements
    for many rows. An INSERT statement for many rows is noted only if the model has a `search_kind`.
    Rows that the database deletes by ON DELETE CASCADE are not seen: name their records in the
    parent's `stale_records`.
    """

    search_kind: ClassVar[str] = ""
    search_names: ClassVar[KindNames | None] = None
    """The names of the model's kind. Every model with a `search_kind` has them."""
    named_by: ClassVar[str] = ""
    """The column that names the row in the record's id, used where the primary key would reveal the
    number of hidden rows. It is empty for the primary key.
    """
    is_work: ClassVar[bool] = False
    """Whether the records are papers or projects, which the radar compares with drafts."""
    is_talk: ClassVar[bool] = False
    """Whether the records are comments: they have no names to search for, and results show their
    text before the title.
    """
    is_version: ClassVar[bool] = False
    """Whether each record is a version of another record in another language. When a question asks
    for a symbol only, these come after the originals.
    """
    is_read_in_parts: ClassVar[bool] = False
    """Whether the record's page shows a long text in parts and can open at any place."""
    has_partial_dates: ClassVar[bool] = False
    """Whether the record's date may lack the day or the month."""
    shows_level: ClassVar[bool] = False
    """Whether results show the record's level and region."""

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        kind = cls.__dict__.get("search_kind", "")
        if not kind:
            return
        if kind in SEARCHABLE:
            raise ValueError(f"Two models are found as “{kind}”: {SEARCHABLE[kind]} and {cls}")
        SEARCHABLE[kind] = cls
        if cls.search_names:
            KIND_NAMES[kind] = cls.search_names

    @property
    def search_key(self) -> str:
        return f"{self.search_kind}:{getattr(self, name_column(type(self)).key)}"

    def search_record(self) -> Record | None:
        """Return the current record of this row, or None if it should not be in the index."""
        return None

    @classmethod
    def titles_in_words(cls, stored: Mapping[str, str], session: "Session") -> Mapping[str, str]:
        """Return the titles of records of this kind in the reader's language, by their ids, with one
        database statement at most. `stored` has them as the index keeps them. Titles that are shown
        as they are stored are absent.
        """
        return {}

    def stale_records(self, session: "Session") -> Iterable[str]:
        """Return the ids of the records that are stale when this row changes."""
        return [self.search_key] if self.search_kind else []

    @classmethod
    def search_query(cls) -> Select[Any]:
        """Return the query for the rows from which records are made, with the related rows that
        they need.
        """
        return select(cls)


def model_of(kind: str) -> type[Searchable]:
    """Return the model of a kind, or `Searchable` with its defaults for an unknown kind."""
    return SEARCHABLE.get(kind, Searchable)


def talk() -> tuple[str, ...]:
    """Return the kinds of records that are comments. A search by name leaves them out, because they
    have no names.
    """
    return tuple(kind for kind, model in SEARCHABLE.items() if model.is_talk)


def versions() -> tuple[str, ...]:
    """Return the kinds whose records are language versions of other records."""
    return tuple(kind for kind, model in SEARCHABLE.items() if model.is_version)


def works() -> frozenset[str]:
    """Return the kinds with which the radar compares drafts."""
    return frozenset(kind for kind, model in SEARCHABLE.items() if model.is_work)


def load(session: "Session", ids: Iterable[str]) -> dict[str, "Searchable"]:
    """Return the current rows of these records by record id. Rows that no longer exist are absent."""
    keys: dict[str, list[Any]] = {}
    for record_id in ids:
        kind, _, key = record_id.partition(":")
        if kind in SEARCHABLE:
            keys.setdefault(kind, []).append(key)
    rows_by_id: dict[str, Searchable] = {}
    for kind, wanted in keys.items():
        model = SEARCHABLE[kind]
        column = name_column(model)
        python_type = column.type.python_type
        rows = session.scalars(
            model.search_query().where(column.in_([python_type(key) for key in wanted]))
        ).unique()
        rows_by_id.update({row.search_key: row for row in rows})
    return rows_by_id


def name_column(model: type[Searchable]) -> Any:
    """Return the column whose value follows the kind in the ids of the records."""
    mapper: Mapper[Any] = inspect(model)
    return mapper.columns[model.named_by] if model.named_by else mapper.primary_key[0]
