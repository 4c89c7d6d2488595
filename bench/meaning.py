"""The findings about what changed in meaning, for a person to judge, and how many of those judged are right.

FOLDER holds texts, one a file. Each is compared with every other, and a paragraph is taken for a wording of the
one that shares most words with it. With `--editions`, each folder in FOLDER holds editions of one text, whose names are
in their order; each is compared with the next as the pages do it: the comparison of papers says which
paragraphs are new wordings of which. Every finding is one line: a number that stays the same, the kind,
what it says, and both paragraphs.

    python bench/meaning.py ../shared/data/texts/unsc
    python bench/meaning.py ../shared/data/texts/unsc --labels ../judged.tsv
    python bench/meaning.py ../editions --editions --lot 60 --seed 1

The file of labels has a number and `right` or `wrong` in each line, parted by a tab. Findings without a label
are printed again; of the others the share that is right is told for each kind. No text of the folder is kept.
"""

import argparse
import hashlib
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations, islice, pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from flask import Flask
from flask_babel import Babel

from wgcop.meaning import Finding, differences
from wgcop.paper import Node, plain
from wgcop.paper.comparison import accept, compare, reject
from wgcop.paper.comparison.sides import pairs as pairs_of_slices
from wgcop.paper.comparison.sides import slices
from wgcop.paper.comparison.words import words_alike, words_in

ALIKE = 0.55
"""The share of common words from which on a paragraph counts as a wording of another."""
SHORTEST = 6
MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
NEWER = 1.0

Pair = tuple[str, str]
Told = tuple[Finding, str, str]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--pattern", default="*.txt")
    options.add_argument("--language", default="en")
    options.add_argument("--labels", type=Path)
    options.add_argument("--most", type=int, default=5_000, help="pairs of paragraphs")
    options.add_argument("--without", default="(?!)", help="beginnings of paragraphs to leave out")
    options.add_argument("--each", type=int, default=3, help="findings of the same words at most")
    options.add_argument("--editions", action="store_true", help="FOLDER holds folders of editions")
    options.add_argument("--lot", type=int, help="findings of each kind to draw by lot")
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    labels = read_labels(chosen.labels)
    left_out = re.compile(chosen.without)
    compared = pairs_of_editions if chosen.editions else pairs
    count = 0
    same: Counter[Finding] = Counter()
    by_kind: dict[str, list[Told]] = defaultdict(list)
    app = Flask(__name__)
    Babel(app)
    with app.test_request_context():
        for old, new in islice(compared(chosen.folder, chosen.pattern, left_out), chosen.most):
            count += 1
            for finding in differences(old, new, chosen.language):
                same[finding] += 1
                if same[finding] <= chosen.each:
                    by_kind[finding.kind.value].append((finding, old, new))
    print(f"{count} pairs of paragraphs", file=sys.stderr)
    for kind, told in sorted(by_kind.items()):
        tell(kind, drawn(told, chosen.lot, chosen.seed), len(told), labels)


def drawn(told: list[Told], lot: int | None, seed: int) -> list[Told]:
    if lot is None or lot >= len(told):
        return told
    return random.Random(seed).sample(told, lot)


def tell(kind: str, told: list[Told], of: int, labels: dict[str, str]) -> None:
    """Print the findings without a label, and the share of right ones among the others."""
    by_label: Counter[str] = Counter()
    for finding, old, new in told:
        number = numbered(old, new, finding)
        label = labels.get(number, "")
        by_label[label or "not judged"] += 1
        if not label:
            print("\t".join((number, kind, finding.old, finding.new, old, new)))
    right, wrong = by_label["right"], by_label["wrong"]
    share = f"{right / (right + wrong):.3f}" if right + wrong else "–"
    print(f"{kind:20} {share:>6}  of {of}: {dict(by_label)}", file=sys.stderr)


def pairs_of_editions(folder: Path, pattern: str, left_out: re.Pattern[str]) -> Iterator[Pair]:
    for text in sorted(each for each in folder.iterdir() if each.is_dir()):
        editions = [
            [piece for piece, _bag in paragraphs(file, left_out)]
            for file in sorted(text.glob(pattern))
        ]
        for old, new in pairwise(editions):
            for pair in pairs_of_slices(slices(compare(paper(old), paper(new)).marked)):
                if pair.old and pair.new and not pair.is_same:
                    yield plain(reject(whole(pair.old))), plain(accept(whole(pair.new)))


def paper(pieces: list[str]) -> Node:
    return {
        "type": "doc",
        "content": [
            {"type": "paragraph", "content": [{"type": "text", "text": piece}]} for piece in pieces
        ],
    }


def whole(piece: Node) -> Node:
    return {"type": "doc", "content": [piece]}


def pairs(folder: Path, pattern: str, left_out: re.Pattern[str]) -> Iterator[Pair]:
    texts = [paragraphs(file, left_out) for file in sorted(folder.glob(pattern))]
    seen: set[Pair] = set()
    for one, other in combinations(texts, 2):
        for old, bag in one:
            alike = max(
                ((words_alike(bag, another), new) for new, another in other), default=(0.0, "")
            )
            pair = (old, alike[1])
            if ALIKE <= alike[0] < NEWER and old != alike[1] and pair not in seen:
                seen.add(pair)
                yield pair


def paragraphs(file: Path, left_out: re.Pattern[str]) -> list[tuple[str, Counter[str]]]:
    text = file.read_text("utf-8").partition("\n")[2]
    text = re.sub(r"\[footnote\].*|\n_{4,}[\s\S]*?(?=\n\s*\n|\Z)", "", text)
    pieces = re.split(rf"\n\s*\n|\n(?=\s*(?:[a-z]\)|\d{{1,3}}(?:\.\d+)*[ .](?!{MONTH})))", text)
    whole = (" ".join(piece.split()) for piece in pieces)
    bags = ((piece, Counter(word.casefold() for word in words_in(piece))) for piece in whole)
    return [
        (piece, bag) for piece, bag in bags if bag.total() >= SHORTEST and not left_out.match(piece)
    ]


def numbered(old: str, new: str, finding: Finding) -> str:
    said = "\n".join((old, new, finding.kind.value, finding.old, finding.new))
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def read_labels(file: Path | None) -> dict[str, str]:
    if file is None:
        return {}
    rows = (line.split("\t")[:2] for line in file.read_text("utf-8").splitlines() if line)
    return dict(rows)


if __name__ == "__main__":
    main()
