"""The pages of threads, and what is posted to them."""

from flask import Blueprint

bp = Blueprint("threads", __name__)

from wgcop.threads.views import (
    chairing,
    comments,
    discussion,
    preview,
    quotes,
    releases,
    supports,
    texts,
)

__all__ = [
    "bp",
    "chairing",
    "comments",
    "discussion",
    "preview",
    "quotes",
    "releases",
    "supports",
    "texts",
]
