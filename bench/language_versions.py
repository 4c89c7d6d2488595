"""How many paragraphs of a text in another language find their clause, and how many are wrong without a mark.

    python bench/language_versions.py

The resolution of our own with 60 clauses, in French and Arabic, is aligned with the English text as it is, and
damaged in each place where a form of damage may be. Then the articles of the Universal Declaration are, in the
languages of the reference material (`WGCOP_SHARED`, or `../shared`), which holds no resolution in two languages.
They have neither labels nor headings that the aligner knows, so that no paragraph of theirs may be sure.
"""

import re
import sys
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.resolutions.damaged_texts import (
    FORMS,
    Form,
    Outcome,
    Said,
    Text,
    outcome,
    read,
    two_exchanged,
)
from tests.shared import ABSENT, SHARED
from wgcop.resolutions.aligning import AlignedUnit, UnitKind

ARTICLES = {"F": "fr", "A": "ar", "S": "es", "R": "ru", "C": "zh"}


def main() -> None:
    print(
        "| text | form | texts | paragraphs | right % | sure % | wrong, marked | wrong, unmarked |"
    )
    print("|---|---|--:|--:|--:|--:|--:|--:|")
    units, texts = read()
    began = time.process_time()
    aligned = 0
    for language, text in texts.items():
        for form in (*FORMS, two_exchanged):
            aligned += told(language, form, units, text)
    took = time.process_time() - began
    print(f"\n{aligned} texts, {1000 * took / aligned:.0f} ms of processor time each\n")
    if not (SHARED / "data/texts").is_dir():
        print(f"The Universal Declaration was not measured. {ABSENT}")
        return
    english = [
        AlignedUnit(said.keys[0], UnitKind.CLAUSE, said.text, said.label) for said in articles("E")
    ]
    for letter, language in ARTICLES.items():
        text = articles(letter)
        keys = {said.keys[0] for said in text}
        if keys != {unit.key for unit in english}:
            print(f"The articles in {language} have other paragraphs than the English ones.")
            continue
        for form in FORMS:
            if not form.__name__.startswith(("section", "one_section", "one_heading", "clauses")):
                told(f"articles, {language}", form, english, text)


def told(name: str, form: Form, units: Sequence[AlignedUnit], text: Text) -> int:
    """Print a line of the table and return the number of texts."""
    whole = Outcome()
    damaged = list(form(text, units))
    for each in damaged:
        whole.add(outcome(units, each))
    share = (f"{100 * part / whole.total:.1f}" for part in (whole.right, whole.sure))
    print(
        f"| {name} | {form.__name__.replace('_', ' ')} | {len(damaged)} | {whole.total}",
        *share,
        whole.wrong_marked,
        f"{whole.wrong_unmarked} |",
        sep=" | ",
        flush=True,
    )
    return len(damaged)


def articles(letter: str) -> Text:
    """Return the paragraphs below the lines that name the numbers of the articles."""
    lines = (SHARED / f"data/texts/udhr-1948-{letter}.txt").read_text("utf-8").split("\n")
    found: Text = []
    number, place = 0, 0
    for line in map(str.strip, lines):
        if _names(line, number + 1):
            number, place = number + 1, 0
        elif line and number:
            place += 1
            found.append(Said(line, (f"{number}.{place}",)))
    return found


def _names(line: str, number: int) -> bool:
    if len(line) >= 24:
        return False
    return bool(re.search(rf"(?<!\d){number}(?!\d)", line)) or (
        number == 1 and line == "Article premier"
    )


if __name__ == "__main__":
    main()
