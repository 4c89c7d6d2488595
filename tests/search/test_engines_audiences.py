"""Who finds what, whichever engine answers: what is hidden shows in no hit, no count and no score."""

import pytest

from tests.search.world import GUEST, KENYAN, MEMBER, SECRETARIAT, record


@pytest.fixture
def secrets(put):
    put(
        record("open", "The public word on budgets", audience="public", kind="clause", year=2010),
        record("room", "The members' word on budgets", audience="members", kind="comment", year=2026),
        record("kenya", "Kenya's private budgets: xylophone", audience="delegation:7", kind="draft", year=1999),
        record("mine", "My own budgets", audience="person:1", kind="note"),
        record("chair", "The officers' budgets", audience={"officers:WG-COP"}, kind="queue"),
        record("nobody", "Budgets for nobody", audience=()),
    )  # fmt: skip


@pytest.mark.parametrize(
    "audiences, expected",
    [
        (GUEST, {"clause:open"}),
        (MEMBER, {"clause:open", "comment:room", "note:mine"}),
        (KENYAN, {"clause:open", "comment:room", "note:mine", "draft:kenya"}),
        (SECRETARIAT, {"clause:open", "comment:room", "note:mine", "queue:chair"}),
        (frozenset(), set()),
    ],
)
@pytest.mark.parametrize(
    "typed", ["budgets", "budg*", "-xyz", '"budgets" -nothing', "the words on budgets"]
)
def test_everybody_finds_what_they_may_see(secrets, ask, audiences, expected, typed):
    results = ask(typed, audiences)
    assert {hit.id for hit in results.hits} == expected
    assert results.total == len(expected)
    assert sum(results.facets["kind"].values()) == len(expected)


@pytest.mark.parametrize(
    "typed",
    [
        "xylophone",
        "xylo*",
        '"private budgets"',
        "kind:draft",
        "year:1999",
        "kind:draft xylophone -a",
    ],
)
def test_another_delegations_draft_leaves_no_trace(secrets, ask, typed):
    for audiences in (GUEST, MEMBER, SECRETARIAT):
        results = ask(typed, audiences)
        assert (results.total, results.hits, results.pages) == (0, (), 0)
        assert not any(results.facets.values())
        shown = ask("", audiences, chosen={"kind": ["draft"]})
        assert shown.total == 0
        assert "draft" not in shown.facets["kind"]
        assert "1999" not in shown.facets["year"]


def test_not_even_a_score_tells_of_what_is_hidden(put, ask):
    put(record("a", "budgets and schools"), record("b", "schools"))
    before = [(hit.id, hit.score) for hit in ask("budgets schools").hits]
    put(*[record(f"hidden{n}", "budgets " * 50, audience="delegation:7") for n in range(20)])
    assert [(hit.id, hit.score) for hit in ask("budgets schools").hits] == before
