"""Changes what a corrigendum says that it corrects."""

from flask_babel import gettext as _

from wgcop.accounts.models import Person
from wgcop.contributions.announcements import tell_drafters
from wgcop.contributions.locks import lock
from wgcop.contributions.models import Contribution
from wgcop.errors import Refused
from wgcop.numbering.kinds import Attachment


def say_what_it_corrects(corrigendum: Contribution, corrects: str, *, by: Person) -> None:
    lock(corrigendum)
    draft = corrigendum.draft if corrigendum.is_being_written else None
    if corrigendum.attachment != Attachment.CORRIGENDUM or draft is None:
        raise Refused(_("Only the draft of a corrigendum has a text on what it corrects."))
    draft.corrects = corrects.strip()
    draft.ask_again()
    tell_drafters(corrigendum, "draft.saved", by=by)
