"""The session cookie of a signed-in person. It expires by its age, and is not refused if the clock
was set back.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask, Request, Response
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from itsdangerous import SignatureExpired, TimestampSigner, URLSafeTimedSerializer


class PatientSigner(TimestampSigner):
    """Signs the cookie. The library would refuse one that was signed later than now.

    That happens if the clocks of two servers differ by a second, or if a clock is corrected. The
    key proves that this workspace issued the cookie; its time only decides when it expires.
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

    def age(self, app: Flask, request: Request) -> timedelta:
        """Return the age of the cookie of this request, by which it expires."""
        serializer = self.get_signing_serializer(app)
        sealed = request.cookies.get(self.get_cookie_name(app), "")
        if serializer is None or not sealed:
            return timedelta()
        _, made_at = serializer.loads(sealed, return_timestamp=True)
        return datetime.now(UTC) - made_at

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        super().save_session(app, session, _Lasting(response, app.permanent_session_lifetime))  # type: ignore[arg-type]


class _Lasting:
    """A response that tells browsers how long to keep a cookie. They prefer that to the date on
    which it ends, since the clock of the server may differ from theirs.
    """

    def __init__(self, response: Response, lifetime: timedelta) -> None:
        self._response = response
        self._lifetime = lifetime

    def set_cookie(
        self, name: str, value: str, *, expires: datetime | None, **options: Any
    ) -> None:
        lasts = self._lifetime if expires else None
        self._response.set_cookie(name, value, max_age=lasts, **options)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._response, name)
