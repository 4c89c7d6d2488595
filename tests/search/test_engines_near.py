"""What is nearly so: the nearest texts to a whole text, and words that are spelled nearly alike."""

import pytest

from tests.search.world import GUEST, KENYAN, record


def test_similar_texts_come_by_what_sets_them_apart(put, engine):
    common = "children protection online and work of the group "
    put(*[record(f"c{n}", common * 3) for n in range(8)])
    put(
        record("near", common + "a telephone helpline in Nairobi answers at night"),
        record("hidden", common + "telephone helpline Nairobi night", audience="delegation:7"),
    )
    draft = "Our telephone helpline in Nairobi is open at night. " + common

    def similar(audiences, limit=20):
        found = engine.similar(draft, language="en", audiences=audiences, limit=limit)
        assert [hit.score for hit in found] == sorted((h.score for h in found), reverse=True)
        assert not any(hit.snippet for hit in found)
        return [hit.id for hit in found]

    assert similar(GUEST)[0] == "remark:near"
    assert set(similar(KENYAN, limit=2)) == {"remark:near", "remark:hidden"}
    assert "remark:hidden" not in similar(GUEST)
    assert engine.similar("", language="en", audiences=GUEST) == ()


def test_records_of_other_kinds_do_not_crowd_out_those_that_are_wanted(put, engine):
    plan = "A helpline in Nairobi answers at night and on Sundays"
    put(*[record(str(n), plan, kind="comment") for n in range(30)])
    put(
        record("near", f"{plan}, and by letter", kind="document"),
        record("far", "Sundays in Geneva", kind="document"),
        record("entry", "A helpline", kind="initiative"),
        record("hidden", plan, kind="document", audience="delegation:7"),
    )

    def similar(**options):
        found = engine.similar(plan, language="en", audiences=GUEST, **options)
        return {hit.id: hit.score for hit in found}

    works = similar(kinds={"document", "initiative"}, limit=3)
    assert next(iter(works)) == "document:near"
    assert works.keys() == {"document:near", "document:far", "initiative:entry"}
    assert works.items() <= similar(limit=33).items()
    assert similar(kinds=()) == {}


def test_the_common_words_of_a_language_that_few_records_are_in_make_nothing_near(put, engine):
    put(*[record(f"e{n}", "Helplines for children answer at night") for n in range(20)])
    law = "La loi règle la construction des ponts dans les communes, et les amendes sont pour qui ne la respecte pas"
    put(
        record("law", law, language="fr"),
        record("line", "Une ligne d'écoute pour les enfants répond la nuit", language="fr"),
    )
    draft = "Dans les écoles de la région une ligne d'écoute répond la nuit aux enfants et à qui les aide"
    found = engine.similar(draft, language="fr", audiences=GUEST)
    assert [hit.id for hit in found] == ["remark:line"]


def test_a_near_record_says_how_much_it_has_of_what_sets_the_text_apart(put, engine):
    put(*[record(f"c{n}", "the work of the group on bridges and roads") for n in range(8)])
    put(
        record("same", "A helpline in Nairobi answers at night"),
        record("some", "A hotel in Nairobi"),
    )
    found = engine.similar(
        "At night a helpline answers in Nairobi.", language="en", audiences=GUEST
    )
    alike = {hit.id: hit.alike for hit in found}
    assert alike["remark:same"] == 1
    assert 0 < alike["remark:some"] < 0.4
    assert all(0 <= share <= 1 for share in alike.values())


@pytest.fixture
def spelt(put):
    put(
        record("1", "Protection policies for helplines. Protection of privacy", "Helpline"),
        record("2", "La protección de los niños", language="es"),
        record("3", "защита ребёнка", language="ru"),
        record("4", "حِماية الأطفال", language="ar"),
        record("5", "儿童在线保护", language="zh"),
        record("hidden", "xylophones", audience="delegation:7"),
    )


@pytest.mark.parametrize(
    "typed, expected",
    [
        ("protetcion", "protection"),
        ("policeis", "policies"),
        ("PRIVICY", "privacy"),
        ("helplnie", "helpline"),
        ("nynos", "niños"),
        ("ребёнкa", "ребёнка"),
        ("الأطفل", "الأطفال"),
    ],
)
def test_a_misspelt_word_suggests_a_word_of_the_texts(spelt, engine, typed, expected):
    assert expected in engine.words_like(typed, audiences=GUEST)


def test_only_words_of_what_the_reader_may_see_are_suggested(spelt, engine):
    assert engine.words_like("xylophnes", audiences=GUEST) == ()
    assert engine.words_like("xylophnes", audiences=KENYAN) == ("xylophones",)


@pytest.mark.parametrize(
    "typed", ["", "policy", "polici", "儿童", "22", "x", "*" * 500, "\0", "zzzzzzzz"]
)
def test_what_is_far_from_every_word_suggests_none_and_stems_are_none(spelt, engine, typed):
    assert "polici" not in engine.words_like(typed, audiences=GUEST)
    assert typed == "policy" or typed == "polici" or engine.words_like(typed, audiences=GUEST) == ()


def test_likely_words_are_those_of_the_index_as_it_is_now(spelt, engine, put, open_engine):
    """Also those that another process writes, and after segments were merged; not those that are gone, or of others now."""
    assert engine.words_like("xylophnes", audiences=GUEST) == ()
    with open_engine().writing() as index:
        index.put([record("new", "xylophones and trombones")])
    assert engine.words_like("xylophnes", audiences=GUEST) == ("xylophones",)
    engine.optimise()
    put(record("newer", "bassoons"))
    for typed, likely in (
        ("trombons", "trombones"),
        ("basoons", "bassoons"),
        ("policeis", "policies"),
    ):
        assert likely in engine.words_like(typed, audiences=GUEST)
    with engine.writing() as index:
        index.drop(["remark:newer"])
    put(record("new", "xylophones and trombones", audience="delegation:7"))
    for typed in ("trombons", "basoons", "xylophnes"):
        assert engine.words_like(typed, audiences=GUEST) == ()
    assert engine.words_like("trombons", audiences=KENYAN) == ("trombones",)
    engine.clear()
    assert engine.words_like("policeis", audiences=GUEST) == ()
