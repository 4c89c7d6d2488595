"""The sentences that scripts show, so that they are translated like all others."""

from flask_babel import gettext as _


def words() -> dict[str, str]:
    """The script fills in the `{placeholders}`."""
    return {
        "back": _("Connected again."),
        "choose": _("{count} names. Choose with the arrow keys and Enter."),
        "cut-off": _("The connection is lost. Trying again; what you write is kept."),
        "heard": _("New comment: {who}"),
        "new": _("{count} new"),
        "new-calling": _("{count} new, {calling} to you"),
        "not-sent": _("This could not be sent. Check the connection and try again."),
        "quoted": _("Quoted words are in your comment: {words}"),
        "readers-few": _("your delegation only"),
        "readers-gone": _(
            "These words were meant for: {readers}. That cannot be chosen now. Say who may read them before you send them."
        ),
        "readers-narrow": _(
            "It was not kept for whom these words were meant. Your delegation only is chosen; look before you send them."
        ),
        "readers-unknown": _(
            "It was not kept for whom these words were meant. Say who may read them before you send them."
        ),
        "reply": _("Your reply"),
        "reply-to": _("Reply to {who}"),
        "saying-much": _(
            "You have said much in a short time. This is kept, and sent by itself in {minutes} min."
        ),
        "sending": _("Sending …"),
        "something-new": _("something new"),
        "support": _("Support"),
        "support-again": _("Support as reworded"),
        "supported": _("Supported"),
        "trying": _("No connection. Trying again (attempt {count}); what you write is kept."),
        "present": _("{count} here:"),
        "types": _("{who} is writing …"),
        "waiting": _("Waiting for the connection; it is sent once, as soon as it is back."),
    }
