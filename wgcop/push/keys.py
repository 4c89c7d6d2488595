"""The key by which push services recognize this workspace (VAPID, RFC 8292). It is derived from
SECRET_KEY, like other secrets, and is not stored.
"""

from email.utils import parseaddr

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask import current_app

from wgcop.origins import origin_of
from wgcop.push.subscriptions import in_base64url
from wgcop.signing_in.sealing import signing_key

PURPOSE = "web push"


def private_key() -> ec.EllipticCurvePrivateKey:
    return signing_key(purpose=PURPOSE)


def public_key() -> str:
    """Return the public key in the form that browsers accept."""
    point = private_key().public_key()
    return in_base64url(point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def contact() -> str:
    """Return the address at which a push service can reach the administrator."""
    public = current_app.config["PUBLIC_URL"]
    if public.startswith("https://"):
        return origin_of(public) or public
    return f"mailto:{parseaddr(current_app.config['MAIL_SENDER'])[1]}"
