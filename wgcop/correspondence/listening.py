"""Listens for a mail server that hands messages over by LMTP (RFC 2033)."""

import asyncio
import logging
from collections.abc import Callable
from threading import Event
from typing import Any, cast

import structlog
from aiosmtpd.controller import Controller
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session

from wgcop.correspondence.message import LARGEST, NoMessage

log = structlog.get_logger(__name__)
logging.getLogger("mail.log").setLevel(logging.WARNING)
"""The library would write the addresses, which are secrets, into the log."""

MOST_CONVERSATIONS = 20
"""The number of connections at a time: each may hold a message of the largest size in memory."""

TakeIn = Callable[[bytes, str | None, tuple[str, ...]], object]
"""Takes in a message with the sender and the recipients that the mail server names."""


class Listener(Controller):
    """Listens in a thread of its own from `start` to `stop`. A message is answered once it has come to
    its end, so that the mail server keeps it until then.
    """

    def __init__(self, take_in: TakeIn, host: str, port: int):
        super().__init__(_Handler(take_in), hostname=host, port=port)
        self._open: set[_Conversation] = set()

    def _run(self, ready_event: Event) -> None:
        super()._run(ready_event)
        # The library leaves it open where the address cannot be listened at.
        self.loop.close()

    def factory(self) -> SMTP:
        # The library would refuse large messages, and a refusal would go to whoever wrote.
        return _Conversation(self.handler, self._open, data_size_limit=None, **self.SMTP_kwargs)


class _Conversation(LMTP):
    line_length_limit = LARGEST
    """Mail programs send longer lines than they should, and a refusal would go to whoever wrote."""

    def __init__(self, handler: object, others: set["_Conversation"], **settings: Any) -> None:
        super().__init__(handler, **settings)
        self._others = others

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin a conversation. Where there are too many, the mail server tries again later."""
        if len(self._others) >= MOST_CONVERSATIONS and isinstance(transport, asyncio.Transport):
            transport.write(b"421 4.3.2 Too many connections. Try again later.\r\n")
            transport.close()
            return
        self._others.add(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        if self in self._others:
            self._others.remove(self)
            super().connection_lost(error)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 (the library calls it by this name)
        reader = self._reader
        self._reader = cast(asyncio.StreamReader, _BeginningOfMessage(reader))
        try:
            await super().smtp_DATA(arg)
        finally:
            self._reader = reader


class _BeginningOfMessage:
    """Reads a message line by line. Of one that is too large it gives only the beginning, a little
    more than the largest size, and passes over the rest.
    """

    def __init__(self, reader: asyncio.StreamReader) -> None:
        self._reader = reader
        self._given = 0

    async def readuntil(self, end: bytes) -> bytes:
        while True:
            line = await self._line(end)
            if line == b"." + end:
                return line
            if self._given <= LARGEST:
                self._given += len(line)
                return line

    async def _line(self, end: bytes) -> bytes:
        """Return a line, cut off where it is longer than a message may be."""
        start = b""
        while True:
            try:
                line = await self._reader.readuntil(end)
            except asyncio.LimitOverrunError as error:
                piece = await self._reader.readexactly(error.consumed)
                start = start or piece
            else:
                is_too_long = start or len(line) > LARGEST
                return (start or line)[: LARGEST - len(end)] + end if is_too_long else line


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
