"""Whatever is done with brackets in whatever order, nothing is lost and the counts add up (pure)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from wgcop.accounts.models import Category, Delegation, Person
from wgcop.brackets.models import Bracket, BracketActor, WantedWords
from wgcop.brackets.outcomes import BracketDeed, BracketOutcome, BracketPlace
from wgcop.errors import Invalid, Refused

NAMES = ("Kenya", "Brazil", "Japan")
texts = st.sampled_from(["all", "most", "some of them", ""])


class Brackets(RuleBasedStateMachine):
    """Three delegations and a chair do what they like with up to four brackets."""

    def __init__(self):
        super().__init__()
        self.person = Person(name="Helena", email="helena@example.org")
        self.delegations = [
            Delegation(name=name, code=name[:3], category=Category.MEMBER_STATE) for name in NAMES
        ]
        self.brackets = []
        self.said = []
        """All words that anybody ever offered, with their bracket."""

    def by(self, who):
        return BracketActor(self.person, "Chair", self.delegations[who] if who < 3 else None)

    @precondition(lambda self: len(self.brackets) < 4)
    @rule(
        who=st.integers(0, 3), words=st.lists(texts, max_size=3), owners=st.sets(st.integers(0, 2))
    )
    def open(self, who, words, owners):
        bracket = Bracket(number=len(self.brackets) + 1, place=BracketPlace.WORDS, exact="many")
        by = self.by(who)
        named = [by.delegation] if by.delegation else [self.delegations[n] for n in owners]
        bracket.open([WantedWords(each) for each in words], named, "", by)
        self.brackets.append(bracket)
        self.said += [(bracket, each) for each in words]

    @precondition(lambda self: self.brackets)
    @rule(which=st.data(), who=st.integers(0, 2))
    def join(self, which, who):
        bracket = which.draw(st.sampled_from(self.brackets))
        may = bracket.is_open and not bracket.is_owned_by(self.delegations[who])
        if not may:
            with pytest.raises(Refused):
                bracket.join("", self.by(who))
            return
        bracket.join("", self.by(who))
        assert bracket.is_owned_by(self.delegations[who])

    @precondition(lambda self: self.brackets)
    @rule(which=st.data(), who=st.integers(0, 2))
    def leave(self, which, who):
        bracket = which.draw(st.sampled_from(self.brackets))
        owned = [each.delegation for each in bracket.owned_by]
        if not bracket.is_open or self.delegations[who] not in owned:
            with pytest.raises(Refused):
                bracket.leave("", self.by(who))
            return
        bracket.leave("", self.by(who))
        assert bracket.is_open == (len(owned) > 1)
        if not bracket.is_open:
            assert bracket.lifting.outcome == BracketOutcome.WORDS

    @precondition(lambda self: self.brackets)
    @rule(which=st.data(), outcome=st.sampled_from(BracketOutcome))
    def lift(self, which, outcome):
        bracket = which.draw(st.sampled_from(self.brackets))
        offered = [each for each in bracket.offered if not each.is_nothing]
        stands = offered[0] if outcome == BracketOutcome.ALTERNATIVE and offered else None
        if not bracket.is_open or (outcome == BracketOutcome.ALTERNATIVE and stands is None):
            with pytest.raises((Refused, Invalid)):
                bracket.lift(outcome, stands, "", self.by(3))
            return
        owners = bracket.owned_by
        bracket.lift(outcome, stands, "", self.by(3))
        assert not bracket.is_open and bracket.lifting.stands is stands
        assert bracket.owned_by == owners

    @precondition(lambda self: self.brackets)
    @rule(which=st.data(), who=st.integers(0, 3))
    def reopen(self, which, who):
        bracket = which.draw(st.sampled_from(self.brackets))
        if bracket.is_open:
            with pytest.raises(Refused):
                bracket.reopen("", self.by(who))
            return
        owned = [each.delegation for each in bracket.owned_by]
        bracket.reopen("", self.by(who))
        now = [each.delegation for each in bracket.owned_by]
        assert now == (owned if who == 3 else [self.delegations[who]])

    @precondition(lambda self: self.brackets)
    @rule(which=st.data(), words=st.lists(texts, max_size=2), keep=st.booleans())
    def reword(self, which, words, keep):
        bracket = which.draw(st.sampled_from(self.brackets))
        kept = bracket.offered if keep else []
        wanted = [WantedWords(each) for each in words]
        if not bracket.is_open:
            with pytest.raises(Refused):
                bracket.reword(kept, wanted, "", self.by(3))
            return
        bracket.reword(kept, wanted, "", self.by(3))
        assert {each.words for each in bracket.offered} == {each.words for each in kept} | {*words}
        self.said += [(bracket, each) for each in words]

    @invariant()
    def nothing_is_lost(self):
        for bracket, words in self.said:
            assert words in [each.words for each in bracket.alternatives]
        for bracket in self.brackets:
            assert [each.number for each in bracket.changes] == [
                *range(1, len(bracket.changes) + 1)
            ]
            for each in bracket.alternatives:
                assert 1 <= each.added <= bracket.version
                assert each.dropped is None or each.added < each.dropped <= bracket.version
            offered = [each.words for each in bracket.offered]
            assert len(offered) == len({*offered})

    @invariant()
    def the_counts_add_up(self):
        moves = sum(change.deed.adds for each in self.brackets for change in each.changes)
        assert moves == sum(each.is_open for each in self.brackets)
        for each in self.brackets:
            running = 0
            for change in each.changes:
                running += change.deed.adds
                assert running in (0, 1)
            owners = [one.delegation for one in each.owned_by]
            assert len(owners) == len({*map(id, owners)})


TestBrackets = Brackets.TestCase
TestBrackets.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)


@given(st.sampled_from(BracketDeed))
def test_only_opening_and_lifting_move_the_count(deed):
    assert deed.adds == {"opened": 1, "reopened": 1, "lifted": -1}.get(deed.value, 0)


def test_an_alternative_has_other_words_than_the_bracket():
    person = Person(name="Helena", email="helena@example.org")
    bracket = Bracket(number=1, place=BracketPlace.WORDS, exact="many")
    with pytest.raises(Invalid, match="other words"):
        bracket.open([WantedWords("many")], [], "", BracketActor(person, "Chair"))
