"""The same question of those who see the same is answered once for each commit of the index, and never for anybody else."""

import pytest

from tests.search.world import GUEST, KENYAN, MEMBER, record
from wgcop.search.question.parsing import parse
from wgcop.search_engines.search import Search

BRAZILIAN = MEMBER | {"delegation:9"}


@pytest.fixture
def looked_up(monkeypatch):
    """For whom questions were really looked up, in order."""
    asked, results = [], Search.results

    def look_up(search):
        asked.append(search.query.audiences)
        return results(search)

    monkeypatch.setattr(Search, "results", look_up)
    return asked


@pytest.fixture
def budgets(put):
    put(
        record("open", "budgets", audience="public"),
        record("room", "budgets", audience="members"),
        record("kenya", "budgets", audience="delegation:7"),
    )


def test_it_is_looked_up_once_for_all_who_see_the_same(engine, budgets, looked_up):
    of_another_person = frozenset({"public", "members", "person:2", "delegation:9"})
    first = engine.search(parse("budgets", audiences=MEMBER))
    assert engine.search(parse("budgets", audiences=of_another_person)) is first
    assert looked_up == [MEMBER]


@pytest.mark.parametrize("first", [GUEST, MEMBER, KENYAN, BRAZILIAN])
def test_whoever_sees_other_records_gets_what_they_would_get_alone(
    engine, budgets, looked_up, first
):
    expected = {GUEST: {"open"}, MEMBER: {"open", "room"}, BRAZILIAN: {"open", "room"},
                KENYAN: {"open", "room", "kenya"}}  # fmt: skip
    for audiences in (first, *expected):
        results = engine.search(parse("budgets", audiences=audiences))
        found = {hit.id.partition(":")[2] for hit in results.hits}
        assert found == expected[audiences]
        assert results.total == sum(results.facets["kind"].values()) == len(found)
    assert len(looked_up) == 3  # Brazil has said nothing, so that it sees what members see


def test_whatever_is_asked_in_another_way_is_looked_up(engine, budgets, looked_up):
    def ask(typed="budgets", **how):
        return engine.search(parse(typed, audiences=KENYAN, **how))

    everything = ask()
    for typed, how in (
        ("budget", {}),
        ("budgets", {"chosen": {"kind": ["remark"]}}),
        ("budgets", {"language": "fr"}),
        ("budgets", {"order": "date"}),
        ("budgets", {"page": 2, "size": 1}),
        ("budgets", {"snippets": False}),
        ("budgets", {"facets": False}),
        ("budgets", {"per_kind": 3}),
        ("budgets", {"among": frozenset({"remark:room"})}),
    ):
        known = len(looked_up)
        ask(typed, **how)
        assert len(looked_up) == known + 1, (typed, how)
    assert [hit.id for hit in ask(among=frozenset({"remark:room"})).hits] == ["remark:room"]
    assert ask() is everything


def test_after_a_commit_it_is_looked_up_again(engine, budgets, put, looked_up):
    assert engine.search(parse("budgets", audiences=MEMBER)).total == 2
    put(
        record("late", "budgets", audience="members"),
        record("brazil", "budgets", audience="delegation:9"),
    )
    assert engine.search(parse("budgets", audiences=MEMBER)).total == 3
    assert engine.search(parse("budgets", audiences=BRAZILIAN)).total == 4
    with engine.writing() as index:
        index.drop(["remark:room", "remark:kenya"])
    assert engine.search(parse("budgets", audiences=KENYAN)).total == 2
    assert len(looked_up) == 4


def test_another_process_that_commits_is_heard(engine, open_engine, budgets, looked_up):
    assert engine.search(parse("budgets", audiences=MEMBER)).total == 2
    with open_engine().writing() as index:
        index.drop(["remark:room"])
    assert engine.search(parse("budgets", audiences=MEMBER)).total == 1
