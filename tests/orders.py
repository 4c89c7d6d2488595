"""Other orders than the usual one, so that a test that leans on another before it is found out.

`--order random` mixes modules, and the tests of each, by a seed that the run prints; `--order random:7` does so again by the same
one. `--order reversed` begins with the last test.
"""

import random
from itertools import groupby

import pytest

REVERSED, RANDOM = "reversed", "random"


def add_option(parser: pytest.Parser) -> None:
    parser.addoption("--order", default="", help="reversed, random, or random:SEED")


def settle(config: pytest.Config) -> None:
    """Chooses the seed, before workers are told of the options: all of them have to mix alike."""
    if config.option.order == RANDOM:
        config.option.order = f"{RANDOM}:{random.randrange(10_000)}"
    kind, _, seed = config.option.order.partition(":")
    if kind not in ("", RANDOM, REVERSED) or bool(seed) != (kind == RANDOM):
        raise pytest.UsageError(f"--order knows no '{config.option.order}'.")


def told(config: pytest.Config) -> list[str]:
    return [f"In another order: --order {config.option.order}"] if config.option.order else []


def in_order(items: list[pytest.Item], order: str) -> list[pytest.Item]:
    """A module stays in one piece: what it sets up for all of its tests is set up once."""
    if order == REVERSED:
        return items[::-1]
    if not order:
        return items
    by_lot = random.Random(order)
    modules = [list(tests) for _, tests in groupby(items, key=lambda item: item.path)]
    by_lot.shuffle(modules)
    for tests in modules:
        by_lot.shuffle(tests)
    return [test for tests in modules for test in tests]
