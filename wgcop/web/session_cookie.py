"""The cookie in which somebody is signed in. It ends by its age, and is not refused because the
clock went back.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import SignatureExpired, TimestampSigner, URLSafeTimedSerializer


class PatientSigner(TimestampSigner):
    """Signs the cookie. The library would refuse one that was signed later than now.

    Two servers whose clocks differ by a second sign such cookies for each other, and so does one
    whose clock is set right. The key says that a cookie is ours; when it was made only decides on
    its end.
    """

    def unsign(
        self, signed_value: str | bytes, max_age: int | None = None, return_timestamp: bool = False
    ) -> Any:
        value, made_at = super().unsign(signed_value, return_timestamp=True)
        if max_age is not None and _now(self) - made_at > timedelta(seconds=max_age):
            raise SignatureExpired("It is too old.", payload=value, date_signed=made_at)
        return (value, made_at) if return_timestamp else value


def _now(signer: TimestampSigner) -> datetime:
    return datetime.fromtimestamp(signer.get_timestamp(), UTC)


class SessionCookie(SecureCookieSessionInterface):
    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        serializer = super().get_signing_serializer(app)
        if serializer is not None:
            serializer.signer = PatientSigner
        return serializer
