"""Clauses keep their identity through any sequence of editions."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from wgcop.editions.aligning import LineOrigin, NextLine, OldClause, align, out_of_order
from wgcop.editions.lines import lines_of


def words_for(rng, count):
    return " ".join(f"w{rng.randrange(10**9)}" for _n in range(count))


def step(rng, clauses):
    """Change a text as conferences do. Return the lines, and the truth about each of them."""
    clauses = list(clauses.items())
    lines, origins, merged = [], {}, {}
    busy = set()
    for _n in range(rng.randrange(4)):
        if len(clauses) < 3:
            break
        deed = rng.choice(["split", "merge", "move", "add", "suppress", "reword"])
        at = rng.randrange(len(clauses))
        wid, words = clauses[at]
        if wid in busy:
            continue
        busy.add(wid)
        if deed == "split" and len(words.split()) >= 10:
            parts = words.split()
            middle = len(parts) // 2 + 1
            clauses[at] = (wid, "\n".join([" ".join(parts[:middle]), " ".join(parts[middle:])]))
        elif deed == "merge":
            other = rng.randrange(len(clauses))
            into, more = clauses[other]
            if into in busy:
                continue
            busy.add(into)
            clauses[other] = (into, f"{more} {words}")
            merged[wid] = into
            clauses.pop(at)
        elif deed == "move":
            clauses.insert(rng.randrange(len(clauses)), clauses.pop(at))
        elif deed == "suppress":
            merged[wid] = ""
            clauses.pop(at)
        elif deed == "add":
            clauses[at] = (wid, f"{words}\n{words_for(rng, 9)}")
            origins[f"{wid}/2"] = LineOrigin()
        else:
            clauses[at] = (wid, f"{words} {words_for(rng, 4)}")
    for wid, words in clauses:
        for line in lines_of(wid, "", words.replace("\n", " "), words):
            lines.append(line)
            first = LineOrigin(continues=wid)
            origins.setdefault(line.key, first if line.key == wid else LineOrigin(split_from=wid))
    return lines, origins, merged


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 2**32), editions=st.integers(1, 6))
def test_identity_is_kept_over_random_editions_and_nothing_becomes_unreachable(seed, editions):
    rng = random.Random(seed)
    clauses = {f"c{n}": words_for(rng, rng.randrange(8, 20)) for n in range(rng.randrange(3, 9))}
    fresh = 0
    for _edition in range(editions):
        old = [OldClause(wid, words) for wid, words in clauses.items()]
        lines, truth, merged = step(rng, clauses)
        found = align(old, lines)
        known = {each.wid for each in old}
        for line in lines:
            origin, true = found.origins[line.key], truth[line.key]
            assert (origin.continues, origin.split_from) == (true.continues, true.split_from)
        assert found.ended == merged
        # From each clause one comes to the next edition, or it is said to be suppressed.
        reached = {each.continues for each in found.origins.values() if each.continues}
        assert reached | found.ended.keys() == known and not reached & found.ended.keys()
        keys = {line.key for line in lines}
        assert all(into in keys for into in found.ended.values() if into)
        clauses = {}
        for line in lines:
            origin = found.origins[line.key]
            fresh += not origin.continues
            clauses[origin.continues or f"n{fresh}"] = line.words


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.text("ab ", max_size=30), max_size=6),
    st.lists(st.tuples(st.text("ab ", max_size=30), st.integers(-1, 5)), max_size=8),
)
def test_of_any_words_each_clause_is_continued_once_or_ends(before, after):
    old = [OldClause(f"c{n}", words) for n, words in enumerate(before)]
    lines = [
        NextLine(f"l{n}", words, f"c{home}" if 0 <= home < len(old) else "")
        for n, (words, home) in enumerate(after)
    ]
    found = align(old, lines)
    continued = [each.continues for each in found.origins.values() if each.continues]
    assert len(continued) == len(set(continued))
    assert {*continued, *found.ended} == {each.wid for each in old}
    assert len(continued) + len(found.ended) == len(old)
    assert list(found.origins) == [each.key for each in lines]


def test_what_was_chosen_by_hand_stands():
    old = [OldClause("a", "one two three four five"), OldClause("b", "six seven eight nine")]
    lines = [NextLine("a", "one two three", "a"), NextLine("a/2", "four five", "a")]
    assert align(old, lines).origins["a"].continues == "a"
    chosen = {"a/2": LineOrigin(continues="a"), "a": LineOrigin(split_from="a")}
    found = align(old, lines, chosen=chosen, into={"b": "a"})
    assert found.origins["a/2"].continues == "a" and found.origins["a"].split_from == "a"
    assert found.ended == {"b": "a"}


def test_a_clause_that_only_resembles_another_is_not_sure():
    old = [OldClause("a", "to invite all the Member States to report each year to the Council")]
    lines = [
        NextLine("b", "to invite all the Member States to report often to the Council", ""),
    ]
    origin = align(old, lines).origins["b"]
    assert origin.continues == "a" and not origin.is_sure


def test_letters_of_chinese_are_words():
    old = [
        OldClause("a", "请各成员国继续开展保护上网儿童的工作"),
        OldClause("b", "责成秘书长每年提交报告"),
    ]
    lines = [
        NextLine("x", "责成秘书长每年提交报告"),
        NextLine("y", "请各成员国继续开展保护上网儿童的工作"),
    ]
    assert [each.continues for each in align(old, lines).origins.values()] == ["b", "a"]


def test_the_fewest_clauses_moved():
    assert out_of_order([0, 1, 2, 3]) == set()
    assert out_of_order([3, 0, 1, 2]) == {3}
    assert out_of_order([0, 2, 1, 3]) in ({1}, {2})
