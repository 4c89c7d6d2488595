"""The sentences that scripts show, so that they are translated like all others."""

from functools import lru_cache
from typing import Any

from flask_babel import get_translations, pgettext
from flask_babel import gettext as _

MOST_CATALOGUES = 8


def words() -> dict[str, str]:
    """Return the sentences by their names. Scripts fill in the `{placeholders}`."""
    return _words(get_translations())


@lru_cache(maxsize=MOST_CATALOGUES)
def _words(_catalogue: Any) -> dict[str, str]:
    return {
        "also-changed": _("{who} has changed this too. They saved:"),
        "autosaved": _("Saved"),
        "autosaving": _("Saving …"),
        "back": _("Connected again."),
        "change-at": _("Change {at} of {count}"),
        "choose": _("{count} names. Choose with the arrow keys and Enter."),
        "cut-off": _("The connection is lost. Trying again. What you write is kept."),
        "heard": _("New comment: {who}"),
        "reconnecting": _("Reconnecting. What you write is kept."),
        "merging-ended": _(
            "The chair’s text has ended. What you typed is still here; copy it if you need it."
        ),
        "merging-same": _(
            "Somebody else changed the same words while you were typing. What you typed is still here."
        ),
        "new": _("{count} new"),
        "new-calling": _("{count} new, {calling} addressed to you"),
        "not-autosaved": _("Not saved yet. It is kept in this browser."),
        "not-joined": _("Not saved yet: choose between what you typed and what they saved."),
        "not-sent": _("This could not be sent. Check the connection and try again."),
        "quoted": _("The quoted words are now in your comment: {words}"),
        "readers-few": _("your delegation only"),
        "readers-gone": _(
            "These words were written for: {readers}. You cannot choose them now. Choose who may "
            "read the words before you send them."
        ),
        "readers-narrow": _(
            "The choice of who may read these words was not saved. “Your delegation only” is "
            "chosen. Check this before you send them."
        ),
        "readers-unknown": _(
            "The readers of these words were not saved. Choose who may read them before you send "
            "them."
        ),
        "reply": _("Your reply"),
        "reply-to": _("Reply to {who}"),
        "saying-much": _(
            "You have sent many comments in a short time. This one is kept and will be sent "
            "automatically in {minutes} min."
        ),
        "sending": _("Sending …"),
        "signed-out": _(
            "Not sent: you are signed out in this browser. Your words wait here. Sign in in another tab, and they are sent."
        ),
        "something-new": _("new comments"),
        "still-required": _("{count} still required"),
        "support": pgettext("button", "Support"),
        "support-again": _("Support as reworded"),
        "supported": _("Supported"),
        "unreached": _("The server could not be reached. Check the connection and try again."),
        "trying": _("No connection. Trying again (attempt {count}). What you write is kept."),
        "present": _("{count} here:"),
        "types": _("{who} is writing …"),
        "waiting": _(
            "Waiting for the connection. It will be sent once, when the connection is back."
        ),
    }
