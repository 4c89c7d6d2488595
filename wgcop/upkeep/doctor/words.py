"""Checks the words that an office put right: those that would break a page are not used, and those
that the workspace no longer says do nothing.
"""

from collections.abc import Iterator

from wgcop.health.diagnosis import Diagnosis, ok, warning
from wgcop.i18n import refused_words, words_put_right
from wgcop.upkeep.doctor.examination import Examination

SHOWN = 3
SEPARATOR = "\x04"
"""Stands between the context and the text in the key of a message."""


def words_of_office(examined: Examination) -> Iterator[Diagnosis]:
    count, stale = 0, False
    for text in refused_words(examined.app):
        stale = True
        yield warning(
            "words",
            f"In the folder of data, {text}.",
            "The text of the workspace is shown instead. Put it right and start again.",
        )
    for language, used, unused in words_put_right(examined.app):
        count += used
        if unused:
            stale = True
            some = ", ".join(f"“{each.rpartition(SEPARATOR)[2]}”" for each in unused[:SHOWN])
            yield warning(
                "words",
                f"catalogues/{language}.po in the folder of data has {len(unused)} that the workspace does not say, such as {some}.",
                "Copy the English, and its msgctxt if it has one, from the catalogue of this version, or take them out.",
            )
    if not stale:
        yield ok(
            "words",
            f"{count} are put right by this office." if count else "Those of the workspace.",
        )
