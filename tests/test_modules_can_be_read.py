"""Every module of the workspace can be read, also those that only a command or a server calls for."""

import pkgutil
from importlib import import_module

import wgcop


def test_every_module_can_be_read():
    names = [one.name for one in pkgutil.walk_packages(wgcop.__path__, "wgcop.")]
    assert len(names) > 500
    for name in names:
        assert import_module(name).__name__ == name
