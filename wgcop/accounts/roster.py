"""Reading a list of people to invite from any common kind of CSV, or saying what is wrong with each
line.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from wgcop.accounts import addresses, delegation_names
from wgcop.accounts.models import Delegation
from wgcop.accounts.roles import Appointment, DelegationRole, read_appointments
from wgcop.errors import Invalid
from wgcop.reading.tables import CsvTable, decode_csv

REQUIRED = ("email", "name", "delegation", "role")
OPTIONAL = ("group_roles",)
LARGEST = 256 * 1024
MOST = 1000
LONGEST_ROLES = 400
LONGEST_SCOPE = 150
MOST_SUGGESTED = 20


@dataclass(frozen=True)
class RosterLine:
    number: int
    email: str
    name: str
    delegation: Delegation | None
    role: DelegationRole
    offices: tuple[Appointment, ...]


@dataclass(frozen=True)
class Problem:
    """What is wrong with the list. `number` is the line as an editor shows it, or 0 for the whole
    list.
    """

    number: int
    reason: str


@dataclass(frozen=True)
class Roster:
    lines: tuple[RosterLine, ...]
    problems: tuple[Problem, ...]


class DelegationLookup:
    """Finds delegations for a list. It looks up each spelling once, and suggests similar names only
    for the first few unknown ones.
    """

    def __init__(self, delegations: Sequence[Delegation]) -> None:
        self._delegations = delegations
        self._delegations_by_spelling: dict[str, Delegation | None] = {}
        self._near: dict[str, list[str]] = {}

    def find(self, typed: str) -> Delegation | None:
        if typed not in self._delegations_by_spelling:
            self._delegations_by_spelling[typed] = delegation_names.find(typed, self._delegations)
        return self._delegations_by_spelling[typed]

    def near(self, typed: str) -> list[str]:
        if typed not in self._near and len(self._near) < MOST_SUGGESTED:
            self._near[typed] = delegation_names.near(typed, self._delegations)
        return self._near.get(typed, [])


def decode(content: bytes) -> str:
    """Return the text of an uploaded file. Its kind is judged by its content, not by its name."""
    if len(content) > LARGEST:
        raise Invalid(_("The file is larger than 256 KB. Split the list into several files."))
    text = decode_csv(content)
    if any(letter < " " and letter not in "\t\r\n" for letter in text):
        raise Invalid(
            _("This is not a text file. Save the list as “CSV UTF-8” and choose that file.")
        )
    return text


def parse(text: str, delegations: Sequence[Delegation]) -> Roster:
    """Read every line, so that all problems are reported at once. If there are any, no lines are
    returned.
    """
    lines: list[RosterLine] = []
    problems: list[Problem] = []
    seen: dict[tuple[str, str], int] = {}
    lookup = DelegationLookup(delegations)
    try:
        table = CsvTable(text)
        _check_header(table.columns)
        for count, row in enumerate(table, start=1):
            if count > MOST:
                problems.append(
                    Problem(0, _("A list can have at most %(n)d people. Split it.", n=MOST))
                )
                break
            number = row.first_line
            cells = {name: cell.strip() for name, cell in row.cells.items()}
            problems_here = _problems(cells, row.surplus, lookup)
            if not problems_here:
                line = _line(number, cells, lookup)
                key = (line.email, line.delegation.code if line.delegation else "")
                if key in seen:
                    problems_here.append(
                        _("this person and delegation are already on line %(n)d", n=seen[key])
                    )
                seen.setdefault(key, number)
                lines.append(line)
            problems.extend(Problem(number, reason) for reason in problems_here)
    except Invalid as error:
        return Roster((), (Problem(0, str(error)),))
    if not lines and not problems:
        problems.append(Problem(0, _("The list is empty.")))
    return Roster(() if problems else tuple(lines), tuple(problems))


def _check_header(names: list[str]) -> None:
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        raise Invalid(
            _(
                "The first line must contain the column names email, name, delegation, role and, if "
                "you need it, group_roles. Missing: %(names)s.",
                names=", ".join(missing),
            )
        )
    unknown = [name for name in names if name and name not in (*REQUIRED, *OPTIONAL)]
    if unknown or len(set(names)) < len(names):
        raise Invalid(
            _(
                "The first line may contain the column names email, name, delegation, role and "
                "group_roles, each once. Not understood: %(names)s.",
                names=", ".join(unknown or names),
            )
        )


def _problems(row: dict[str, str], surplus: Sequence[str], lookup: DelegationLookup) -> list[str]:
    problems: list[str] = []
    email, name, delegation = (row.get(key, "") for key in ("email", "name", "delegation"))
    if surplus:
        text = ", ".join(surplus)
        problems.append(_("too many columns: “%(text)s” is after the last one", text=text))
    if not email:
        problems.append(_("the e-mail address is missing"))
    elif not addresses.is_plausible(email):
        problems.append(_("“%(email)s” is not an e-mail address", email=email))
    if len(name) > 200:
        problems.append(_("the name is longer than 200 characters"))
    if len(delegation) > 200:
        problems.append(_("the delegation’s name is longer than 200 characters"))
    elif delegation and lookup.find(delegation) is None:
        problems.append(_unknown_delegation(delegation, lookup))
    if row.get("role", "") and row["role"].lower() not in set(DelegationRole):
        problems.append(
            _("“%(role)s” is not a role in a delegation: write head or member", role=row["role"])
        )
    if not delegation and not row.get("group_roles"):
        problems.append(_("there is neither a delegation nor a role in the group"))
    return problems + _problems_of_roles(row.get("group_roles", ""))


def _problems_of_roles(typed: str) -> list[str]:
    if len(typed) > LONGEST_ROLES:
        return [_("the roles in the group are longer than %(n)d characters", n=LONGEST_ROLES)]
    try:
        offices = read_appointments(typed)
    except Invalid as error:
        return [str(error)]
    if any(len(office.scope) > LONGEST_SCOPE for office in offices):
        return [_("what a role is for is longer than %(n)d characters", n=LONGEST_SCOPE)]
    return []


def _unknown_delegation(typed: str, lookup: DelegationLookup) -> str:
    near = lookup.near(typed)
    if near:
        return _(
            "there is no delegation “%(name)s”; similar names: %(near)s",
            name=typed,
            near=", ".join(near),
        )
    return _("there is no delegation “%(name)s”", name=typed)


def _line(number: int, row: dict[str, str], lookup: DelegationLookup) -> RosterLine:
    delegation = row.get("delegation", "")
    return RosterLine(
        number=number,
        email=addresses.normal(row["email"]),
        name=row.get("name", ""),
        delegation=lookup.find(delegation) if delegation else None,
        role=DelegationRole(row.get("role", "").lower() or "member"),
        offices=read_appointments(row.get("group_roles", "")),
    )
