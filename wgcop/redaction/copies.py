"""The rows that belong to no redactable thing and may repeat the text of one: letters, and the
titles of topics.
"""

from flask_babel import lazy_gettext as _l

from wgcop.events.models import Topic
from wgcop.mail import Message
from wgcop.redaction.subjects import KeptWords, sign_up_copies

sign_up_copies(
    KeptWords("letter", _l("E-mails that quote it"), Message, letters=True),
    KeptWords("topic", _l("Titles in news and in what people follow"), Topic, follow=True),
)
