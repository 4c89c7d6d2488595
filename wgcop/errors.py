"""Refusals in words for the person who asked."""


class Refused(Exception):
    """The rules say no; the message says why and what to do. Becomes a 409 page."""


class Invalid(Exception):
    """What was given cannot be used as it is; the message says what was expected. Becomes a 422 page."""


class Busy(Exception):
    """All places for costly work are taken; the text says what to do. Sending it again in a while helps."""
