"""The comparison of two papers beside difflib and lxml, in the same run: how long, and is either text recovered?

FILE is a plain text, of which papers of about --words words are made; without it a text is made up. Each round makes
one random edit in every tenth paragraph, and moves, adds and removes some. Every contender gets the same pair. "New" and "old"
count in how many rounds its result, with all changes accepted or rejected, has exactly the words of that text.

    python bench/comparison.py ../shared/data/texts/eu-digital-services-act-2022-2065.txt
"""

import argparse
import difflib
import random
import re
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from lxml import html
from lxml.html.diff import htmldiff

from wgcop.paper import Node, from_text, plain, to_html
from wgcop.paper.comparison import accept, compare, reject
from wgcop.paper.comparison.marks import canonical

VOCABULARY = [
    "the",
    "child",
    "online",
    "protection",
    "of",
    "Council",
    "shall",
    "Member",
    "States",
    "invites",
    "Director",
    "Bureau",
    "to",
    "report",
    "annually",
    "on",
    "and",
    "digital",
    "safety",
    "in",
    "all",
    "regions",
    "measures",
    "legal",
    "technical",
    "organizational",
    "capacity",
    "building",
    "resolves",
    "instructs",
    "parents",
    "teachers",
]

Pair = tuple[Node, Node]
Answer = tuple[bool, bool]
"""Whether the new and the old words came back."""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("file", nargs="?", type=Path)
    options.add_argument("--words", type=int, default=20_000)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    chance = random.Random(chosen.seed)
    paragraphs = (
        written(chosen.file, chosen.words) if chosen.file else made_up(chance, chosen.words)
    )
    pairs = []
    for _ in range(chosen.rounds):
        changed = edited(paragraphs, chance)
        pairs.append((paper_of(paragraphs), paper_of(changed)))
    count = sum(len(each.split()) for each in paragraphs)
    print(f"{count} words in {len(paragraphs)} paragraphs, {chosen.rounds} rounds")
    print(f"{'':32}{'p50 ms':>9}{'max ms':>9}{'new':>6}{'old':>6}")
    for name, contender in CONTENDERS.items():
        times, answers = [], []
        for pair in pairs:
            began = time.perf_counter()
            answer = contender(*pair)
            times.append(1000 * (time.perf_counter() - began))
            answers.append(answer())
        new, old = (sum(each[side] for each in answers) for side in (0, 1))
        print(f"{name:32}{statistics.median(times):9.0f}{max(times):9.0f}{new:>6}{old:>6}")


def ours(old: Node, new: Node) -> Callable[[], Answer]:
    """Exact means more here than for the others: blocks, attributes and marks too."""
    marked = compare(old, new).marked
    return lambda: (accept(marked) == canonical(new), reject(marked) == canonical(old))


def difflib_words(old: Node, new: Node) -> Callable[[], Answer]:
    """All words of the text at once, as somebody without blocks would."""
    before, after = plain(old).split(" "), plain(new).split(" ")
    codes = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()

    def answer() -> Answer:
        accepted = [word for kind, _i, _j, k, m in codes if kind != "delete" for word in after[k:m]]
        rejected = [
            word for kind, i, j, _k, _m in codes if kind != "insert" for word in before[i:j]
        ]
        return accepted == after, rejected == before

    return answer


def difflib_lines_then_words(old: Node, new: Node) -> Callable[[], Answer]:
    """`ndiff`: lines, and within those that resemble, letters."""
    before, after = plain(old).splitlines(), plain(new).splitlines()
    compared = list(difflib.ndiff(before, after, charjunk=None))
    return lambda: (
        list(difflib.restore(compared, 2)) == after,
        list(difflib.restore(compared, 1)) == before,
    )


def lxml_htmldiff(old: Node, new: Node) -> Callable[[], Answer]:
    marked = htmldiff(str(to_html(old)), str(to_html(new)))
    return lambda: (
        words_in(without(marked, "del")) == words_in(str(to_html(new))),
        words_in(without(marked, "ins")) == words_in(str(to_html(old))),
    )


CONTENDERS = {
    "wgcop.paper.comparison": ours,
    "difflib, words of the text": difflib_words,
    "difflib.ndiff, lines": difflib_lines_then_words,
    "lxml.html.diff.htmldiff": lxml_htmldiff,
}


def without(marked: str, tag: str) -> str:
    return re.sub(rf"<{tag}>.*?</{tag}>", "", marked, flags=re.DOTALL)


def words_in(page: str) -> list[str]:
    """By paragraph, so that a word that went to another one counts."""
    blocks = html.fragment_fromstring(page, create_parent="div").iter(
        "p", "h2", "h3", "li", "td", "th"
    )
    return [" ".join(block.text_content().split()) for block in blocks]


def written(file: Path, words: int) -> list[str]:
    found: list[str] = []
    for paragraph in re.split(r"\n\s*\n", file.read_text("utf-8")):
        if words <= 0:
            break
        found.append(" ".join(paragraph.split()))
        words -= len(paragraph.split())
    return [each for each in found if each]


def made_up(chance: random.Random, words: int) -> list[str]:
    return [" ".join(chance.choices(VOCABULARY, k=80)) for _ in range(words // 80)]


def edited(paragraphs: list[str], chance: random.Random) -> list[str]:
    changed = list(paragraphs)
    for _ in range(len(changed) // 10):
        at = chance.randrange(len(changed))
        words = changed[at].split()
        words[chance.randrange(len(words))] = chance.choice(VOCABULARY)
        words.insert(chance.randrange(len(words) + 1), "again")
        changed[at] = " ".join(words)
    for _ in range(len(changed) // 50):
        changed.pop(chance.randrange(len(changed)))
        changed.insert(chance.randrange(len(changed)), " ".join(chance.choices(VOCABULARY, k=40)))
        changed.insert(chance.randrange(len(changed)), changed.pop(chance.randrange(len(changed))))
    return changed


def paper_of(paragraphs: list[str]) -> Node:
    return from_text("\n\n".join(paragraphs))


if __name__ == "__main__":
    main()
