"""What a question may ask for beside its words: facets, order, language, kinds, names."""

import random
from datetime import UTC, datetime

import pytest

from tests.search.world import GUEST, KENYAN, record
from wgcop.search.question.parsing import name_terms
from wgcop.search.question.query import Order, Query
from wgcop.search.records import Passage

# Facets


@pytest.fixture
def corpus(put):
    put(
        record("a", "Helplines for children", kind="contribution", body="ITU-D", level="national",
               region="Africa", year=2012, subjects=("Helplines", "Training"), state="published",
               clauses=("wtdc-67.oper_1", "wtdc-67.oper_2")),
        record("b", "Helplines in schools", kind="contribution", body="ITU-D Study Group 1", level="regional",
               region="Europe", year=2013, subjects=("Training",), clauses=("wtdc-67.oper_1",)),
        record("c", "Filters and helplines", kind="initiative", body="ITU-D", level="national", language="fr"),
        record("hidden", "Helplines", kind="draft", audience="delegation:7", subjects=("Secret",)),
    )  # fmt: skip


def test_a_record_counts_for_each_of_its_subjects_and_clauses(corpus, ask):
    facets = ask("helplines").facets
    assert facets["subject"] == {"Training": 2, "Helplines": 1}
    assert facets["clause"] == {"wtdc-67.oper_1": 2, "wtdc-67.oper_2": 1}
    assert facets["region"] == {"Africa": 1, "Europe": 1}
    assert facets["state"] == {"published": 1}
    assert facets["language"] == {"en": 2, "fr": 1}
    assert ask("helplines", KENYAN).facets["subject"]["Secret"] == 1


@pytest.mark.parametrize(
    "chosen, expected",
    [
        ({"body": ["ITU-D"]}, {"contribution:a", "initiative:c"}),
        ({"body": ["Study Group 1"]}, set()),
        ({"subject": ["Training"]}, {"contribution:a", "contribution:b"}),
        ({"subject": ["Training", "Helplines"]}, {"contribution:a", "contribution:b"}),
        ({"subject": ["Training"], "level": ["regional"]}, {"contribution:b"}),
        ({"clause": ["wtdc-67.oper_2"]}, {"contribution:a"}),
        ({"clause": ["wtdc-67"]}, set()),
        ({"subject": ["Secret"]}, set()),
        ({"language": ["fr"]}, {"initiative:c"}),
        ({"subject": ["training"]}, set()),
    ],
)
def test_a_chosen_value_matches_whole_values_only(corpus, found, chosen, expected):
    assert set(found("helplines", chosen=chosen)) == expected


def test_a_facet_counts_what_there_were_without_its_own_choice(corpus, ask):
    results = ask("helplines", chosen={"subject": ["Helplines"], "body": ["ITU-D"]})
    assert results.total == 1
    assert results.facets["subject"] == {"Helplines": 1, "Training": 1}
    assert results.facets["body"] == {"ITU-D": 1}
    assert results.facets["kind"] == {"contribution": 1}


def test_a_typed_field_matches_any_of_the_words_of_a_value(corpus, found):
    assert set(found('body:"study group"')) == {"contribution:b"}
    assert set(found("subject:training")) == {"contribution:a", "contribution:b"}


# Order


def day(number):
    return datetime(2026, 3, number, tzinfo=UTC)


def test_by_date_the_newest_comes_first_and_the_undated_last(put, found):
    put(
        record("old", "budget budget budget", date=day(1)),
        record("new", "budget", date=day(9)),
        record("ancient", "budget", date=datetime(1955, 1, 1, tzinfo=UTC)),
        record("2012", "budget", year=2012),
        record("2013", "budget", year=2013),
        record("better", "budget budget", year=2012),
        record("never", "budget"),
    )
    expected = [
        f"remark:{key}" for key in ("new", "old", "ancient", "2013", "better", "2012", "never")
    ]
    assert found("budget", order=Order.DATE) == expected
    assert found("budget", order=Order.DATE, size=3, page=2) == expected[3:6]


def test_by_number_symbols_come_first_then_names_and_comments_last(put, found):
    in_order = (
        *("A/RES/64/142", "C17/56", "C17/56R2", "C17/56(Add.1)", "WG-COP/3/2", "WG-COP/3/10"),
        *("WG-COP/3/10 Rev.1", "WG-COP/3/10(Add.1)", "WG-COP/3/10(Corr.1)", "WG-COP/3/TD/1"),
        "WG-COP/10/1",
    )
    names = ("Question 3/2", "Question 22-1/1", "Réseau", "Study Group")
    put(
        record("said", "budget budget budget", "A comment", kind="comment"),
        *[record(name, "budget", name) for name in names[::-1]],
        *[record(symbol, "budget", symbol=symbol) for symbol in sorted(in_order, key=len)],
    )
    expected = [*(f"remark:{key}" for key in (*in_order, *names)), "comment:said"]
    assert found("budget", order=Order.SYMBOL) == expected
    assert found("budget", order=Order.SYMBOL, size=5, page=2) == expected[5:10]
    put(record("C17/56", "budget", symbol="WG-COP/3/TD/2"))
    assert found("budget", order=Order.SYMBOL)[9] == "remark:C17/56"


def test_the_readers_language_comes_first_among_what_holds_every_word(put, found):
    put(
        record("en", "telephone budget budget budget"),
        record("fr", "telephone et budget", language="fr"),
        record("en-part", "telephone telephone telephone"),
        record("fr-part", "telephone", language="fr-CH"),
    )
    both, part = ["remark:en", "remark:fr"], ["remark:en-part", "remark:fr-part"]
    assert found("telephone budget", language="en") == both + part
    assert found("telephone budget", language="fr") == both[::-1] + part[::-1]


def test_a_language_that_all_share_changes_nothing(put, ask):
    put(*[record(str(n), "child " * n + "online " * (5 - n)) for n in range(1, 5)])
    plain = [hit.id for hit in ask("child online").hits]
    assert [hit.id for hit in ask("child online", language="en").hits] == plain
    assert [hit.id for hit in ask("child online", language="ru").hits] == plain


# Kinds, choices of records, names


def test_some_of_each_kind_with_the_kind_of_the_best_hit_first(put, ask):
    put(*[record(str(n), "word other other", kind="paper") for n in range(9)])
    put(*[record(str(n), "word " * (n + 1), kind="note") for n in range(3)])
    put(record("1", "nothing", kind="clause"))
    results = ask("word", per_kind=2)
    assert [hit.id for hit in results.hits[:2]] == ["note:2", "note:1"]
    assert [hit.kind for hit in results.hits] == ["note", "note", "paper", "paper"]
    assert (results.total, results.page, results.pages) == (12, 1, 1)
    assert results.facets["kind"] == {"paper": 9, "note": 3}


def test_a_search_among_some_records_counts_only_these(corpus, ask):
    results = ask("helplines", among=frozenset({"contribution:b", "initiative:c", "draft:hidden"}))
    assert results.total == 2
    assert results.facets["subject"] == {"Training": 1}
    assert ask("helplines", among=frozenset()).total == 0


@pytest.mark.parametrize(
    "typed, expected",
    [
        ("organ", {"paper:org"}),
        ("chi", {"paper:org"}),
        ("prot chil", {"paper:org"}),
        ("wg-cop/3", {"paper:org", "paper:other"}),
        ("WG-COP/3/8", {"paper:other"}),
        ("quest 22/1", {"paper:other"}),
        ("keny", {"paper:other"}),
        ("bodies", set()),
        ("prot keny", set()),
    ],
)
def test_suggestions_are_what_is_called_so(put, engine, typed, expected):
    put(
        record("org", "words about bodies", "Organizations protecting children", kind="paper", symbol="WG-COP/3/7"),
        record("other", "words about bodies", "Paper", kind="paper", symbol="WG-COP/3/8", source="Kenya",
               also_called=("Question 22/1",)),
        record("hidden", "", "Organ", kind="paper", audience="delegation:7"),
    )  # fmt: skip
    results = engine.search(Query(GUEST, required=name_terms(typed), per_kind=5))
    assert {hit.id for hit in results.hits} == expected


def test_without_facets_and_snippets_the_same_is_found(corpus, ask):
    full, bare = ask("helplines"), ask("helplines", facets=False, snippets=False)
    assert [(h.id, h.score, h.year) for h in bare.hits] == [
        (h.id, h.score, h.year) for h in full.hits
    ]
    assert (bare.total, bare.pages, bare.facets) == (full.total, full.pages, {})
    assert not any(hit.snippet for hit in bare.hits)


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("typed", ["alpha", "alpha beta", "alpha* gamma", '"beta gamma"', ""])
def test_short_pages_hold_what_a_long_one_does(put, ask, typed, order):
    """Scores are worked out only for what may be on the page."""
    chance = random.Random(7)
    words = ["alpha", "beta", "gamma", "alphabet", "other", "further"]
    put(
        *[
            record(str(n), " ".join(chance.choices(words, k=6)), " ".join(chance.choices(words, k=2)),
                   language=chance.choice(["en", "fr"]), date=day(1 + n % 3), symbol=f"WG-COP/{n % 40}")
            for n in range(90)
        ],
        record("hidden", "alpha beta gamma", audience="delegation:7"),
    )  # fmt: skip
    long = ask(typed, order=order, language="fr", size=100)
    count = ask(typed, order=order, language="fr", size=4).pages
    pages = [ask(typed, order=order, language="fr", size=4, page=n + 1) for n in range(count)]
    shown = [(hit.id, hit.score) for page in pages for hit in page.hits]
    assert shown == [(hit.id, hit.score) for hit in long.hits]
    assert len(shown) == long.total
    assert "remark:hidden" not in dict(shown)


# Questions before and after

ALIASES = {"22-2/1": ("22/1", "3/2"), "3/2": ("22/1", "22-2/1"), "22/1": ("22-2/1", "3/2")}


@pytest.fixture
def lineage(put):
    put(
        record("old", "Work under Question 22/1", body="ITU-D Question 22/1"),
        record("now", "Liaison on Q22-2/1", body="ITU-D Question 22-2/1"),
        record("next", "Report of Question 3/2", body="ITU-D Question 3/2"),
        record("paper", "Another paper", symbol="WG-COP/3/2"),
    )


@pytest.mark.parametrize(
    "typed", ["22-2/1", "Q22-2/1", "Question 22-2/1", '"Question 22-2/1"', "22‑2/1", "q22-2/1,"]
)
def test_a_question_is_found_by_its_numbers_before_and_after(lineage, found, typed):
    assert set(found(typed, aliases=ALIASES)) >= {"remark:old", "remark:now", "remark:next"}
    assert "remark:paper" not in found(typed, aliases=ALIASES)
    assert found(typed)[0] == "remark:now"


def test_the_body_of_a_question_too(lineage, found):
    expected = {"remark:old", "remark:now", "remark:next"}
    assert set(found("body:22-2/1", aliases=ALIASES)) == expected
    assert set(found('body:"Question 3/2"', aliases=ALIASES)) == expected
    assert set(found("body:22-2/1")) == {"remark:now"}


def test_a_symbol_that_ends_like_a_number_is_no_question(lineage, found):
    assert found("WG-COP/3/2", aliases=ALIASES) == ["remark:paper"]


# Places


def test_a_hit_leads_to_the_passage_of_its_snippet(put, ask):
    text = "Opening words. " + "filler " * 300
    passages = (
        Passage(0, "p. 1", "page-1"),
        Passage(len(text), "2.1 Helplines", "s-2-1"),
        Passage(len(text) + 15, "unlinked"),
    )
    put(
        record("long", f"{text}A telephone xx. Lastly a rocket.", passages=passages, url="/d/1#top")
    )
    (hit,) = ask("telephone").hits
    assert (hit.place, hit.url) == ("2.1 Helplines", "/d/1#s-2-1")
    assert [(h.place, h.url) for h in ask("rocket").hits] == [("unlinked", "/d/1#top")]
    assert [(h.place, h.url) for h in ask("kind:remark").hits] == [("", "/d/1#top")]


def test_a_snippet_begins_after_the_title_that_the_text_repeats(put, ask):
    put(
        record("a", "RADIO plays\n\nThe radio reaches parents.", "Radio  plays"),
        record("b", "Radio playsets for parents", "Radio plays"),
    )
    snippets = {hit.id: hit.snippet.striptags() for hit in ask("radio").hits}
    assert snippets == {
        "remark:a": "The radio reaches parents.",
        "remark:b": "Radio playsets for parents",
    }


def test_a_hit_says_where_and_when(put, ask):
    put(record("a", "word", level="national", region="Africa", date=day(3)))
    (hit,) = ask("word").hits
    assert (hit.level, hit.region, hit.date) == ("national", "Africa", day(3))
