"""The part of the daily letter about saved searches: one line for each that has new results."""

from collections.abc import Collection
from datetime import datetime

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.following.daily_letter import LetterPart
from wgcop.following.searches.queries import (
    news_of,
    owners_to_tell,
    searches_to_tell,
)
from wgcop.letters import fill_in
from wgcop.search_engines.choice import current_engine


class NewResults:
    def readers(self, before: datetime) -> Collection[int]:
        return owners_to_tell(before)

    def part(self, person: Person, before: datetime) -> LetterPart | None:
        searches = searches_to_tell(person.id, before)
        moments = [(search, max(search.told_at, search.looked_at)) for search in searches]
        news = [one for one in news_of(current_engine(), person, moments) if one.count]
        for search in searches:
            search.told_at = clock.now()
        return LetterPart(fill_in("following/searches", news=news)) if news else None
