"""Names the place that holds drafts that came by e-mail, for redaction."""

from flask_babel import lazy_gettext as _l

from wgcop.correspondence.models import MailedDraft
from wgcop.redaction.subjects import KeptWords, sign_up_copies

sign_up_copies(KeptWords("mailed", _l("Comments that came by e-mail and wait"), MailedDraft))
