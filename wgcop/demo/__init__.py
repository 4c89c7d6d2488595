"""A small named world to try the workspace with: written for the project, and peopled by nobody real."""

from wgcop.demo.cli import demo_command
from wgcop.demo.world import load, people

__all__ = ["demo_command", "load", "people"]
