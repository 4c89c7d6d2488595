"""Of what a landscape can be shown: a feature above this one signs up for what is its own."""

from collections.abc import Callable

from wgcop.priorwork.landscape.works import LandscapeSubject

Subject = Callable[[int], LandscapeSubject]

_subjects: dict[str, Subject] = {}


def has_landscape(name: str) -> Callable[[Subject], Subject]:
    """Answers `/landscape?<name>=<id>`."""

    def register(subject: Subject) -> Subject:
        _subjects[name] = subject
        return subject

    return register


def registered_subjects() -> dict[str, Subject]:
    return dict(_subjects)
