"""The alternatives to the words of a clause that is on the floor: what released proposals want in their
place, the new clauses that are proposed, and the open brackets.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import BindParameter, Executable, bindparam, func, select

from wgcop.brackets.models import Bracket
from wgcop.brackets.queries import open_brackets_on
from wgcop.database import db
from wgcop.proposals.adopted import adopted_among
from wgcop.proposals.decisions import decisions_at
from wgcop.proposals.models import Proposal
from wgcop.proposals.on_the_table import TextOnTable
from wgcop.proposals.queries import standing_on
from wgcop.proposals.rolling import RollingChoice, RollingClause
from wgcop.proposals.rolling_queries import placed
from wgcop.proposals.weaving import WovenBracket, WovenKind, WovenPart
from wgcop.resolutions.models import Wording
from wgcop.resolutions.reading import ReadClause
from wgcop.threads.chairing.queries import agreed_words_of


@dataclass(frozen=True)
class PlaceOnFloor:
    """A place that is open, with what may stand there instead of its `words`; these are empty where words
    would be inserted. `bracket` is the one around the place, if there is one.
    """

    words: str
    choices: tuple[RollingChoice, ...]
    bracket: WovenBracket | None = None
    is_after_clause: bool = False

    def number_of(self, choice: RollingChoice) -> int:
        """Return the number of an alternative of the bracket, or 0 for what is only proposed and for
        the wish for nothing.
        """
        named = [each for each in self.bracket.choices if each.words] if self.bracket else []
        return named.index(choice) + 1 if choice in named else 0


@dataclass(frozen=True)
class WordsOnFloor:
    """The words that the clause has now, as they are typed, and the places in which they are open. A
    clause that is agreed to be suppressed has none.
    Beside a chair's text, which shows what proposals want itself, these are its brackets alone.
    """

    words: str
    places: Sequence[PlaceOnFloor] = ()

    @property
    def letters(self) -> int:
        """The number of letters that a wall has to show."""
        offered = (choice.words for place in self.places for choice in place.choices)
        return len(self.words) + sum(map(len, offered)) // 2


def words_on_floor(wording: Wording, chairs: TextOnTable | None = None) -> WordsOnFloor:
    """Return the words of a clause with their alternatives, for page and broadcast, in two SQL statements
    if nothing is proposed or bracketed. `chairs` is its chair's text if one is open.
    """
    here = wording.clause_id
    text, is_proposed, is_bracketed = db.session.execute(_floor(), {"clause": here}).one()
    if not is_proposed and not is_bracketed:
        return WordsOnFloor(agreed_words_of([here]).get(here, text))
    decisions = decisions_at([here])[here]
    words = decisions.words_now(text)
    proposals = standing_on([here])[here] if is_proposed else []
    brackets = open_brackets_on([here])[here] if is_bracketed else []
    adopted = adopted_among(proposals, {here: words})
    rolling = placed(_read(wording), words, proposals, adopted, brackets, chairs, decisions).text
    places = _bracketed(rolling) if chairs else _open_in(rolling)
    return WordsOnFloor(words, list(places))


@cache
def _floor() -> Executable:
    """The statement that reads the words of the latest edition, whether proposals stand at them, and
    whether brackets are open in them.
    """
    clause: BindParameter[int] = bindparam("clause")
    latest = select(func.max(Wording.id)).where(Wording.clause_id == clause).scalar_subquery()
    stand = select(Proposal.id).where(
        Proposal.clause_id == clause,
        Proposal.released_at.is_not(None),
        Proposal.withdrawn_at.is_(None),
    )
    are_open = select(Bracket.id).where(Bracket.clause_id == clause, Bracket.lifted_at.is_(None))
    return select(Wording.text, stand.exists(), are_open.exists()).where(Wording.id == latest)


def _read(wording: Wording) -> ReadClause:
    clause = wording.clause
    return ReadClause(
        clause.id,
        clause.wid,
        wording.id,
        wording.depth,
        wording.label,
        wording.citation,
        wording.text,
    )


def _open_in(rolling: RollingClause) -> Iterator[PlaceOnFloor]:
    for part in rolling.bracketed:
        if part.kind in (WovenKind.PLACE, WovenKind.CLOSES, WovenKind.POINT):
            yield _place(part, rolling.now)
    yield from (_around(each) for each in rolling.brackets_after)
    for added in rolling.added_outside:
        choice = RollingChoice(added.words, added.sources)
        yield PlaceOnFloor("", (choice,), is_after_clause=True)


def _place(part: WovenPart, now: str) -> PlaceOnFloor:
    if part.kind == WovenKind.PLACE:
        choices = tuple(each for each in part.choices if not each.is_base)
        return PlaceOnFloor(part.words.strip(), choices, part.bracket)
    assert part.bracket
    span = part.bracket.span
    words = now[span.start : span.end] if span else part.bracket.inside
    return PlaceOnFloor(words.strip(), part.choices, part.bracket)


def _bracketed(rolling: RollingClause) -> Iterator[PlaceOnFloor]:
    return (_around(each) for each in rolling.brackets if not each.is_gone)


def _around(bracket: WovenBracket) -> PlaceOnFloor:
    return PlaceOnFloor(bracket.inside, bracket.choices, bracket, bracket.is_after_clause)
