"""Sealing with keys derived from SECRET_KEY, so that no stored secret can be read from a copy of
the database without that key.
"""

import base64
import hashlib
import hmac
from functools import cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""The number of keys on P-256."""


def seal(secret: str, *, purpose: str) -> str:
    return _box(purpose).encrypt(secret.encode()).decode()


def unseal(sealed: str, *, purpose: str) -> str:
    """Return the secret, or an empty string if it was sealed with another key."""
    try:
        return _box(purpose).decrypt(sealed).decode()
    except InvalidToken:
        return ""


def keyed_hash(text: str, *, purpose: str) -> str:
    return hmac.new(_key(purpose), text.encode(), hashlib.sha256).hexdigest()


def derived(text: str, *, purpose: str) -> bytes:
    """Return 20 bytes, always the same for the same text, which nobody can compute without the key."""
    return hmac.new(_key(purpose), text.encode(), hashlib.sha256).digest()[:20]


def signing_key(*, purpose: str) -> ec.EllipticCurvePrivateKey:
    """Return a key on the curve P-256, always the same, by which others recognize this workspace."""
    number = int.from_bytes(_key(purpose)) % (_ORDER - 1) + 1
    return ec.derive_private_key(number, ec.SECP256R1())


def _box(purpose: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_key(purpose)))


def _key(purpose: str) -> bytes:
    return _derive(str(current_app.config["SECRET_KEY"]), purpose)


@cache
def _derive(key: str, purpose: str) -> bytes:
    info = f"wgcop: {purpose}".encode()
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(key.encode())
