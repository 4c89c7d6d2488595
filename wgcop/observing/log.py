"""The log: one line for each event, as JSON or, on a terminal, as text. It never holds the text of
a delegation.

The message of an error may quote what somebody wrote: PostgreSQL repeats the row that it refused.
So the log has only the class of an error, its codes and the places in the code that it passed. A
library's message is logged without the values inserted into it.
"""

import logging
import re
import sqlite3
import sys
import threading
from collections.abc import Iterator, MutableMapping
from types import TracebackType
from typing import Any, TextIO

import structlog

CODES = ("sqlite_errorname", "sqlstate", "errno", "smtp_code", "code")
CODE = re.compile(r"[A-Za-z0-9_.,-]{1,120}")
SQLITE_CONSTRAINT = re.compile(
    r"(?:UNIQUE|NOT NULL|FOREIGN KEY|CHECK) constraint failed(?:: ([\w., ]+))?"
)
SIGNAL = re.compile(r"SIG[A-Z]+")
PLACE_FOR_A_VALUE = re.compile(r"%(?:\(\w+\))?[-#0 +]*\d*(?:\.\d+)?[a-zA-Z]")
END_OF_WHAT_IS_SAID = re.compile(r"[:'\"“«]")
LONGEST_CHAIN = 10


def configure(to: TextIO | None = None) -> None:
    file = to or sys.stderr
    renderer: Any = (
        structlog.dev.ConsoleRenderer() if file.isatty() else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            without_words,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(file=file),
        cache_logger_on_first_use=False,
    )


def keep_in(file: TextIO) -> None:
    """Write all lines to the file, and warnings and errors to the screen as well, for servers that
    are started on a terminal.
    """
    settings = structlog.get_config()
    *processors, renderer = settings["processors"]
    structlog.configure(
        processors=processors,
        logger_factory=lambda *_: InTwoPlaces(structlog.PrintLogger(file), renderer),
    )


class InTwoPlaces:
    """A logger with one method for each level, called with the finished event."""

    def __init__(self, kept: structlog.PrintLogger, to_screen: Any) -> None:
        self._kept = kept
        self._to_screen = to_screen
        self._screen = structlog.PrintLogger(sys.stderr)

    def info(self, **event: Any) -> None:
        self._kept.info(str(structlog.processors.JSONRenderer()(None, "", event)))

    def warning(self, **event: Any) -> None:
        self.info(**event)
        self._screen.warning(str(self._to_screen(None, "", event)))

    debug = info
    error = critical = exception = warning


def be_quiet() -> None:
    """Silence the log, for commands that report what they find themselves."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))


def take_over() -> None:
    """Route the log messages of libraries, and the errors that end threads, through our log from
    now on. Serving processes call it.
    """
    for logger in logging.root.manager.loggerDict.values():
        if isinstance(logger, logging.Logger):
            logger.handlers.clear()
            logger.propagate = True
    logging.root.handlers = [FromLibraries()]
    logging.root.setLevel(logging.WARNING)
    threading.excepthook = _thread_ended


def told(error: BaseException) -> str:
    """Describe an error without its message, by its class and codes, such as `IntegrityError 23505
    uq_person_email`.
    """
    cause = getattr(error, "orig", None) or error  # SQLAlchemy keeps the driver's error there
    codes = [getattr(cause, name, None) for name in CODES]
    codes += [getattr(getattr(cause, "diag", None), "constraint_name", None)]
    if isinstance(cause, sqlite3.Error):
        constraint = SQLITE_CONSTRAINT.fullmatch(str(cause))
        codes.append(constraint[1].replace(" ", "") if constraint and constraint[1] else None)
    known = [str(code) for code in codes if isinstance(code, int | str)]
    names = dict.fromkeys((type(error).__name__, type(cause).__name__))
    return " ".join([*names, *filter(CODE.fullmatch, known)])


def trace(error: BaseException) -> str:
    """Return the places that an error passed, preceded by those of its causes."""
    lines: list[str] = []
    for each in reversed(list(_chain(error))):
        lines += [*_places(each.__traceback__), told(each)]
        if isinstance(each, BaseExceptionGroup):
            lines += [f"  {told(part)}" for part in each.exceptions]
    return "\n".join(lines)


def without_words(_: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    given = event.pop("exc_info", None)
    error = given[1] if isinstance(given, tuple) else given
    if error is True:
        error = sys.exc_info()[1]
    if isinstance(error, BaseException):
        event["exception"] = trace(error)
    for name, value in event.items():
        if isinstance(value, BaseException):
            event[name] = told(value)
    return event


class FromLibraries(logging.Handler):
    """A handler that writes the `logging` messages of libraries as lines of our log."""

    def emit(self, record: logging.LogRecord) -> None:
        structlog.get_logger(record.name).log(
            record.levelno,
            "from_library",
            library=record.name,
            says=says(record),
            at=f"{record.module}:{record.lineno}",
            exc_info=record.exc_info,
        )


def says(record: logging.LogRecord) -> str:
    """Return the sentence as the library's code has it. Of the values put into it, only numbers and
    names of signals are kept.
    """
    sentence = str(record.msg)
    if not record.args:  # the values may have been put into the sentence already
        return END_OF_WHAT_IS_SAID.split(sentence)[0][:120]
    if not isinstance(record.args, tuple):
        return sentence
    values = iter(record.args)
    return PLACE_FOR_A_VALUE.sub(lambda _: _harmless(next(values, None)), sentence)


def _harmless(value: object) -> str:
    if isinstance(value, int | float):
        return str(value)
    signal = SIGNAL.match(str(value))
    return signal[0] if signal else "…"


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    for _ in range(LONGEST_CHAIN):
        if error is None:
            return
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _places(traceback: TracebackType | None) -> Iterator[str]:
    while traceback is not None:
        code = traceback.tb_frame.f_code
        yield f"{code.co_filename}:{traceback.tb_lineno} in {code.co_name}"
        traceback = traceback.tb_next


def _thread_ended(ended: threading.ExceptHookArgs) -> None:
    if ended.exc_type is SystemExit:
        return
    structlog.get_logger(__name__).error(
        "thread_ended", thread=ended.thread.name if ended.thread else "", exc_info=ended.exc_value
    )
