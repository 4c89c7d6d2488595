"""The secret address where a member's calendar program reads what that member may see."""

from wgcop.accounts.secret_addresses import SecretAddress


class CalendarAddress(SecretAddress):
    """The secret address of the calendar of one member."""

    __tablename__ = "calendar_address"
