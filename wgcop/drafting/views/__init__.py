"""The pages of papers on their way to a number: lists, drafts, submission, and the queue of the secretariat."""

from wgcop.drafting.views import (
    corrections,
    drafters,
    drafts,
    enclosures,
    landscape,
    papers,
    queue,
    replacement,
    submission,
    talk,
    versions,
    word_files,
    writing,
)

__all__ = [
    "corrections",
    "drafters",
    "drafts",
    "enclosures",
    "landscape",
    "papers",
    "queue",
    "replacement",
    "submission",
    "talk",
    "versions",
    "word_files",
    "writing",
]
