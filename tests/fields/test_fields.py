"""A list of fields, and what reads it without a form: values, cells, versions, and what is missing."""

import enum
from datetime import date, time
from types import SimpleNamespace

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form

from wgcop.fields.cells import UnreadableCell
from wgcop.fields.checks import no_web_address
from wgcop.fields.columns import column_of
from wgcop.fields.comparing import changed_facts, sentences
from wgcop.fields.controls import with_controls
from wgcop.fields.facts import Facts
from wgcop.fields.field import ChangeSentences, Field, Needed, NeededTo, missing, moved
from wgcop.fields.kinds import (
    Codes,
    Day,
    Duration,
    LineList,
    LinkList,
    LongText,
    OneOf,
    PartialDate,
    SeveralOf,
    TextLine,
    ThingsInSheet,
    TimeOfDay,
)
from wgcop.fields.showing import shown_facts


class Mood(enum.StrEnum):
    CALM = "calm"
    LOUD = "loud"


NAMES = {Mood.CALM: "Calm", Mood.LOUD: "Very loud"}
TOWNS = {"gva": "Geneva", "nbo": "Nairobi"}
ROOMS = {key: SimpleNamespace(id=number, key=key) for number, key in enumerate(("r1", "r2"), 1)}


def code_of(word):
    if word not in TOWNS:
        raise UnreadableCell(word)
    return word


FIELDS = (
    Field("name", "Name", TextLine(20), needed=Needed("Give a name.")),
    Field("mood", "Mood", OneOf(Mood, NAMES, none="Unknown"), if_none="When its turn comes"),
    Field("moods", "Moods", SeveralOf(Mood, NAMES)),
    Field("towns", "Towns", Codes(TOWNS.get, code_of)),
    Field("began", "Began", PartialDate(), column="start"),
    Field("began_note", "Remark", TextLine(20), goes_with="began", is_remark=True),
    Field("people", "People", LineList(20)),
    Field("links", "Links", LinkList(40, no_web_address)),
    Field(
        "rooms", "Rooms", ThingsInSheet(lambda room: room.key, lambda known: known, "No {}".format)
    ),
    Field(
        "story",
        "Story",
        LongText(40),
        needed=Needed("Tell it.", where=("mood", Mood.LOUD), instead=("links",)),
    ),
)


class PartyFacts(Facts):
    fields = FIELDS


FULL = PartyFacts(
    name="A party",
    mood=Mood.LOUD,
    moods=(Mood.LOUD, Mood.CALM),
    towns=("gva", "nbo"),
    began="2009-05",
    began_note="about",
    people=("Amina", "Caio; Luc"),
    links=("https://example.org/a",),
    rooms=tuple(ROOMS.values()),
    story="One\n\ntwo",
)
BY_NAME = {each.name: each for each in FIELDS}


def test_what_is_kept_is_read_again():
    assert PartyFacts.read(FULL.kept(), ROOMS) == FULL
    assert FULL.kept()["rooms"] == ["r1", "r2"], "things are kept by their keys"


def test_what_was_kept_before_a_field_was_required_or_a_choice_was_gone_is_read_without_them():
    kept = FULL.kept() | {"mood": "gone", "moods": ["gone", "calm"]}
    del kept["name"], kept["people"]
    assert PartyFacts.read(kept, {}) == FULL.but(
        name="", mood=None, moods=(Mood.CALM,), people=(), rooms=()
    )


def test_every_cell_is_read_as_it_was_written():
    read = {}
    for each in FIELDS:
        if not each.is_remark:
            column = column_of(each, BY_NAME["began_note"] if each.name == "began" else None)
            read |= column.read(column.write(FULL), ROOMS)
    assert PartyFacts(**read).changes(FULL) == {}
    assert (read["began"], read["began_note"]) == ("2009-05", "about")


@pytest.mark.parametrize(
    ("name", "cell", "words"),
    [
        ("name", " ", "must not be empty"),
        ("name", "x" * 21, "Use at most 20"),
        ("mood", "angry", "is not one of"),
        ("towns", "gva; zrh", "zrh"),
        ("links", "ftp://example.org", "not the address of a web page"),
        ("people", "\n".join(map(str, range(41))), "at most 40 lines"),
        ("rooms", "r1; r9", "No r9"),
    ],
)
def test_a_cell_that_cannot_be_read_says_why(name, cell, words):
    with pytest.raises(UnreadableCell, match=words):
        column_of(BY_NAME[name]).read(cell, ROOMS)


def test_facts_have_every_field_and_no_other_and_do_not_change():
    assert (PartyFacts(name="A").mood, PartyFacts(name="A").people) == (None, ())
    for values in ({}, {"name": "A", "colour": "red"}):
        with pytest.raises(TypeError):
            PartyFacts(**values)
    with pytest.raises(AttributeError):
        FULL.name = "B"
    assert FULL.but(name="B").changes(FULL) == {"name": "B"}


def test_another_order_of_what_has_none_is_no_change_and_that_of_lines_is_one():
    turned = {"moods": FULL.moods[::-1], "towns": FULL.towns[::-1], "rooms": FULL.rooms[::-1]}
    assert FULL.but(**turned).changes(FULL) == {}
    assert FULL.but(people=FULL.people[::-1]).changes(FULL).keys() == {"people"}


def test_other_blanks_are_no_change_of_a_line_and_one_of_a_text():
    other = {"name": " A\u00a0 party", "began_note": "about "}
    assert FULL.but(**other).changes(FULL) == {}
    assert FULL.but(story="One\ntwo").changes(FULL) == {"story": "One\ntwo"}
    assert FULL.changes(SimpleNamespace(**vars(FULL) | {"name": None})) == {"name": "A party"}


def test_two_versions_are_compared_in_the_words_of_the_page():
    before = FULL.but(mood=None, towns=(), rooms=FULL.rooms[:1]).kept() | {"moods": ["gone"]}
    told = changed_facts(FIELDS, before, FULL.kept(), {"r1": "Room 1", "r2": "Room 2"})
    assert [(each.name, each.before, each.after) for each in told] == [
        ("Mood", "", "Very loud"),
        ("Moods", "gone", "Very loud\nCalm"),
        ("Towns", "", "Geneva\nNairobi"),
        ("Rooms", "Room 1", "Room 1\nRoom 2"),
    ]


def test_a_published_change_is_told_in_the_sentence_of_its_field_or_a_common_one():
    fields = (
        Field("name", "Name", TextLine(20), told=ChangeSentences("%(item)s: before %(before)s.")),
        Field(
            "host",
            "Host",
            TextLine(20),
            told=ChangeSentences("By %(now)s.", "No longer by %(before)s."),
        ),
        Field(
            "people",
            "People",
            LineList(20),
            told=ChangeSentences("+ %(now)s", "- %(before)s", True),
        ),
        Field(
            "began",
            "Began",
            PartialDate(),
            if_none="open",
            told=ChangeSentences("%(before)s %(now)s"),
        ),
        Field("town", "Town", TextLine(20)),
    )
    before = {"name": "A", "host": "Ada", "people": ["Caio", "Luc"], "began": "", "town": "Bern"}
    after = {"name": "B", "host": "", "people": ["Luc", "Obi"], "began": "2009", "town": "Nairobi"}
    assert [*sentences(fields, before, after, "1 B")] == [
        "1 B: before A.",
        "No longer by Ada.",
        "+ Obi",
        "- Caio",
        "open 2009",
        "1 B: “Town” has changed.",
    ]
    turned = before | {"people": ["Luc", "Caio"]}
    assert not [*sentences(fields, before, turned, "1 A")], "another order is no change"
    assert [*sentences(fields, after, before, "1 A")][1] == "By Ada."


def test_durations_days_and_times_are_kept_and_read_again_also_if_there_is_none():
    pairs = [
        (Duration(90), 0),
        (Duration(90), 75),
        (Day(), date(2026, 6, 2)),
        (TimeOfDay(), time(9)),
    ]
    for kind, value in [*pairs, *((kind, None) for kind, _value in pairs)]:
        assert kind.read(kind.kept(value), {}) == kind.typed(value) == kind.given(value) == value
        assert kind.read(None, {}) is None


@pytest.mark.parametrize("to", NeededTo)
def test_what_may_stay_empty_is_missing_and_not_required(to):
    field = Field("name", "Name", TextLine(20), needed=Needed("Give a name.", to=to))
    assert [each.name for each, _needed in missing([field], {}.get)] == ["name"]
    assert field.is_required is (to == NeededTo.SAVE)
    form = with_controls([field])(type("NameForm", (Form,), {}))(MultiDict())
    assert form.validate() is not field.is_required


@pytest.mark.parametrize(
    ("values", "names"),
    [
        ({"mood": Mood.CALM}, []),
        ({"mood": Mood.LOUD}, ["story"]),
        ({"mood": "loud"}, ["story"]),
        ({"mood": Mood.LOUD, "links": ("https://example.org",)}, []),
        ({"mood": Mood.LOUD, "story": "Once"}, []),
        ({"name": ""}, ["name"]),
    ],
)
def test_what_is_missing_follows_from_the_other_fields(values, names):
    found = missing(FIELDS, ({"name": "A"} | values).get)
    assert [each.name for each, _ in found] == names


def test_a_page_leaves_out_what_is_empty_and_a_remark_on_nothing():
    one = PartyFacts(name="A", began_note="about")
    assert [(each.name, each.words) for each in shown_facts(one, FIELDS)] == [
        ("name", ["A"]),
        ("mood", ["When its turn comes"]),
    ]
    began = next(each for each in shown_facts(FULL, FIELDS) if each.name == "began")
    assert (began.value, began.beside) == ("2009-05", "about")


def test_a_field_is_moved_behind_another_one_and_no_other_moves():
    order = [each.name for each in moved(FIELDS, story="name", towns="story")]
    assert order[:5] == ["name", "story", "towns", "mood", "moods"]
    assert sorted(order) == sorted(BY_NAME)
