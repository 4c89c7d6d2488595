"""The part of the daily letter about saved searches: one line for each that has new results."""

from collections.abc import Collection
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from wgcop import clock
from wgcop.accounts import letters
from wgcop.accounts.models import Person
from wgcop.following.daily_letter import LetterPart
from wgcop.following.searches.queries import (
    SearchNews,
    news_of,
    owners_to_tell,
    searches_to_tell,
)
from wgcop.search.engines.choice import current_engine


class NewResults:
    def readers(self, before: datetime) -> Collection[int]:
        return owners_to_tell(before)

    def part(self, person: Person, before: datetime) -> LetterPart | None:
        searches = searches_to_tell(person.id, before)
        moments = [(search, max(search.told_at, search.looked_at)) for search in searches]
        news = [one for one in news_of(current_engine(), person, moments) if one.count]
        for search in searches:
            search.told_at = clock.now()
        return words(news) if news else None


def words(news: list[SearchNews]) -> LetterPart:
    lines = [
        f"{each.search.name}: "
        + ngettext("%(num)d new result", "%(num)d new results", each.count)
        + f"\n{letters.address(each.search.url)}"
        for each in news
    ]
    return LetterPart(
        ngettext(
            "%(num)d search has new results for you",
            "%(num)d searches have new results for you",
            len(news),
        ),
        [*lines, _("You can stop these messages on the page of each search.")],
    )
