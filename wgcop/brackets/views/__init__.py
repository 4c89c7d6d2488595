"""The views of brackets."""

from wgcop.brackets.views import acts, bracket, clause, course, packages, text
from wgcop.brackets.views.blueprint import bp

__all__ = ["acts", "bp", "bracket", "clause", "course", "packages", "text"]
