"""The part of the daily letter about saved searches: one line for each that has new results."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.accounts.wishes import LetterKind, keep_choice
from wgcop.following.daily_letter import LetterPart, Round
from wgcop.following.searches.models import SavedSearch
from wgcop.following.searches.queries import (
    news_of,
    owners_to_tell,
    saved_searches,
    searches_to_tell,
)
from wgcop.letters import fill_in
from wgcop.search_engines.choice import current_engine

Moments = Iterable[tuple[SavedSearch, datetime]]
"""Searches, each with the moment since which results are new."""


class NewResults:
    name = "searches"

    def readers(self, due: Round) -> Collection[int]:
        return owners_to_tell(due.day)

    def waiting(self, people: Collection[int], due: Round) -> Mapping[int, list[SavedSearch]]:
        waiting: dict[int, list[SavedSearch]] = {}
        for search in searches_to_tell(people, due.day):
            waiting.setdefault(search.person_id, []).append(search)
        return waiting

    def part(
        self, person: Person, searches: Sequence[SavedSearch], due: Round
    ) -> LetterPart | None:
        moments = [(search, max(search.told_at, search.looked_at)) for search in searches]
        part = _part(person, moments)
        for search in searches:
            search.told_at = clock.now()
        return part

    def again(self, person: Person, about: Mapping[str, str]) -> LetterPart | None:
        return _part(
            person,
            [
                (search, datetime.fromisoformat(about[str(search.id)]))
                for search in saved_searches(person)
                if str(search.id) in about and search.mails
            ],
        )


def _part(person: Person, moments: Moments) -> LetterPart | None:
    moments = list(moments)
    news = [one for one in news_of(current_engine(), person, moments) if one.count]
    if not news:
        return None
    about = {str(search.id): moment.isoformat() for search, moment in moments}
    return LetterPart(fill_in("following/searches", news=news), (LetterKind.SEARCHES,), about)


class MailChoice:
    """The choice of letters about saved searches, which is stored with each search."""

    def of(self, person: Person) -> str:
        return " ".join(str(search.id) for search in saved_searches(person) if search.mails)

    def choose(self, person: Person, choice: str) -> None:
        chosen = choice.split()
        for search in saved_searches(person):
            search.mails = str(search.id) in chosen


keep_choice(LetterKind.SEARCHES, MailChoice())
