"""The rolling text of a clause is made of its words and of all proposals that stand."""

from hypothesis import given
from hypothesis import strategies as st

from wgcop.proposals.rolling import NewClause, RollingChoice, RollingClause, RollingPassage

BASE = "to continue the study of child online protection within its mandate;"
KENYA, BRAZIL, JAPAN = 1, 2, 3
SOURCES = {KENYA: "Kenya", BRAZIL: "Brazil", JAPAN: "Japan"}


def clause(now=BASE, added=(), **wordings):
    names = {"kenya": KENYA, "brazil": BRAZIL, "japan": JAPAN}
    return RollingClause(
        base=BASE,
        now=now,
        wordings={names[who]: words for who, words in wordings.items()},
        sources=SOURCES,
        added=added,
    )


def test_each_open_place_names_what_stands_and_who_wants_what_instead():
    text = clause(
        kenya=BASE.replace("continue", "intensify"),
        brazil=BASE.replace("continue", "intensify").replace(" within its mandate", ""),
        japan=BASE,
    )
    assert text.passages == (
        RollingPassage("to"),
        RollingPassage(
            " continue",
            (
                RollingChoice(" continue", ("Japan",), is_base=True),
                RollingChoice(" intensify", ("Kenya", "Brazil")),
            ),
        ),
        RollingPassage(" the study of child online protection"),
        RollingPassage(
            " within its mandate",
            (
                RollingChoice(" within its mandate", ("Kenya", "Japan"), is_base=True),
                RollingChoice("", ("Brazil",)),
            ),
        ),
        RollingPassage(";"),
    )
    assert text.open_places == 2


def test_words_that_nobody_asks_to_keep_are_a_choice_too():
    (_to, place, _rest) = clause(kenya=BASE.replace("continue", "intensify")).passages
    assert place.choices[0] == RollingChoice(" continue", (), is_base=True)
    assert [choice.words for choice in place.proposed] == [" intensify"]


def test_a_clause_without_proposals_has_nothing_open():
    text = clause()
    assert text.passages == (RollingPassage(BASE),)
    assert text.open_places == 0


def test_a_suppression_leaves_the_choice_between_all_and_nothing():
    (place,) = clause(kenya="").passages
    assert [(choice.words, choice.sources) for choice in place.choices] == [
        (BASE, ()),
        ("", ("Kenya",)),
    ]


def test_new_clauses_are_open_places():
    added = [
        NewClause(7, "Kenya", "to train teachers;"),
        NewClause(8, "Brazil", "to train judges;"),
    ]
    assert clause(added=added).open_places == 2


def test_proposals_are_set_against_the_words_agreed_so_far():
    agreed = BASE.replace("continue", "intensify")
    text = clause(now=agreed, kenya=agreed, brazil=agreed.replace("mandate", "competence"))
    assert [passage.words for passage in text.passages if passage.is_open] == [" mandate"]


_texts = st.lists(st.sampled_from(["the", "Director", "and", "children", ",", "resolves"])).map(
    " ".join
)


@given(
    now=_texts,
    wordings=st.dictionaries(st.sampled_from([KENYA, BRAZIL, JAPAN]), _texts),
)
def test_every_source_finds_its_own_words_whole(now, wordings):
    text = RollingClause(base=now, now=now, wordings=wordings, sources=SOURCES)
    for proposal, words in wordings.items():
        assert "".join(said_by(SOURCES[proposal], passage) for passage in text.passages) == words
    assert "".join(passage.words for passage in text.passages) == now


def said_by(source: str, passage: RollingPassage) -> str:
    choices = [choice.words for choice in passage.choices if source in choice.sources]
    return choices[0] if choices else passage.words
