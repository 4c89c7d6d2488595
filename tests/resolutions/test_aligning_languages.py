"""The clause of each paragraph of an edition in another language, found by structure, labels and numbers."""

import re

import pytest

from wgcop.resolutions.aligning import AlignedUnit, Doubt, UnitKind, align, paragraphs_of

HEAD = ("considering", "resolves", "instructs the Secretary-General")
ENGLISH = [
    AlignedUnit("name", UnitKind.OTHER, "Resolution 901 (Arusha, 2019)"),
    AlignedUnit("title", UnitKind.OTHER, "Shared libraries of lighthouses"),
    AlignedUnit("heading:0", UnitKind.HEADING, HEAD[0]),
    AlignedUnit(
        "c.a", UnitKind.CLAUSE, "that 48 lighthouses keep logbooks that nobody has read;", "a)"
    ),
    AlignedUnit(
        "c.b", UnitKind.CLAUSE, "that Decision 7 asks members to lend 3 lamps each year,", "b)"
    ),
    AlignedUnit("heading:1", UnitKind.HEADING, HEAD[1]),
    AlignedUnit("r.1", UnitKind.CLAUSE, "to open a library of logbooks before 2021;", "1"),
    AlignedUnit("r.2", UnitKind.CLAUSE, "to copy each logbook twice, on paper and on film;", "2"),
    AlignedUnit("r.2.a", UnitKind.CLAUSE, "the paper copy stays in the lighthouse;", "a)"),
    AlignedUnit("r.2.b", UnitKind.CLAUSE, "the film is sent to the library within 30 days,", "b)"),
    AlignedUnit("heading:2", UnitKind.HEADING, HEAD[2]),
    AlignedUnit("i.1", UnitKind.CLAUSE, "to report on the library to the Council in 2022.", ""),
]
FRENCH = """RÉSOLUTION 901 (Arusha, 2019)

Bibliothèques communes des phares

considérant

a) que 48 phares tiennent des journaux que personne n'a lus;

b) que la Décision 7 demande aux membres de prêter 3 lampes chaque année,

décide

1 d'ouvrir une bibliothèque de journaux avant 2021;

2 de copier chaque journal deux fois, sur papier et sur film;

a) la copie sur papier reste dans le phare;

b) le film est envoyé à la bibliothèque dans les 30 jours,

charge le Secrétaire général

de faire rapport au Conseil sur la bibliothèque en 2022.
"""
ARABIC = """القرار 901 (أروشا، 2019)

المكتبات المشتركة للمنارات

إذ يضع في اعتباره

أ ) أن 48 منارة تحتفظ بسجلات لم يقرأها أحد؛

ب) أن المقرر 7 يطلب من الأعضاء إعارة 3 مصابيح كل سنة،

يقرر

1 فتح مكتبة للسجلات قبل عام 2021؛

2 نسخ كل سجل مرتين، على الورق وعلى الفيلم؛

أ ) تبقى النسخة الورقية في المنارة؛

ب) يرسل الفيلم إلى المكتبة في غضون 30 يوماً،

يكلف الأمين العام

بتقديم تقرير عن المكتبة إلى المجلس في عام 2022.
"""
CLAUSES = [unit.key for unit in ENGLISH if unit.kind is UnitKind.CLAUSE]


def found(text):
    paragraphs = paragraphs_of(text)
    return {
        pair.key: (paragraphs[pair.paragraph].text, pair.doubt)
        for pair in align(ENGLISH, paragraphs)
        if pair.key
    }


def right(text):
    """The right words of each clause of a whole text, by its place."""
    paragraphs = [each.text for each in paragraphs_of(text)]
    return dict(zip([unit.key for unit in ENGLISH], paragraphs, strict=True))


def without(text, words):
    assert words in text
    return "\n\n".join(each for each in text.split("\n\n") if words not in each)


@pytest.mark.parametrize("text", [FRENCH, ARABIC])
def test_every_clause_of_a_whole_text_is_found_and_sure(text):
    pairs = found(text)
    assert {key: words for key, (words, _doubt) in pairs.items()} == right(text)
    assert all(pairs[key][1] is None for key in CLAUSES)


@pytest.mark.parametrize(
    ("text", "gone", "key"),
    [(FRENCH, "48 phares", "c.a"), (FRENCH, "deux fois", "r.2"), (ARABIC, "30 يوماً", "r.2.b")],
)
def test_a_missing_paragraph_makes_its_section_unsure_and_nothing_wrong(text, gone, key):
    pairs = found(without(text, gone))
    assert key not in pairs
    for each, (words, doubt) in pairs.items():
        assert words == right(text)[each] or doubt is not None
    section = key.partition(".")[0]
    assert all(doubt for each, (_words, doubt) in pairs.items() if each.startswith(f"{section}."))
    assert all(not pairs[each][1] for each in CLAUSES if not each.startswith(f"{section}."))


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        # two paragraphs of one clause
        (FRENCH, "deux fois, sur papier", "deux fois.\n\nElle est faite sur papier"),
        (ARABIC, "مرتين، على", "مرتين.\n\nوينجز ذلك على"),
        # two clauses in one paragraph
        (FRENCH, "n'a lus;\n\nb) que", "n'a lus et que"),
        (ARABIC, "أحد؛\n\nب) أن", "أحد وأن"),
    ],
)
def test_split_and_merged_paragraphs_are_never_wrong_without_a_mark(text, old, new):
    assert old in text
    changed = found(text.replace(old, new))
    for key, (words, doubt) in changed.items():
        assert words == right(text)[key] or doubt is not None


@pytest.mark.parametrize(
    ("old", "new", "key", "doubt"),
    [
        ("dans les 30 jours", "dans les 60 jours", "r.2.b", Doubt.NUMBERS),
        ("considérant", "au clair de la lune", "c.a", Doubt.HEADING),
        ("de faire rapport", "2 de faire rapport", "i.1", Doubt.LABEL),
    ],
)
def test_it_says_what_speaks_against_a_pair(old, new, key, doubt):
    assert found(FRENCH.replace(old, new))[key][1] is doubt


def test_labels_and_digits_are_read_in_every_script():
    read = paragraphs_of("أ ) كلمة\n\n(ب) كلمة\n\n١) كلمة\n\n2bis mot\n\n单词\n")
    assert [each.label for each in read] == ["أ)", "ب)", "1)", "2bis", ""]


@pytest.mark.shared
@pytest.mark.parametrize("letter", ["S", "A", "R"])
def test_no_article_of_a_public_declaration_is_placed_wrongly(shared, letter):
    english, other = articles(shared, "E"), articles(shared, letter)
    units = [AlignedUnit(key, UnitKind.CLAUSE, each.text, each.label) for key, each in english]
    pairs = align(units, [each for _key, each in other])
    assert [pair.key.split(".")[0] for pair in pairs] == [key.split(".")[0] for key, _ in other]
    assert not any(pair.is_sure for pair in pairs)  # it has no headings that say what stands below


def articles(shared, letter):
    """The paragraphs of the articles, which begin with lines that name their numbers."""
    text = (shared / f"data/texts/udhr-1948-{letter}.txt").read_text("utf-8")
    found, number, place = {}, 0, 0
    for line in map(str.strip, text.split("\n")):
        if len(line) < 24 and re.search(rf"(?<!\d){number + 1}(?!\d)", line):
            number, place = number + 1, 0
        elif line and number:
            place += 1
            found[f"{number}.{place}"] = line
    return [*zip(found, paragraphs_of("\n\n".join(found.values())), strict=True)]
