"""Other orders of the tests: nothing is left out, a module stays in one piece, and a seed gives the same order again."""

from itertools import groupby
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.orders import in_order, settle

ITEMS = [
    SimpleNamespace(path=Path(f"test_{module}.py"), name=f"{module}{n}")
    for module in "abcd"
    for n in range(5)
]


def names(order):
    return [item.name for item in in_order(ITEMS, order)]


def config(order):
    made = SimpleNamespace(option=SimpleNamespace(order=order))
    settle(made)
    return made.option.order


def test_modules_and_their_tests_are_mixed_by_the_seed():
    usual, mixed = names(""), names("random:7")
    assert sorted(mixed) == sorted(usual) == usual
    assert mixed == names("random:7") != names("random:8")
    modules = [module for module, _ in groupby(mixed, key=lambda name: name[0])]
    assert sorted(modules) == list("abcd") != modules
    assert [name for name in mixed if name[0] == "a"] != usual[:5]


def test_reversed_begins_with_the_last():
    assert names("reversed") == names("")[::-1]


def test_a_seed_is_chosen_where_none_is_given_and_any_other_word_is_refused():
    assert config("random:12") == "random:12"
    assert config("random").startswith("random:")
    assert (config("reversed"), config("")) == ("reversed", "")
    for wrong in ("sorted", "reversed:1", "random:"):
        with pytest.raises(pytest.UsageError):
            config(wrong)
