"""The pages of threads and their forms."""

from flask import Blueprint

bp = Blueprint("threads", __name__)

from wgcop.threads.views import (
    chairing,
    comments,
    discussion,
    preview,
    quotes,
    releases,
    resolving,
    supports,
    texts,
    threads,
)

__all__ = [
    "bp",
    "chairing",
    "comments",
    "discussion",
    "preview",
    "quotes",
    "releases",
    "resolving",
    "supports",
    "texts",
    "threads",
]
