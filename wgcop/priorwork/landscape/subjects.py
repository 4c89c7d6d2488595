"""Registers the subjects of landscapes: features in higher layers register their own."""

from collections.abc import Callable

from wgcop.priorwork.landscape.works import LandscapeSubject

Subject = Callable[[int], LandscapeSubject]

_subjects: dict[str, Subject] = {}


def has_landscape(name: str) -> Callable[[Subject], Subject]:
    """Register a function for `/landscape?<name>=<id>`, which returns the subject with this id."""

    def register(subject: Subject) -> Subject:
        _subjects[name] = subject
        return subject

    return register


def registered_subjects() -> dict[str, Subject]:
    return dict(_subjects)
