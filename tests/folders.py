"""Where a test stands, and what follows from it.

`tests/` has the folders of `wgcop/`, and `tests/rest/` has them once more, for what is slow and seldom touched: setting up,
deploying, keeping and upgrading a workspace, several machines or processes that serve one, a store of files elsewhere, LibreOffice,
and in a browser the registry, implementation, prior work, and what few people do with a text.
`make test` leaves these out, and `make test-all` runs them after all others.
"""

from functools import cache
from pathlib import Path

import pytest

HERE = Path(__file__).parent
REST = HERE / "rest"


@cache  # there are few modules, and many tests
def folder_of(path: Path) -> str:
    """The folder below `tests/`, or below `tests/rest/`; of a module that stands in neither, its own name."""
    return path.relative_to(REST if REST in path.parents else HERE).parts[0]


@cache
def is_rest(path: Path) -> bool:
    return REST in path.parents


def mark_rest(items: list[pytest.Item]) -> None:
    for item in items:
        if is_rest(item.path):
            item.add_marker(pytest.mark.rest)
