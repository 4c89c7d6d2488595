"""Limits of the process that reads files."""

import sys

import pytest

from wgcop.reading import sandbox as reading


@pytest.fixture
def limits(monkeypatch):
    """`limits(MOST_SECONDS=0)`: the process limits itself so."""

    def limit(**values: int) -> None:
        begin = "from wgcop.reading import __main__ as process; "
        begin += "".join(f"process.{name} = {value}; " for name, value in values.items())
        monkeypatch.setattr(reading, "_READER", (sys.executable, "-c", begin + "process.main()"))

    return limit
