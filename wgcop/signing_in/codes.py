"""The codes of an authenticator app, and recovery codes: how they are made, written and read."""

import base64
import hmac
import secrets
import unicodedata
from datetime import datetime

import pyotp

SECONDS = 30
ISSUER = "WG-COP"
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""The letters and digits of recovery codes, without those that are easily confused on paper."""
HALF = 5


def secret_of(raw: bytes) -> str:
    return base64.b32encode(raw).decode()


def in_groups(secret: str) -> str:
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def app_address(secret: str, owner: str) -> str:
    """Return the address in the QR code that an app scans."""
    return pyotp.TOTP(secret).provisioning_uri(name=owner, issuer_name=ISSUER)


def step_of(secret: str, code: str, *, at: datetime, after: int) -> int | None:
    """Return the time step of a correct code, or None. The step must be later than `after`, the
    last one used, and must be the current step or the one before or after it, since clocks differ.
    """
    app, present = pyotp.TOTP(secret), int(at.timestamp()) // SECONDS
    for step in (present - 1, present, present + 1):
        if step > after and hmac.compare_digest(app.generate_otp(step), code):
            return step
    return None


def digits(typed: str) -> str:
    """Return a typed six-digit code as an app shows it, regardless of spaces and kinds of digits,
    or an empty string if it is not such a code.
    """
    plain = "".join(typed.split())
    if len(plain) != 6 or not plain.isdigit():
        return ""
    return "".join(str(unicodedata.digit(each)) for each in plain)


def recovery_code() -> str:
    halves = ("".join(secrets.choice(LETTERS) for _ in range(HALF)) for _ in range(2))
    return "-".join(halves)


def bare(typed: str) -> str:
    """Return a recovery code without what people add or change when they copy it: hyphens, spaces
    and capitals.
    """
    return "".join(each for each in typed.casefold() if each.isalnum())
