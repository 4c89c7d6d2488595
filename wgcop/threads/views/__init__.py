"""The pages of threads and their forms."""

from wgcop.threads.views import (
    comments,
    preview,
    quotes,
    releases,
    resolving,
    supports,
    texts,
    threads,
    translation,
)
from wgcop.threads.views.blueprint import bp

__all__ = [
    "bp",
    "comments",
    "preview",
    "quotes",
    "releases",
    "resolving",
    "supports",
    "texts",
    "threads",
    "translation",
]
