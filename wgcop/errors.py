"""Refusals, worded for the person who asked."""


class Refused(Exception):
    """Raised when a rule forbids the request; the message explains why and what to do. It becomes a
    409 page.
    """


class Outdated(Refused):
    """Raised when somebody else changed the thing while this person was writing. Pages show the
    form again with what was typed.
    """


class Invalid(Exception):
    """Raised when the input cannot be used as it is; the message tells what was expected. It
    becomes a 422 page.
    """


class Busy(Exception):
    """Raised when too much costly work is being done, and trying again later helps; the message
    says what to do. It becomes a 503 page.
    """


class Away(Busy):
    """Raised when something outside this process does not answer. Trying again later helps."""
