"""What the shell of whoever runs the tests says of their workspace is not said of the tests': its settings, zone and language."""

import importlib
import os
import re
from pathlib import Path

import config

NAMES = frozenset(
    re.findall(
        r'\b(?:environ\.get|number|switch)\(\s*"([A-Z_]+)"', Path(config.__file__).read_text()
    )
)
"""The settings that the workspace takes from its environment."""


def forget() -> None:
    """Here, and for the processes that tests start."""
    for name in {*NAMES, *config.settings_read}:
        os.environ.pop(name, None)
    os.environ |= {"TZ": "UTC", "LC_ALL": "C.UTF-8"}
    importlib.reload(config)
