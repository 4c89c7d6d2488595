"""The version of the workspace, read from `pyproject.toml`, the only place that states it."""

import tomllib
from functools import cache
from importlib.metadata import version as installed

from config import ROOT


@cache
def version() -> str:
    """Return the version. A repository is consulted first, since an installation from it may be
    older.
    """
    project = ROOT / "pyproject.toml"
    if project.is_file():
        return str(tomllib.loads(project.read_text("utf-8"))["project"]["version"])
    return installed("wgcop")
