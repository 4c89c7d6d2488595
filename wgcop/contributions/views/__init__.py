"""The pages of contributions: the list, the work on a paper, and the numbered documents."""

from flask import Blueprint

bp = Blueprint("contributions", __name__)

from wgcop.contributions.views import (
    attachments,
    bundles,
    comparisons,
    documents,
    drafters,
    drafts,
    enclosures,
    landscape,
    languages_of_meeting,
    papers,
    pictures,
    queue,
    replacement,
    rules,
    submission,
    supports,
    talk,
    translations,
    versions,
    word_files,
    writing,
)

__all__ = [
    "attachments",
    "bp",
    "bundles",
    "comparisons",
    "documents",
    "drafters",
    "drafts",
    "enclosures",
    "landscape",
    "languages_of_meeting",
    "papers",
    "pictures",
    "queue",
    "replacement",
    "rules",
    "submission",
    "supports",
    "talk",
    "translations",
    "versions",
    "word_files",
    "writing",
]
