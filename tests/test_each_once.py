"""The same as numpy gives, which takes longer."""

import numpy as np
import pytest

from wgcop.each_once import counted, each_once

HASHES = np.random.default_rng(67).integers(0, 2**32, 400, dtype=np.uint32)


@pytest.mark.parametrize(
    "numbers",
    [HASHES, np.sort(HASHES), np.tile(HASHES, 3), HASHES[:1], HASHES[:0], HASHES.astype(np.int64) - 2**31],
    ids=["mixed", "in order", "repeated", "one", "none", "negative"],
)  # fmt: skip
def test_numbers_are_given_in_order_and_each_once_with_how_often_it_is_there(
    numbers: np.ndarray,
) -> None:
    values, counts = np.unique(numbers, return_counts=True)
    assert each_once(numbers).tolist() == values.tolist()
    assert each_once(numbers).dtype == numbers.dtype
    once, times = counted(numbers)
    assert (once.tolist(), times.tolist()) == (values.tolist(), counts.tolist())
