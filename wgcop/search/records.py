"""What a model says of itself so that search finds it, and which rows a record is made of."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import Select, inspect, select

from wgcop.passages import Passage as Passage
from wgcop.search.kinds import KIND_NAMES
from wgcop.search.kinds import KindNames as KindNames

if TYPE_CHECKING:
    from sqlalchemy.orm import Mapper, Session

SEARCHABLE: dict[str, type["Searchable"]] = {}
"""Kind → the model whose rows are records of it; filled as models are declared."""


RecordIds = Callable[[Any, "Session"], Iterable[str]]

REFRESHED_WITH: dict[type, list[RecordIds]] = {}
"""Model → functions that name the records to make again when one of its rows changes."""


def refreshes_with(model: type) -> Callable[[RecordIds], RecordIds]:
    """When a row of this model changes, the records that the function names are made again.

    A model that knows its own records names them in `stale_records`. This is for records that show something of a row
    whose feature knows nothing of them:

    @refreshes_with(Meeting)
    def agenda_of(meeting, session): return the ids of the records that show something of this meeting
    """

    def register(record_ids: RecordIds) -> RecordIds:
        REFRESHED_WITH.setdefault(model, []).append(record_ids)
        return record_ids

    return register


def stale_with(row: Any, session: "Session") -> Iterator[str]:
    """Every record that is out of date when this row changes."""
    if isinstance(row, Searchable):
        yield from row.stale_records(session)
    for model in type(row).__mro__:
        for record_ids in REFRESHED_WITH.get(model, ()):
            yield from record_ids(row, session)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One thing that can be found. `id` is `<kind>:<name>`, as `search_key` says; without an audience nobody finds it."""

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
    body: str = ""
    source: str = ""
    symbol: str = ""
    state: str = ""
    clauses: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    also_called: tuple[str, ...] = ()
    """Other names under which it is looked for, such as those of a Question before and after."""
    passages: tuple[Passage, ...] = ()
    date: datetime | None = None


class Searchable:
    """A model whose rows are found (it has a `search_kind`), or are part of what is found.

    A new kind needs nothing outside its model: `search_kind` and `search_names`, the traits below that differ, `search_record`, and
    `search_query` where that record shows something of other rows. Say also when it is made again: these rows name it in their own
    `stale_records`, or a function does that is marked with `refreshes_with`.

    Whatever is flushed through a session is noted by itself, and so are UPDATE and DELETE of many rows.
    Rows inserted by one INSERT of many are noted where they have a `search_kind` of their own. A row that the database deletes on its own,
    by ON DELETE CASCADE, is not seen: name its records in the parent's `stale_records`.
    """

    search_kind: ClassVar[str] = ""
    search_names: ClassVar[KindNames | None] = None
    """What its kind is called; every model with a `search_kind` says it."""
    named_by: ClassVar[str] = ""
    """The column after which a row's record is called, where its primary key counts what others may not see."""
    is_work: ClassVar[bool] = False
    """Papers and projects, not talk about them."""
    is_talk: ClassVar[bool] = False
    """Nobody looks for it by its name, and its words stand before its title."""
    is_read_in_parts: ClassVar[bool] = False
    """Its page shows a long text part by part, and can open it at any place."""
    has_partial_dates: ClassVar[bool] = False
    """Of its dates perhaps only the month or the year is known."""
    shows_level: ClassVar[bool] = False
    """Results say for which level and region it is."""

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
        """The record as the row stands now, or None while it is not to be found."""
        return None

    def stale_records(self, session: "Session") -> Iterable[str]:
        """The records that are out of date when this row changes."""
        return [self.search_key] if self.search_kind else []

    @classmethod
    def search_query(cls) -> Select[Any]:
        """The rows to make records of; say here what they need to have loaded with them."""
        return select(cls)


def model_of(kind: str) -> type[Searchable]:
    """The model of a kind, or `Searchable` with its defaults where no model has the kind."""
    return SEARCHABLE.get(kind, Searchable)


def talk() -> tuple[str, ...]:
    """The kinds that nobody looks for by name."""
    return tuple(kind for kind, model in SEARCHABLE.items() if model.is_talk)


def works() -> frozenset[str]:
    """The kinds that the radar compares drafts with."""
    return frozenset(kind for kind, model in SEARCHABLE.items() if model.is_work)


def load(session: "Session", ids: Iterable[str]) -> dict[str, "Searchable"]:
    """The rows behind the ids as they are now; what no longer exists is absent."""
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
    """What follows the kind in the ids of its records."""
    mapper: Mapper[Any] = inspect(model)
    return mapper.columns[model.named_by] if model.named_by else mapper.primary_key[0]
