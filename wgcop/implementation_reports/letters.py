"""Letters to those who follow a report on implementation, when it or a revision of it was adopted."""

from wgcop.accounts.models import Person
from wgcop.following.queries import followers_of
from wgcop.implementation_reports.models import AdoptedCopy
from wgcop.letters import write_to_each


def write_adopted(copy: AdoptedCopy, *, by: Person) -> None:
    """Write to all followers of the report except `by`, in their languages."""
    people = [person for person in followers_of(copy.report.topic) if person.id != by.id]
    write_to_each(people, "implementation/report_adopted", copy=copy)
