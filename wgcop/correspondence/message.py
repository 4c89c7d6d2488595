"""Reads a message as it came by e-mail: who sent it to which addresses, whether a program did, what they
wrote, and which files they enclosed (pure).
"""

import email.message
import hashlib
import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.utils import getaddresses, parseaddr

from wgcop.correspondence.html_words import words_of_html
from wgcop.correspondence.own_words import OwnWords, own_words
from wgcop.errors import Invalid
from wgcop.reading import plain
from wgcop.reading.result import Unreadable

Part = email.message.Message

LARGEST = 10 * 1024 * 1024
MOST_PARTS = 200
LONGEST_TEXT = 100_000
"""The most characters that are kept of one message, ten times what a comment may have."""
_ADDRESSED = (
    *("to", "cc", "delivered-to", "x-original-to", "x-delivered-to"),
    *("envelope-to", "x-envelope-to"),
)
_LARGER_SETS = {
    **dict.fromkeys(("us-ascii", "ascii", "iso-8859-1", "latin-1"), "windows-1252"),
    **dict.fromkeys(("gb2312", "gbk", "x-gbk"), "gb18030"),
    "iso-8859-9": "windows-1254",
    "ks_c_5601-1987": "cp949",
}
"""Character sets that mail programs declare although the text needs a larger one."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_PRECEDENCES = ("bulk", "junk", "list", "auto_reply", "auto-reply")
_PROGRAMS = ("mailer-daemon", "postmaster", "noreply", "no-reply")
_WITH_LISTS_AND_PROGRAMS = ("list-id", "x-autoreply", "x-autorespond", "x-failed-recipients")
_SIGNED = (
    "application/pgp-signature",
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
)


class NoMessage(Invalid):
    """Raised when the input is not an e-mail."""


@dataclass(frozen=True)
class MailedMessage:
    """A message that was read. `key` is the same whenever the same message arrives. `files` are the
    names of its attachments. If it `is_too_large`, its text is not kept.
    """

    key: str
    sender: str
    recipients: tuple[str, ...]
    is_automatic: bool
    words: str = ""
    left_out: str = ""
    files: tuple[str, ...] = ()
    is_too_large: bool = False


def read(
    data: bytes,
    *,
    quoted: Collection[str],
    envelope: str | None = None,
    recipients: Collection[str] = (),
) -> MailedMessage:
    """Read a message. `quoted` is as in `own_words`; `envelope` and `recipients` are the sender and
    the recipients that the mail server names, if it does. Raise NoMessage if the input is not a
    message.
    """
    is_too_large = len(data) > LARGEST
    message = message_from_bytes(_head_of(data) if is_too_large else data)
    sender = parseaddr(_header(message, "from"))[1].casefold()
    if not (sender or envelope == "" or message.get("message-id")):
        raise NoMessage("This is no e-mail: it has no header From.")
    addressed = [address for _name, address in getaddresses(_all(message, *_ADDRESSED))]
    told = OwnWords("", "") if is_too_large else own_words(text_of(message), quoted)
    is_too_large = is_too_large or len(told.words) > LONGEST_TEXT
    everybody = dict.fromkeys(each.casefold() for each in (*recipients, *addressed) if each)
    return MailedMessage(
        key=_key_of(message, data),
        sender=sender,
        recipients=tuple(everybody),
        is_automatic=_is_automatic(message, sender, envelope),
        words="" if is_too_large else told.words,
        left_out=told.left_out[:LONGEST_TEXT],
        files=() if is_too_large else tuple(_files_of(message)),
        is_too_large=is_too_large,
    )


def _head_of(data: bytes) -> bytes:
    head = data[:LARGEST]
    for end in (b"\r\n\r\n", b"\n\n"):
        if end in head:
            return head.partition(end)[0] + end
    return head


def _key_of(message: Part, data: bytes) -> str:
    """Return the digest of the Message-ID, or of the content if the message has none."""
    name = str(message.get("message-id") or "").strip()
    if name:
        return hashlib.sha256(name.encode(errors="replace")).hexdigest()
    body = data.replace(b"\r\n", b"\n").partition(b"\n\n")[2]
    written = f"{message.get('from')} {message.get('date')}".encode(errors="replace")
    return hashlib.sha256(written + b"\n" + body).hexdigest()


def _all(message: Part, *names: str) -> list[str]:
    return [str(value) for name in names for value in message.get_all(name, [])]


def _header(message: Part, name: str) -> str:
    return str(message.get(name, ""))


def _is_automatic(message: Part, sender: str, envelope: str | None) -> bool:
    """Return whether a program wrote this: a bounce, a notice of absence, or a mailing list."""
    value = _header(message, "auto-submitted").strip().casefold()
    returns = envelope if envelope is not None else message.get("return-path")
    return (
        (value not in ("", "no"))
        or (returns is not None and str(returns).strip() in ("", "<>"))
        or _header(message, "precedence").strip().casefold() in _PRECEDENCES
        or message.get_content_type() == "multipart/report"
        or sender.partition("@")[0] in _PROGRAMS
        or any(name in message for name in _WITH_LISTS_AND_PROGRAMS)
    )


def text_of(message: Part) -> str:
    """Return the text of a message: its plain parts in order, or what its HTML says."""
    return "\n\n".join(filter(None, (each.strip("\n") for each in _texts(message))))


def _texts(part: Part, depth: int = 0) -> Iterator[str]:
    kind = part.get_content_type()
    if depth > 20 or kind == "message/rfc822" or _is_file(part):
        return
    if part.is_multipart():
        parts = _parts(part)
        if kind == "multipart/alternative":
            parts = [_chosen(parts, depth)]
        elif kind == "multipart/related":
            parts = parts[:1]
        for each in parts:
            yield from _texts(each, depth + 1)
    elif kind == "text/plain":
        yield _unflowed(part, _decoded(part))
    elif kind == "text/html":
        yield words_of_html(_decoded(part))


def _parts(part: Part) -> list[Part]:
    inside = part.get_payload()
    return (
        [each for each in inside if isinstance(each, Part)][:MOST_PARTS]
        if isinstance(inside, list)
        else []
    )


def _chosen(alternatives: list[Part], depth: int) -> Part:
    """Return the plain text of a message with several alternatives, or another alternative if that
    one is empty.
    """
    written = [
        each for each in alternatives if any(text.strip() for text in _texts(each, depth + 1))
    ]
    plain_ones = [each for each in written if each.get_content_type() == "text/plain"]
    return next(iter(plain_ones or written), alternatives[0] if alternatives else Part())


def _decoded(part: Part) -> str:
    """Decode by the character set that the part declares or, if that is wrong, by the likeliest
    one.
    """
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    named = (part.get_content_charset() or "utf-8").casefold()
    if named in ("us-ascii", "ascii") and not data.isascii():
        named = "utf-8"
    try:
        text = data.decode(_LARGER_SETS.get(named, named))
    except (LookupError, UnicodeError):
        text = _likeliest(data)
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _likeliest(data: bytes) -> str:
    try:
        return plain.decode(data)
    except Unreadable:
        return data.decode("utf-8", errors="replace")


def _unflowed(part: Part, text: str) -> str:
    """Join the lines that the mail program broke, as RFC 3676 defines."""
    if str(part.get_param("format", "")).casefold() != "flowed":
        return text
    deletes = str(part.get_param("delsp", "")).casefold() == "yes"
    joined: list[str] = []
    before: int | None = None  # how deep the line before is quoted, if this one continues it
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        value = line[depth:].removeprefix(" ")
        goes_on = value.endswith(" ") and value != "-- "
        kept = value[:-1] if goes_on and deletes else value
        if before == depth and value != "-- ":
            joined[-1] += kept
        else:
            joined.append(f"{'>' * depth} {kept}" if depth else kept)
        before = depth if goes_on else None
    return "\n".join(joined)


def _is_file(part: Part) -> bool:
    if part.is_multipart():
        return False
    return part.get_content_disposition() == "attachment" or part.get_filename() is not None


def _files_of(message: Part) -> Iterator[str]:
    """Yield the names of the attachments, including pictures within the text."""
    for number, part in enumerate(message.walk()):
        if number > MOST_PARTS:
            return
        kind = part.get_content_type()
        if kind == "message/rfc822" and number:
            yield _name_of(part) or kind
        elif not part.is_multipart() and kind not in _SIGNED:
            if _is_file(part) or kind not in ("text/plain", "text/html"):
                yield _name_of(part) or kind


def _name_of(part: Part) -> str:
    name = part.get_filename() or ""
    with suppress(HeaderParseError, LookupError, UnicodeError, ValueError):
        name = str(make_header(decode_header(name)))
    return " ".join(_CONTROL.sub("", name).split())[:200]
