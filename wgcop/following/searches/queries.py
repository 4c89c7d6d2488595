"""Queries for saved searches, for their pages, their feeds and the daily letter."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import joinedload

from wgcop.accounts import tokens
from wgcop.accounts.any_reader import Reader
from wgcop.accounts.models import Office, Person
from wgcop.database import db
from wgcop.following.news import News
from wgcop.following.searches.changes import RecordChanges, changes_since
from wgcop.following.searches.models import SavedSearch
from wgcop.search.question.query import Query
from wgcop.search_engines.protocol import Engine, Results
from wgcop.search_page.asking import SearchReader, query_of
from wgcop.search_page.titles import results_in_words


@dataclass(frozen=True, kw_only=True)
class SearchNews(News):
    """A search with the number of results that are new to its owner."""

    search: SavedSearch

    @classmethod
    def of(cls, search: SavedSearch, count: int) -> Self:
        return cls(
            thing=f"saved-search:{search.id}",
            kind="search.found",
            at=None,
            url=search.url,
            title=search.name,
            count=count,
            search=search,
        )


def saved_searches(person: Person) -> Sequence[SavedSearch]:
    return db.session.scalars(
        select(SavedSearch)
        .where(SavedSearch.person_id == person.id)
        .order_by(func.lower(SavedSearch.name), SavedSearch.id)
    ).all()


def has_saved_searches(reader: Reader) -> ColumnElement[bool]:
    """Return the SQL condition that the reader has any saved search."""
    return exists().where(SavedSearch.person_id == reader.id)


def saved_search(search_id: int, person: Person) -> SavedSearch | None:
    """Return the search if it is the person's own, or None."""
    return db.session.scalar(
        select(SavedSearch).where(SavedSearch.id == search_id, SavedSearch.person_id == person.id)
    )


def number_of_searches(person: Person) -> int:
    return (
        db.session.scalar(
            select(func.count()).select_from(SavedSearch).where(SavedSearch.person_id == person.id)
        )
        or 0
    )


def search_of_feed(token: str) -> SavedSearch | None:
    """Return the search of a feed with its owner as they are now, or None if there is no such
    search or the owner may no longer sign in.
    """
    search = db.session.scalar(
        select(SavedSearch)
        .where(SavedSearch.feed_hash == tokens.hash_of(token))
        .options(
            joinedload(SavedSearch.person).selectinload(Person.memberships),
            joinedload(SavedSearch.person).selectinload(Person.offices).joinedload(Office.group),
        )
    )
    return search if search is not None and search.person.is_active else None


def reader_of(person: Person) -> SearchReader:
    return SearchReader(person.audiences, person.language)


def news(engine: Engine, person: Person) -> list[SearchNews]:
    """Return the new results of all of a person's searches since they last looked at each."""
    searches = saved_searches(person)
    return news_of(engine, person, [(search, search.looked_at) for search in searches])


def news_of(
    engine: Engine, person: Person, searches: Iterable[tuple[SavedSearch, datetime]]
) -> list[SearchNews]:
    """Return the new results of these searches, each since its moment. The number of statements
    does not grow with the number of searches.
    """
    with_moments = list(searches)
    if not with_moments:
        return []
    changes = changes_since(min(moment for _, moment in with_moments))
    queries = (
        (search, _query_since(search, person, changes, moment, size=1))
        for search, moment in with_moments
    )
    return [
        SearchNews.of(search, engine.search(query).total if query else 0)
        for search, query in queries
    ]


def results_since(
    engine: Engine,
    search: SavedSearch,
    person: Person,
    changes: RecordChanges,
    moment: datetime,
    *,
    page: int = 1,
) -> Results:
    """Return the results among the records changed since `moment` that the person may read now."""
    query = _query_since(search, person, changes, moment, page=page)
    return results_in_words(engine.search(query), query) if query else Results(total=0)


def _query_since(
    search: SavedSearch,
    person: Person,
    changes: RecordChanges,
    moment: datetime,
    *,
    page: int = 1,
    size: int = 20,
) -> Query | None:
    changed = changes.after(moment, search.tell)
    if not changed:
        return None
    query = query_of(search.address, reader_of(person), among=changed, page=page, size=size)
    return None if query.says_nothing else query


def owners_to_tell(before: datetime) -> Sequence[int]:
    """Return the ids of people with a search by mail whose last report is older than this moment."""
    return db.session.scalars(
        select(SavedSearch.person_id)
        .join(SavedSearch.person)
        .where(SavedSearch.mails, SavedSearch.told_at < before, Person.active)
        .distinct()
    ).all()


def searches_to_tell(people: Collection[int], before: datetime) -> Sequence[SavedSearch]:
    """Return the searches to report to these people, and lock them, so that only one process writes
    to a person.
    """
    return db.session.scalars(
        select(SavedSearch)
        .where(SavedSearch.person_id.in_(people), SavedSearch.mails, SavedSearch.told_at < before)
        .order_by(SavedSearch.id)
        .with_for_update(skip_locked=True)
    ).all()
