"""The views of participants."""

from wgcop.registration.views import listing, registrations

__all__ = [
    "listing",
    "registrations",
]
