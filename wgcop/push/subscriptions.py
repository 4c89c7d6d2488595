"""The subscription of a browser at a push service, as the browser states it (pure)."""

import base64
import json
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric import ec

LONGEST = 1500
POINT, SECRET = 65, 16
"""The number of bytes of a key and of a secret."""


@dataclass(frozen=True)
class Subscription:
    """The address at the push service, and the browser's public key and secret, in base64url."""

    endpoint: str
    public_key: str
    auth_secret: str


def read(text: str) -> Subscription | None:
    """Read what `PushSubscription.toJSON` writes, or return None if that is not complete."""
    try:
        sent = json.loads(text)
        endpoint, keys = sent["endpoint"], sent["keys"]
        key, secret = _bytes(keys["p256dh"]), _bytes(keys["auth"])
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), key)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    if not isinstance(endpoint, str) or len(endpoint) > LONGEST:
        return None
    if len(key) != POINT or len(secret) != SECRET:
        return None
    return Subscription(endpoint, in_base64url(key), in_base64url(secret))


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4))


def in_base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
