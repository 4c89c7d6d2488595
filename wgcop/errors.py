"""Refusals, worded for the person who asked."""


class Refused(Exception):
    """The rules say no; the message says why and what to do. It becomes a 409 page."""


class Outdated(Refused):
    """Somebody else changed the thing while this person was writing. Pages show the form again with
    what was typed.
    """


class Invalid(Exception):
    """The input cannot be used as it is; the message says what was expected. It becomes a 422 page."""


class Busy(Exception):
    """Too much costly work is going on, and trying again later helps; the message says what to do.
    It becomes a 503 page.
    """


class Away(Busy):
    """Something outside this process does not answer. Trying again later helps."""
