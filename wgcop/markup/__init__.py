"""Typed text in a small and safe subset of Markdown: its signs, its letters and its HTML."""

from wgcop.markup.comments import LONGEST_FORMATTED, excerpt, parsed, plain, render, shortened
from wgcop.markup.letters import bare_urls, clean, has_visible, is_safe_url, unseen

__all__ = [
    "LONGEST_FORMATTED",
    "bare_urls",
    "clean",
    "excerpt",
    "has_visible",
    "is_safe_url",
    "parsed",
    "plain",
    "render",
    "shortened",
    "unseen",
]
