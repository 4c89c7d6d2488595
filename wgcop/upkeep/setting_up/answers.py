"""The answers about an installation, and the settings that follow from them."""

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from wgcop.errors import Invalid
from wgcop.settings import in_ascii

ON_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
USUAL_PORT = 5000


@dataclass(frozen=True)
class SetupAnswers:
    url: str
    mail_url: str
    mail_sender: str
    database_url: str
    redis_url: str
    proxies: int

    def settings(self) -> dict[str, str]:
        return {
            "PUBLIC_URL": self.url,
            "TRUSTED_PROXIES": str(self.proxies),
            "MAIL_URL": self.mail_url,
            "MAIL_SENDER": self.mail_sender,
            "DATABASE_URL": self.database_url,
            "REDIS_URL": self.redis_url,
        }


def public_address(typed: str) -> str:
    """Return an address such as `https://workspace.example.org`, without a slash at the end. Raise
    Invalid for anything else.
    """
    typed = typed.strip()
    typed = typed if typed.endswith("://") else typed.rstrip("/")
    try:
        parts = urlsplit(typed if "://" in typed else f"https://{typed}")
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    host = parts.hostname
    if not host or port == 0 or any(sign.isspace() for sign in typed):
        raise Invalid(f"“{typed}” is no address. Write one such as https://workspace.example.org.")
    if parts.path or parts.query or parts.fragment or parts.username:
        raise Invalid(
            f"“{typed}” has more than a host in it. The workspace needs a host of its own, such as "
            f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}."
        )
    if parts.scheme not in ("https", "http"):
        raise Invalid(f"“{typed}” must begin with https://.")
    if parts.scheme == "http" and host not in ON_THIS_MACHINE:
        raise Invalid(
            f"“{typed}” is not encrypted, so anybody on the way could read along. Put a proxy with a "
            f"certificate in front, and write https://{parts.netloc}."
        )
    netloc = parts.netloc.lower()
    if not netloc.isascii():
        name = in_ascii(host)
        if not name:
            raise Invalid(f"Write the host of “{typed}” as it was registered: https://xn--….")
        netloc = f"{name}:{port}" if port else name
    return f"{parts.scheme}://{netloc}"


def host_of(url: str) -> str:
    return urlsplit(url).hostname or ""


def is_on_this_machine(url: str) -> bool:
    return host_of(url) in ON_THIS_MACHINE


def port_of(url: str) -> int:
    """Return the port of the server: that of the address if it is on this machine, otherwise the
    usual one, because the port in the address is then that of a proxy.
    """
    port = urlsplit(url).port if is_on_this_machine(url) else None
    return port or USUAL_PORT


def mail_address(typed: str, user: str = "", password: str = "") -> str:
    """Return the address of a mail server as in MAIL_URL. `typed` is either such an address or
    `host:port`, with the user and password given separately.
    """
    typed = typed.strip()
    if not typed:
        return ""
    if "://" not in typed:
        sealed = typed.endswith(":465")
        account = f"{quote(user, safe='')}:{quote(password, safe='')}@" if user else ""
        typed = f"{'smtps' if sealed else 'smtp'}://{account}{typed}"
    try:
        parts = urlsplit(typed)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, 0
    odd = any(sign.isspace() for sign in typed)
    cut = parts.path.strip("/") or parts.query or parts.fragment  # a / in a password ends the host
    if not host or port == 0 or odd or cut or parts.scheme not in ("smtp", "smtps"):
        raise Invalid(
            "A mail server is written as smtp://user:password@host:587, or smtps:// for one that is "
            "encrypted from the start. Write % in a password as %25, @ as %40, / as %2F."
        )
    if port is None:
        usual = 465 if parts.scheme == "smtps" else 587 if parts.username else 25
        typed = f"{parts.scheme}://{parts.netloc}:{usual}"
    return typed
