"""The pages of threads, and what is posted to them."""

from wgcop.threads.views import (
    chairing,
    comments,
    discussion,
    preview,
    quotes,
    releases,
    supports,
)
from wgcop.threads.views.blueprint import bp

__all__ = [
    "bp",
    "chairing",
    "comments",
    "discussion",
    "preview",
    "quotes",
    "releases",
    "supports",
]
