"""The words of all titles and texts, kept in memory to find those that are spelled like a misspelt one."""

from threading import Lock

from sqlalchemy import Connection

from wgcop.search.engines.spelling import Lexicon

AS_WRITTEN = ("title_words", "text_words")
"""Fields that have words as they were written, without stemming."""

NEW_SEGMENTS = "SELECT number, last FROM search.segment WHERE last > %s ORDER BY last"
OF_SEGMENT = "SELECT term FROM search.posting WHERE segment = %s AND field = ANY(%s)"


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
        """Segment by segment, so that what was read stays if the next one takes too long. Those that were merged of known ones are
        not read again."""
        for segment, last in connection.exec_driver_sql(NEW_SEGMENTS, (self._last,)).all():
            words = connection.exec_driver_sql(OF_SEGMENT, (segment, list(AS_WRITTEN)))
            self._lexicon.add(words.scalars())
            self._last = last
