"""Where the words of packages are kept, for the secretariat to redact them."""

from flask_babel import lazy_gettext as _l

from wgcop.accounts.models import Person
from wgcop.brackets.packages.models import BracketPackage
from wgcop.brackets.packages.telling import tell_clauses
from wgcop.brackets.policy import can_read_brackets
from wgcop.redaction.subjects import KeptWords, RedactionSubject, sign_up


def _tell(package: BracketPackage, by: Person) -> None:
    tell_clauses(package, "package.redacted", by=by)


PACKAGE = RedactionSubject(
    "package",
    _l("Package"),
    BracketPackage,
    (
        KeptWords("package-words", _l("What it says"), BracketPackage, ("words",)),
        KeptWords("package-end", _l("Why it was dissolved"), BracketPackage, ("why_dissolved",)),
    ),
    may_read=lambda _package, audiences: can_read_brackets(audiences),
    afterwards=_tell,
)

sign_up(PACKAGE)
