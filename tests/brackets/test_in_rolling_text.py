"""Brackets in the bracketed view of the rolling text: around words, around open places, and from these with one click."""

import re

from hypothesis import given
from hypothesis import strategies as st

from tests.brackets.acts import RESOLUTION, ROLLING, WID, act, hidden, open_bracket, opened, plain
from tests.positions.test_positions import agree_on
from tests.proposals.test_rolling_page import clause, open_places, release
from wgcop.brackets.spans import without_ends
from wgcop.proposals.rolling import RollingChoice, RollingClause
from wgcop.proposals.weaving import WovenBracket, WovenKind

VIEW = f"{ROLLING}?view=brackets"

sentence = st.lists(
    st.sampled_from(["that", "many", "of", "them", "take", "part"]), min_size=1, max_size=8
)


@given(sentence.map(" ".join), st.lists(sentence.map(" ".join), max_size=3), st.data())
def test_the_words_and_every_bracket_are_there_once_whatever_was_proposed(now, wordings, data):
    brackets = []
    for number in range(data.draw(st.integers(0, 4))):
        start = data.draw(st.integers(0, len(now)))
        end = data.draw(st.integers(start, len(now)))
        brackets.append(WovenBracket(number, number, "", without_ends(now, start, end)))
    text = RollingClause(
        base=now,
        now=now,
        wordings=dict(enumerate(wordings)),
        sources={number: str(number) for number in range(len(wordings))},
        brackets=brackets,
    )
    parts = text.bracketed
    assert (
        "".join(each.words for each in parts if each.kind in (WovenKind.WORDS, WovenKind.PLACE))
        == now
    )
    there = [each.bracket.id for each in parts if each.bracket and each.kind != WovenKind.CLOSES]
    assert sorted(there) == [each.id for each in brackets]
    opening = [each.bracket.id for each in parts if each.kind == WovenKind.OPENS]
    closing = [each.bracket.id for each in parts if each.kind == WovenKind.CLOSES]
    assert sorted(opening) == sorted(closing)
    for one in opening:
        kinds = [each.kind for each in parts if each.bracket and each.bracket.id == one]
        assert kinds == [WovenKind.OPENS, WovenKind.CLOSES]
    places = sum(each.is_open for each in text.passages)
    exact = sum(each.kind == WovenKind.PLACE and each.bracket is not None for each in parts)
    assert text.open_places == places + len(brackets) - exact


def test_a_place_with_a_bracket_has_the_choices_of_both():
    now = "that many take part"
    text = RollingClause(
        base=now,
        now=now,
        wordings={1: "that all take part", 2: "that most take part"},
        sources={1: "Kenya", 2: "Brazil"},
        brackets=[
            WovenBracket(7, 1, "", without_ends(now, 4, 9), (RollingChoice("all", ("Kenya",)),))
        ],
    )
    [place] = [each for each in text.bracketed if each.kind == WovenKind.PLACE]
    assert place.bracket.id == 7
    assert [each.words.strip() for each in place.choices] == ["many", "all", "most"]
    assert text.open_places == 1


def test_brackets_without_proposals_stand_inside_the_words(world, http):
    reader = http(world.ruth)
    before = open_places(reader)
    bracket = opened(http(world.amina), alternative_1="all")
    assert "that [many / all (Kenya)]1 of them" in clause(reader, "brackets")
    assert open_places(reader) == before + 1
    assert f'href="{bracket}"' in reader.get(VIEW).text
    for view in ("base", "clean", "proposals"):
        assert "[" not in clause(reader, view)
    opened(http(world.helena), "many of them")
    assert "that [[many / all (Kenya)]1 of them]2 will" in clause(reader, "brackets")
    assert open_places(reader) == before + 2
    assert act(http(world.amina), bracket, "leaving").status_code == 303
    assert "that [many of them]2 will" in clause(reader, "brackets")


def test_one_click_makes_an_open_place_a_bracket_with_its_choices_and_sources(world, http):
    kenya, chair, reader = http(world.amina), http(world.helena), http(world.ruth)
    release(kenya, change=("many", "all"))
    release(http(world.teresa), change=("many", "most"))
    release(kenya, words="to train teachers;", place="after")
    before = open_places(reader)
    assert "Open a bracket" not in reader.get(VIEW).text
    assert "Open a bracket" not in kenya.get(VIEW).text
    page = chair.get(VIEW).text
    for number in (1, 2):
        form = form_of(page if number == 1 else chair.get(VIEW).text)
        assert chair.post(f"{ROLLING}/brackets", data=form).status_code == 303
        assert open_places(reader) == before
        if number == 1:
            again = chair.post(f"{ROLLING}/brackets", data=form_of(page) | {"once": "another"})
            assert again.status_code == 409
    assert "[many / all (Kenya) / most (Brazil)]1 of them" in clause(reader, "brackets")
    assert "[to train teachers; (Kenya)]2" in plain(reader.get(VIEW).text)
    page = plain(reader.get(f"/clauses/{WID}/brackets").text)
    assert (
        "Bracket 1 in recognizing b) Brazil, Kenya" in page
        or "Bracket 1 in recognizing b) Kenya, Brazil" in page
    )
    assert "Alt. 1 all (Kenya) Alt. 2 most (Brazil)" in page
    refused = kenya.post(
        f"{ROLLING}/brackets", data=form_of(chair.get(VIEW).text, WID) or {"wid": WID}
    )
    assert refused.status_code == 403


def form_of(page, wid=WID):
    """The first form of a clause that opens a bracket."""
    forms = re.findall(r'<form class="inline rolling__open".*?</form>', page, re.DOTALL)
    return next((hidden(f"<main {each}") for each in forms if f'value="{wid}"' in each), {})


def test_gone_words_are_told_below_the_clause_and_new_proposals_join_the_choices(world, http, app):
    reader = http(world.ruth)
    opened(http(world.amina), alternative_1="all")
    release(http(world.teresa), change=("many", "most"))
    assert "[many / all (Kenya) / most (Brazil)]1" in clause(reader, "brackets")
    agree_on("that children are online;", app, world)
    page = plain(reader.get(VIEW).text)
    assert "Bracket 1 in recognizing b) Its words are gone from the clause [many]" in page


def test_only_what_is_open_has_clauses_with_brackets_alone(world, http):
    reader = http(world.ruth)
    opened(http(world.amina))
    narrowed = reader.get(f"{VIEW}&open=1").text
    assert 'id="recs_recognizing__rec_b"' in narrowed
    shown = re.search(r'data-shown="([^"]+)"', narrowed)[1]
    assert reader.get(f"{VIEW}&open=1", headers={"X-Shown": shown}).status_code == 204
    assert open_bracket(http(world.teresa), "them").status_code == 303
    assert reader.get(f"{VIEW}&open=1", headers={"X-Shown": shown}).status_code == 200
    assert http().get(f"{RESOLUTION}/rolling-text").status_code in (302, 303)
