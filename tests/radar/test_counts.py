"""The counter that the radar weighs by: right after every change, a crash and another process."""

import numpy as np
import pytest

from wgcop.radar.matching import overlap
from wgcop.radar.matching.overlap import idf, shingles
from wgcop.radar.shingle_counts import UNFINISHED, ShingleChange, ShingleCounts

ONE = shingles("guidance for administrations that plan a campaign for parents")
OTHER = shingles("guidance for administrations that keep a helpline")
BOTH = shingles("guidance for administrations that")


@pytest.fixture
def counts(tmp_path):
    made = ShingleCounts(tmp_path / "radar")
    with made.exclusive():
        made.count_anew(0, 0, [])
    return made


def follow(counts, before, come=(), gone=()):
    with counts.exclusive():
        counts.follow(ShingleChange(before, before + 1, list(gone), list(come)))


def frequencies(counts, wanted, records):
    """What it must hold to weigh so."""
    return np.round((records + 1) / np.exp(counts.weigh(wanted)) - 0.5, 1).tolist()


def test_it_counts_in_how_many_records_a_shingle_stands(counts):
    follow(counts, 0, come=[ONE, OTHER])
    assert counts.change == 1
    assert frequencies(counts, BOTH, 2) == [2, 2]
    follow(counts, 1, gone=[ONE])
    assert frequencies(counts, BOTH, 1) == [1, 1]


def test_what_another_process_counts_is_seen(counts, tmp_path):
    another = ShingleCounts(tmp_path / "radar")
    assert another.change == 0
    follow(counts, 0, come=[ONE])
    assert another.change == 1
    with counts.exclusive():
        counts.count_anew(7, len(ONE) + len(OTHER), [ONE, OTHER])
    assert another.change == 7
    assert frequencies(another, BOTH, 2) == [2, 2]


def test_a_change_from_another_state_than_the_counter_has_is_not_made(counts):
    follow(counts, 5, come=[ONE])
    assert counts.change == 0
    assert frequencies(counts, BOTH, 0) == frequencies(counts, BOTH, 0)


def test_what_is_cut_off_half_way_is_known_as_unfinished(counts, monkeypatch):
    def fail(*_):
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as crashing:
        crashing.setattr("wgcop.radar.shingle_counts._Mapped.add", fail)
        with pytest.raises(KeyboardInterrupt):
            follow(counts, 0, come=[ONE])
    assert counts.change == UNFINISHED
    with counts.exclusive():
        counts.count_anew(1, len(ONE), [ONE])
    assert counts.change == 1


def test_a_crowded_counter_asks_for_more_room(counts):
    many = np.arange(20_000, dtype=np.uint32)
    follow(counts, 0, come=[many])
    assert counts.change == UNFINISHED
    small = counts.size
    with counts.exclusive():
        counts.count_anew(1, len(many), [many])
    assert counts.change == 1
    assert counts.size > small


def test_without_a_file_everything_weighs_the_same(tmp_path):
    nothing = ShingleCounts(tmp_path / "nowhere")
    assert nothing.change == UNFINISHED
    assert nothing.weigh(ONE).tolist() == idf(np.zeros(len(ONE)), 0).tolist()


def test_shingles_that_fall_together_hardly_move_a_score(counts):
    """10,000 texts of 300 shingles in the most bits, against counting each shingle for itself."""
    chance = np.random.default_rng(67)
    texts = [np.unique(chance.integers(0, 2**31, 300, dtype=np.uint32)) for _ in range(10_000)]
    draft = np.unique(
        np.concatenate([texts[5][:150], chance.integers(2**31, 2**32 - 1, 150)])
    ).astype(np.uint32)
    with counts.exclusive():
        counts.count_anew(1, sum(map(len, texts)), texts)
    exact = idf(np.isin(draft, texts[5]).astype(float), len(texts))
    apart = overlap.containment(draft, exact, texts[5])
    together = overlap.containment(draft, counts.weigh(draft), texts[5])
    assert together == pytest.approx(apart, abs=0.02)
