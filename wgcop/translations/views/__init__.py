"""The pages of language versions: work on one, and those of all documents of a meeting."""

from wgcop.translations.views import languages_of_meeting, work, xliff

__all__ = ["languages_of_meeting", "work", "xliff"]
