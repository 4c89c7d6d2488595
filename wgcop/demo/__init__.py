"""A small invented world to try the workspace with. Nobody in it is real."""

from wgcop.demo.cli import demo_command
from wgcop.demo.world import load, people

__all__ = ["demo_command", "load", "people"]
