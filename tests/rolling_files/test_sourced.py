"""Files keep the changes of each source apart, and lose nothing that was submitted."""

import random
import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rolling_files.made import SOURCES, Negotiation, random_negotiation, reworded, sentence
from wgcop.paper.comparison.several import joined
from wgcop.proposals.symbols import Amendment
from wgcop.rolling_files.filed import FiledText, filed, named
from wgcop.rolling_files.sourced import SourcedPlace, Wanted, authors_of

BASE = "to continue the study of child online protection within its mandate;"


def only_clause(negotiation):
    [clause] = filed(negotiation.rolling()).clauses
    return clause.text


def test_words_that_two_sources_replace_are_deleted_by_both_and_replaced_by_each():
    made = Negotiation(BASE)
    made.propose("Kenya", 0, BASE.replace("continue", "intensify"))
    made.propose("Brazil", 0, BASE.replace("continue", "extend"))
    text = only_clause(made)
    [place] = [each for each in text.places if each.wanted]
    assert (place.base, place.against) == (" continue", ("Kenya", "Brazil"))
    assert [(each.words, each.authors) for each in place.wanted] == [
        (" intensify", ("Kenya",)),
        (" extend", ("Brazil",)),
    ]
    assert text.words_of("Kenya") == BASE.replace("continue", "intensify")
    assert text.words_of("Japan") == text.base == BASE


def test_two_proposals_of_a_source_that_go_together_are_one_text():
    made = Negotiation(BASE)
    made.propose("Kenya", 0, BASE.replace("continue", "intensify"))
    made.propose("Kenya", 0, BASE.replace(" within its mandate", ""))
    text = only_clause(made)
    assert text.authors == ("Kenya",)
    assert text.words_of("Kenya") == "to intensify the study of child online protection;"


def test_of_two_that_exclude_one_another_the_earlier_one_has_a_name_of_its_own():
    made = Negotiation(BASE)
    made.propose("Kenya", 0, BASE.replace("continue", "intensify")).reference = "KEN/3/1"
    made.propose("Kenya", 0, BASE.replace("continue", "extend")).reference = "KEN/3/2"
    text = only_clause(made)
    assert text.words_of("Kenya") == BASE.replace("continue", "extend")
    assert text.words_of("Kenya (KEN/3/1)") == BASE.replace("continue", "intensify")
    alone = filed(made.rolling(), delegation_id=1, source="Kenya")
    assert alone.authors == ("Kenya",)
    [earlier] = [each for each in alone.listed if not each.is_in_text]
    assert earlier.words == BASE.replace("continue", "intensify")


def test_a_clause_goes_as_a_whole_only_if_nobody_wants_other_words_in_it():
    made = Negotiation(BASE)
    made.propose("Kenya", 0, symbol="SUP")
    assert only_clause(made).suppressed_by == ("Kenya",)
    assert only_clause(made).is_only_suppressed
    made.propose("Brazil", 0, BASE.replace("continue", "extend"))
    assert only_clause(made).suppressed_by == ("Kenya",)
    assert not only_clause(made).is_only_suppressed


def test_the_file_of_one_source_has_nothing_of_another():
    made = Negotiation(BASE)
    made.propose("Kenya", 0, BASE.replace("continue", "intensify"))
    made.propose("Brazil", 0, "to train judges;", symbol="ADD")
    text = filed(made.rolling(), delegation_id=1, source="Kenya")
    assert text.authors == ("Kenya",)
    assert [each.proposal.delegation.name for each in text.listed] == ["Kenya"]
    assert text.open_places == 1


def test_the_place_of_a_change_knows_when_it_was_last_worded():
    place = SourcedPlace(
        "a", (Wanted("b", ("Kenya",), "2026-11-20"), Wanted("c", ("Japan",), "2026-11-22"))
    )
    assert place.at == "2026-11-22"


def everything_holds(made: Negotiation) -> None:
    text = filed(made.rolling())
    reached = {each.proposal.id: each for each in text.listed}
    for number, filed_clause in enumerate(text.clauses):
        clause = filed_clause.text
        assert clause.base == made.now[number], "rejecting all gives the base"
        for place in clause.places:
            assert all(each.authors for each in place.wanted), "each word has a source"
        standing = made.standing(number)
        assert all(each.id in reached for each in standing), "nothing submitted is lost"
        current = [
            each for each in standing if reached[each.id].is_in_text and not each.symbol.adds
        ]
        authors = authors_of(filed_clause.rolling, named(filed_clause.proposals))
        for each in current:
            own = [other for other in current if authors[other.id] == authors[each.id]]
            if len(own) == 1:
                assert clause.words_of(authors[each.id]) == each.words, "its text exactly"
            assert _has_all_changes(clause.base, each.words, clause.words_of(authors[each.id]))
        added = [each for each in standing if each.symbol.adds]
        assert [(each.words, each.authors) for each in clause.added] == [
            (each.words, (each.delegation.name,)) for each in added
        ]
        for each in standing:
            if not reached[each.id].is_in_text:
                assert reached[each.id].words, "what is not in the text is read in the list"
    _alone_holds(made, text)


def _has_all_changes(base, words, whole):
    """Whether the words that `words` brings into the base stand in the whole text of its author, in their order.

    Where a word stands twice, two comparisons may call another one of them new. So places are not compared.
    """
    new = [
        word
        for stretch in joined(base, {"own": words})
        if stretch.words_of("own") != stretch.base
        for word in _beyond(_words(stretch.words_of("own")), _words(stretch.base))
    ]
    left = iter(_words(whole))
    return all(word in left for word in new)


def _words(text):
    return re.findall(r"\w+", text)


def _beyond(words, known):
    """The words of a stretch without one each for those that it had, in their order."""
    spare, beyond = Counter(known), []
    for word in words:
        if spare[word]:
            spare[word] -= 1
        else:
            beyond.append(word)
    return beyond


def _alone_holds(made: Negotiation, text: FiledText) -> None:
    """The file of one source has its text and the base, as that of all sources has them."""
    for name in SOURCES:
        alone = filed(made.rolling(), delegation_id=made.delegations[name].id, source=name)
        assert set(alone.authors) <= {name}
        for of_all, of_one in zip(text.clauses, alone.clauses, strict=True):
            assert of_one.text.base == of_all.text.base
            assert of_one.text.words_of(name) == of_all.text.words_of(name)


@pytest.mark.parametrize("seed", range(40))
def test_after_any_sequence_of_acts_nothing_is_lost_and_each_source_has_its_text(seed):
    negotiate(random.Random(seed))


@settings(max_examples=60)
@given(st.randoms(use_true_random=False))
def test_after_any_sequence_that_hypothesis_finds_too(chance):
    negotiate(chance)


def negotiate(chance):
    made = Negotiation(*(sentence(chance) for _ in range(chance.randint(1, 3))))
    for _ in range(chance.randint(1, 10)):
        act(made, chance)
        everything_holds(made)


def act(made: Negotiation, chance: random.Random) -> None:
    clause = chance.randrange(len(made.now))
    standing = made.standing(clause)
    withdrawn = [each for each in made.proposals if each.is_withdrawn]
    what = chance.choice(["propose", "propose", "withdraw", "restore", "reword", "agree"])
    if what == "withdraw" and standing:
        chance.choice(standing).withdraw(by=made.person)
    elif what == "restore" and withdrawn:
        chance.choice(withdrawn).restore()
    elif what == "reword" and standing:
        proposal = chance.choice(standing)
        if proposal.symbol in (Amendment.MOD, Amendment.ADD):
            made.reword(proposal, reworded(chance, proposal.words or made.now[clause]))
    elif what == "agree":
        made.now[clause] = sentence(chance)
    else:
        symbol = chance.choice(["MOD", "MOD", "SUP", "ADD", "NOC"])
        words = {"MOD": reworded(chance, made.now[clause]), "ADD": sentence(chance)}
        made.propose(chance.choice(SOURCES), clause, words.get(symbol, ""), symbol)


def test_the_random_texts_have_what_is_hard():
    """Otherwise the properties above would say little."""
    texts = [filed(random_negotiation(seed).rolling()) for seed in range(60)]
    clauses = [each.text for text in texts for each in text.clauses]
    assert any(len(place.wanted) > 1 for each in clauses for place in each.places)
    assert any(each.is_only_suppressed for each in clauses)
    assert any(each.suppressed_by and not each.is_only_suppressed for each in clauses)
    assert any(each.added for each in clauses)
    assert any("(" in author for each in clauses for author in each.authors)
