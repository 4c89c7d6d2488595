"""The words of all titles and texts, kept in memory to find those that are spelled like a misspelt
word.
"""

from threading import Lock

from sqlalchemy import Connection

from wgcop.search_engines.postgres import cursors
from wgcop.search_engines.spelling import SHORTEST, Lexicon

AS_WRITTEN = ("title_words", "text_words")
"""The fields with words as they were written, without stemming."""

NEW_SEGMENTS = "SELECT number, last FROM search.segment WHERE last > %s ORDER BY last"
OF_SEGMENTS = """
SELECT DISTINCT term FROM search.posting
WHERE field = ANY(%s) AND segment = ANY(%s) AND char_length(term) BETWEEN %s AND %s
"""
AT_ONCE = 50
"""The number of segments that one SQL statement reads, since it may take no longer than any other
statement of a search.
"""
LONGEST = 40
"""The greatest length, in letters, of words considered for corrections."""


class WrittenWords:
    """The words of all records, read when they are first asked for; after later commits only those
    of new segments are read.

    They include words of records that are gone or that the reader may not see: suggestions are
    looked up among the records that the reader may see.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._lexicon = Lexicon()
        self._last = 0
        """The number up to which the words of all records are known."""

    def near(self, connection: Connection, word: str) -> dict[str, int]:
        with self._lock:
            self._read_new(connection)
            return self._lexicon.near(word)

    def _read_new(self, connection: Connection) -> None:
        """Read the words of new segments, some segments at a time, so that what was read stays if
        the next ones take too long. Segments merged from known ones are not read again.
        """
        cursor = cursors.binary(connection)
        segments = cursor.execute(NEW_SEGMENTS, (self._last,)).fetchall()
        for begin in range(0, len(segments), AT_ONCE):
            some = segments[begin : begin + AT_ONCE]
            of_some = list(AS_WRITTEN), [number for number, _ in some], SHORTEST, LONGEST
            self._lexicon.add(word for (word,) in cursor.execute(OF_SEGMENTS, of_some).fetchall())
            _, self._last = some[-1]
