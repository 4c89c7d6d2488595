"""Which symbol a proposal has, and when a chosen one does not agree with its words."""

import pytest

from wgcop.proposals.spelling import is_editorial
from wgcop.proposals.symbols import Amendment, DoesNotAgree, symbol_for

BASE = "that *children* use the Internet, in all countries,"
OTHER = "that children and parents use the Internet, in all countries,"


@pytest.mark.parametrize(
    "chosen, words, reasons, symbol",
    [
        ("", OTHER, "", "MOD"),
        ("", "", "", "SUP"),
        ("MOD", OTHER, "", "MOD"),
        ("MOD", BASE.replace("*", ""), "", "MOD"),
        ("(MOD)", BASE.replace("Internet,", "internet"), "", "(MOD)"),
        ("SUP", "", "", "SUP"),
        ("SUP", BASE, "", "SUP"),
        ("SUP*", "", "", "SUP*"),
        ("NOC", BASE, "It is balanced.", "NOC"),
        ("NOC", "", "It is balanced.", "NOC"),
    ],
)
def test_the_symbol_of_a_change(chosen, words, reasons, symbol):
    settled = symbol_for(Amendment(chosen) if chosen else None, BASE, words, reasons)
    assert settled == symbol


@pytest.mark.parametrize(
    "chosen, words, reasons, field, said",
    [
        ("", BASE, "", "words", "choose NOC"),
        ("MOD", f" {BASE} \n", "", "words", "choose NOC"),
        ("MOD", "", "", "words", "choose SUP"),
        ("(MOD)", OTHER, "", "symbol", "Choose MOD"),
        ("(MOD)", BASE, "", "words", "choose NOC"),
        ("SUP", OTHER, "", "symbol", "Choose MOD"),
        ("NOC", OTHER, "It is balanced.", "symbol", "Choose MOD"),
        ("NOC", BASE, " ", "reasons", "Say why"),
        ("ADD", OTHER, "", "symbol", "new clause"),
        ("ADD*", OTHER, "", "symbol", "new clause"),
    ],
)
def test_a_symbol_that_does_not_agree_says_what_to_do(chosen, words, reasons, field, said):
    with pytest.raises(DoesNotAgree, match=said) as refused:
        symbol_for(Amendment(chosen) if chosen else None, BASE, words, reasons)
    assert refused.value.field == field


@pytest.mark.parametrize(
    "chosen, words, settled, field",
    [
        ("", OTHER, "ADD", ""),
        ("ADD*", OTHER, "ADD*", ""),
        ("", "", "", "words"),
        ("ADD", " \n", "", "words"),
        ("MOD", OTHER, "", "symbol"),
        ("NOC", OTHER, "", "symbol"),
    ],
)
def test_the_symbol_of_a_new_clause(chosen, words, settled, field):
    asked = Amendment(chosen) if chosen else None
    if settled:
        assert symbol_for(asked, BASE, words, "", is_new_clause=True) == settled
    else:
        with pytest.raises(DoesNotAgree) as refused:
            symbol_for(asked, BASE, words, "", is_new_clause=True)
        assert refused.value.field == field


@pytest.mark.parametrize(
    "old, new, is_so",
    [
        ("the Internet, for children", "the internet for  children;", True),
        ("co-operation of programmes", "cooperation of programs", True),
        ("organize a centre", "organise a center", True),
        ("labelled behaviour", "labeled behavior", True),
        ("a defence", "a defense", True),
        ("four years", "for years", False),
        ("filling forms", "filing forms", False),
        ("a prize", "a prise", False),
        ("1.5 per cent", "15 per cent", False),
        ("[the Council] decides", "the Council decides", False),
        ("5% more", "5 more", False),
        ("shall report", "should report", False),
        ("does not agree", "does agree", False),
        ("le congrès", "le congres", False),
        ("пункт 1", "Пункт 1.", True),
        ("الأطفال، والشباب", "الأطفال والشباب", True),
    ],
)
def test_what_an_editorial_change_is(old, new, is_so):
    assert is_editorial(old, new) is is_so
