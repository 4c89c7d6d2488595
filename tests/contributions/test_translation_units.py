"""The units of a text, how those of a version are found, and what earlier texts have for them."""

from wgcop import paper
from wgcop.translations.memory import Memory
from wgcop.translations.segments import UnitInFile
from wgcop.translations.units import FoundWords, counterparts, units_of, with_contents
from wgcop.translations.xliff import as_xliff, content_of, digest_of, read_xliff

TEXT = (
    "# Head\n\nText *em*, **str** and [link](https://itu.int).^[A note] {++ins++}^[Another]\n\n"
    "| a | b |\n|---|---|\n| c | d |\n\n> q\n\n- x\n- y"
)


def back(units, changes=None):
    written = as_xliff(
        [UnitInFile(unit, FoundWords(unit.content)) for unit in units],
        text="contributions/1",
        wording="0",
        name="Plays",
        source="en",
        target="fr",
    )
    for old, new in (changes or {}).items():
        written = written.replace(old.encode(), new.encode())
    return read_xliff(written)


def test_a_text_comes_back_as_it_was():
    tree = paper.from_text(TEXT)
    units = units_of({"title": "Plays\x01\nand more", "abstract": " "}, tree)
    assert [unit.key for unit in units][:1] == ["title"], "an empty field is no unit"
    by_key = {unit.key: unit for unit in units}
    contents = {}
    for each in back(units).units:
        content, is_whole = content_of(each, by_key[each.key])
        assert is_whole and (each.key == "title" or each.digest == digest_of(content))
        contents[each.key] = content
    assert paper.to_text(with_contents(tree, contents)) == paper.to_text(tree)


def test_notes_that_change_places_keep_their_words():
    tree = paper.from_text("One.^[First] Two.^[Second]")
    units = units_of({}, tree)
    swap = {'"s1"': '"s0"', '"s2"': '"s1"', '"s0"': '"s2"'}
    content, _ = content_of(back(units, swap).units[0], units[0])
    assert [node["number"] for node in content if node["type"] == "footnote"] == [2, 1]
    premier = {"type": "text", "text": "Premier"}
    key = units[0].key
    filled = with_contents(tree, {key: content, f"{key}~1": (premier,)})
    assert paper.to_text(filled).strip() == "One.^[Second] Two.^[Premier]"
    paper.validate(filled)


def test_units_of_a_version_are_found_by_id_and_by_their_place_between_them():
    original = units_of({}, paper.from_text("# Head\n\nOne.\n\nTwo."))
    typed = units_of({}, paper.from_text("# Titre\n\nUn.\n\nDeux."))
    assert [counterparts(original, typed)[unit.key].words for unit in original] == [
        "Titre",
        "Un.",
        "Deux.",
    ]
    longer = units_of({}, paper.from_text("# Titre\n\nUn.\n\nDeux.\n\nTrois."))
    assert counterparts(original, longer) == {}, "nobody guesses which is which"
    assert list(counterparts(original, [original[0], *longer[2:4]])) == [
        unit.key for unit in original
    ]


def test_the_closest_earlier_translation_comes_first_and_others_do_not():
    memory = Memory()
    for english, french in (
        ("A trial in four districts of Nairobi.", "Un essai dans quatre districts de Nairobi."),
        ("A trial in five districts of Nairobi.", "Un essai dans cinq districts de Nairobi."),
        ("Entirely other words.", "De tout autres mots."),
    ):
        texts = [units_of({}, paper.from_text(each)) for each in (english, french)]
        memory.add(*texts, origin="WG-COP/3/2-F", url="/f")
    asked = units_of({}, paper.from_text("A trial in five districts of Nairobi."))[0]
    found = memory.matches(asked)
    assert [each.target.split()[3] for each in found] == ["cinq", "quatre"]
    assert found[0].alike == 1 > found[1].alike
