"""Listens for a mail server that hands messages over by LMTP (RFC 2033)."""

import asyncio
import logging
from collections.abc import Callable

import structlog
from aiosmtpd.controller import Controller
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session

from wgcop.correspondence.message import LARGEST, NoMessage

log = structlog.get_logger(__name__)
logging.getLogger("mail.log").setLevel(logging.WARNING)
"""The library would write the addresses, which are secrets, into the log."""

TakeIn = Callable[[bytes, str | None, tuple[str, ...]], object]
"""Takes in a message with the sender and the recipients that the mail server names."""


class Listener(Controller):
    """Listens in a thread of its own from `start` to `stop`. A message is answered once it has come to
    its end, so that the mail server keeps it until then.
    """

    def __init__(self, take_in: TakeIn, host: str, port: int):
        super().__init__(_Handler(take_in), hostname=host, port=port)

    def factory(self) -> SMTP:
        return _Conversation(self.handler, **self.SMTP_kwargs)


class _Conversation(LMTP):
    line_length_limit = LARGEST
    """Mail programs send longer lines than they should, and a refusal would go to whoever wrote."""


class _Handler:
    def __init__(self, take_in: TakeIn):
        self._take_in = take_in

    async def handle_DATA(  # noqa: N802 (the library calls it by this name)
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Answer once for each recipient, as LMTP asks. All get the same answer: a message is taken in
        as a whole or not at all.
        """
        answer = await asyncio.to_thread(self._answer, envelope)
        return "\r\n".join([answer] * len(envelope.rcpt_tos))

    def _answer(self, envelope: Envelope) -> str:
        data = envelope.original_content or b""
        try:
            self._take_in(data, envelope.mail_from, tuple(envelope.rcpt_tos))
        except NoMessage as error:
            return f"554 5.6.0 {error}"
        except Exception as error:
            log.warning("mail_waits", error=error)
            return "451 4.3.0 The workspace cannot take it in now. Try again later."
        return "250 2.0.0 Dealt with."
