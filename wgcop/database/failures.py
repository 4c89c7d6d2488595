"""The classification of database errors: temporary ones, and those of a copy."""

import errno

from sqlalchemy import Engine, event
from sqlalchemy.engine.interfaces import ExceptionContext
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoneFree

OF_THE_MOMENT = (
    *("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN"),
    # PostgreSQL: connections, conflicting transactions, resources such as disk space, shutdowns.
    *("08", "40", "53", "55P03", "57P"),
)
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


def is_of_the_moment(error: BaseException) -> bool:
    """Return whether the same request may succeed later: something is locked, unreachable or full,
    and nothing is wrong with the request.
    """
    if isinstance(error, DBAPIError):
        code = getattr(error.orig, "sqlite_errorname", None) or getattr(
            error.orig, "sqlstate", None
        )
        if code is None:  # the server could not even be asked
            return isinstance(error, OperationalError)
        return str(code).startswith(OF_THE_MOMENT)
    return isinstance(error, NoneFree) or (isinstance(error, OSError) and error.errno in NO_ROOM)


READ_ONLY = "25006"
"""PostgreSQL's code for an attempt to write to a copy."""


class CopyFailed(Exception):
    """Raised when the copy did not answer, or was asked to write. `wgcop.web.reading_from_copy` then answers from
    the database itself.
    """


def tell_of_failures(copy: Engine) -> None:
    """Turn errors of the copy into `CopyFailed`, which no page mistakes for an error of its own."""
    event.listen(copy, "handle_error", _tell_of_failure)


def _tell_of_failure(failure: ExceptionContext) -> None:
    error = failure.sqlalchemy_exception or failure.original_exception
    state = str(getattr(failure.original_exception, "sqlstate", None) or "")
    if failure.is_disconnect or state == READ_ONLY or is_of_the_moment(error):
        raise CopyFailed(state or type(error).__name__) from failure.original_exception
