"""The words of all titles and texts, kept in memory to find those that are spelled like a misspelt one."""

from threading import Lock

from sqlalchemy import Connection

from wgcop.search.engines.postgres import cursors
from wgcop.search.engines.spelling import SHORTEST, Lexicon

AS_WRITTEN = ("title_words", "text_words")
"""Fields that have words as they were written, without stemming."""

NEW_SEGMENTS = "SELECT number, last FROM search.segment WHERE last > %s ORDER BY last"
OF_SEGMENTS = """
SELECT DISTINCT term FROM search.posting
WHERE field = ANY(%s) AND segment = ANY(%s) AND char_length(term) BETWEEN %s AND %s
"""
AT_ONCE = 50
"""Segments that are read by one statement, which may not take longer than any of a search."""
LONGEST = 40
"""Letters of a word that anybody would misspell."""


class WrittenWords:
    """Read when they are first asked for, and after later commits those of new segments only.

    They are the words of whatever was ever in the index, also for others than the reader: what is offered to a reader is
    looked up among the records that they may see.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._lexicon = Lexicon()
        self._last = 0
        """Words of all records up to this number are known."""

    def near(self, connection: Connection, word: str) -> dict[str, int]:
        with self._lock:
            self._read_new(connection)
            return self._lexicon.near(word)

    def _read_new(self, connection: Connection) -> None:
        """Some segments at a time, so that what was read stays if the next take too long. Those that were merged of known ones are
        not read again."""
        cursor = cursors.binary(connection)
        segments = cursor.execute(NEW_SEGMENTS, (self._last,)).fetchall()
        for begin in range(0, len(segments), AT_ONCE):
            some = segments[begin : begin + AT_ONCE]
            of_some = list(AS_WRITTEN), [number for number, _ in some], SHORTEST, LONGEST
            self._lexicon.add(word for (word,) in cursor.execute(OF_SEGMENTS, of_some).fetchall())
            _, self._last = some[-1]
