"""The assertions of all test modules, rewritten on all processors before a run collects the tests. pytest does it as it imports a
module, one after the other, and keeps it; that was two thirds of the time until the first test.
"""

import contextlib
import os
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import NoReturn

import pytest
from _pytest.assertion.rewrite import (
    PYC_TAIL,
    _read_pyc,
    _rewrite_test,
    _write_pyc,
    get_cache_dir,
)

HERE = Path(__file__).parent


def rewrite_together(config: pytest.Config) -> None:
    if not config.getoption("workers", None) or sys.dont_write_bytecode:
        return
    missing = [file for file in modules() if _read_pyc(file, place_of(file)) is None]
    processors = os.cpu_count() or 1
    if len(missing) < 20:
        return
    at_work = []
    for part in range(processors):
        process = os.fork()
        if process == 0:
            rewrite(missing[part::processors], config)
        at_work.append(process)
    for process in at_work:
        os.waitpid(process, 0)


def modules() -> list[Path]:
    return [*HERE.rglob("test_*.py"), *HERE.rglob("conftest.py")]


def place_of(file: Path) -> Path:
    return get_cache_dir(file) / f"{file.stem}{PYC_TAIL}"


def rewrite(files: list[Path], config: pytest.Config) -> NoReturn:
    """Whatever is wrong with a module is told where it is imported."""
    state = SimpleNamespace(trace=lambda _: None)
    for file in files:
        with contextlib.suppress(Exception):
            source_hash, code = _rewrite_test(file, config)
            place = place_of(file)
            place.parent.mkdir(exist_ok=True)
            _write_pyc(state, code, source_hash, place)  # type: ignore[arg-type]
    os._exit(0)
