"""Where the words and reasons of brackets are kept, for the secretariat to redact them."""

from flask_babel import lazy_gettext as _l

from wgcop.accounts.models import Person
from wgcop.brackets.actions import tell_open_pages
from wgcop.brackets.models import Bracket, BracketAlternative, BracketChange
from wgcop.brackets.policy import can_read_brackets
from wgcop.redaction.subjects import KeptWords, RedactionSubject, sign_up


def _tell(bracket: Bracket, by: Person) -> None:
    tell_open_pages(bracket, "bracket.redacted", by=by)


BRACKET = RedactionSubject(
    "bracket",
    _l("Bracket"),
    Bracket,
    (
        # A bracket without them would no longer be found in its clause.
        KeptWords(
            "bracket-words",
            _l("The words in the bracket and around it"),
            Bracket,
            ("exact", "prefix", "suffix"),
            passages_only=True,
        ),
        KeptWords("bracket-alternatives", _l("All its alternatives"), BracketAlternative),
        KeptWords("bracket-reasons", _l("All reasons"), BracketChange),
    ),
    may_read=lambda _bracket, audiences: can_read_brackets(audiences),
    is_open=True,
    afterwards=_tell,
)

sign_up(BRACKET)
