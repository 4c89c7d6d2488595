"""Several writers do things by chance in one draft: in the end all have the same text, and the server has it too."""

import os

import pytest

from tests.contributions.writing.clients import all_have_what_is_stored
from tests.databases import IS_LONG

SEEDS = range(1, 31) if IS_LONG else (1,)
if chosen := os.environ.get("SEEDS"):
    SEEDS = [int(seed) for seed in chosen.split()]
ROUNDS = int(os.environ.get("ROUNDS", 450 if IS_LONG else 90))


@pytest.mark.long
@pytest.mark.parametrize("seed", SEEDS)
def test_all_writers_end_with_the_text_that_is_stored(app, trial, seed):
    with trial(seed, ROUNDS) as writers:
        seen = writers.finish()
    assert all_have_what_is_stored(app, trial.address, seen) > ROUNDS
    assert sum(one["reopened"] for one in seen) == 0


@pytest.mark.parametrize("processes", [2])
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
@pytest.mark.parametrize("seed", SEEDS)
def test_it_is_so_over_two_processes_and_redis(app, trial, seed):
    with trial(seed, ROUNDS) as writers:
        all_have_what_is_stored(app, trial.address, writers.finish())
