"""Sign-in by the organization's own accounts (OpenID Connect): sending a browser to the provider,
and checking its answer on return.
"""

from dataclasses import dataclass
from typing import Any

import requests
import structlog
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import FlaskOAuth2App, OAuth
from flask import Flask, Response, current_app, request, session
from joserfc.errors import JoseError

from wgcop.web import site

NAME = "provider"
STATE = f"_state_{NAME}_"
PATIENCE = 5
"""The number of seconds for each call. The provider's metadata are loaded once in the life of a
process.
"""

SIGNATURES = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""The algorithms by which a token may be signed, regardless of the provider's metadata: `none` is
not a signature, and a secret shared with the client proves nothing.
"""

log = structlog.get_logger(__name__)


class ProviderFailed(Exception):
    """Raised when the provider did not answer, or its answer was not valid. The reason is in the
    log; the person who wants to sign in does not see it.
    """


class ProviderRefused(Exception):
    """Raised when the provider sent the browser back with an error instead of an identity. `reason`
    is one of the known codes, or empty.
    """

    def __init__(self, reason: str, *, is_ours: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.is_ours = is_ours
        """Whether this browser had been sent to the provider. Otherwise anybody may have written
        the address.
        """


CANCELLED = "access_denied"
ASKS_FOR_MORE = frozenset(
    {
        *("interaction_required", "login_required", "account_selection_required"),
        "consent_required",
    }
)
AWAY = frozenset({"temporarily_unavailable", "server_error"})
SETTINGS = frozenset(
    {
        *("invalid_request", "unauthorized_client", "unsupported_response_type", "invalid_scope"),
        *("invalid_request_uri", "invalid_request_object", "request_not_supported"),
        *("request_uri_not_supported", "registration_not_supported"),
    }
)


@dataclass(frozen=True)
class Claims:
    """The provider's statements about a person, from a verified token."""

    issuer: str
    subject: str
    email: str
    is_email_verified: bool
    name: str
    means: frozenset[str]
    """The means of signing in at the provider: the values of `amr` and `acr`."""


class _Client(FlaskOAuth2App):
    def load_server_metadata(self) -> dict[str, Any]:
        metadata: dict[str, Any] = super().load_server_metadata()
        metadata["id_token_signing_alg_values_supported"] = [*SIGNATURES]
        return metadata


def init_app(app: Flask) -> None:
    if not app.config["OIDC_ISSUER"]:
        return
    OAuth(app).register(
        NAME,
        client_cls=_Client,
        client_id=app.config["OIDC_CLIENT_ID"],
        client_secret=app.config["OIDC_CLIENT_SECRET"] or None,
        server_metadata_url=issuer_of(app).rstrip("/") + "/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid email profile",
            "code_challenge_method": "S256",
            "default_timeout": PATIENCE,
        },
    )


def issuer_of(app: Flask) -> str:
    issuer: str = app.config["OIDC_ISSUER"]
    return issuer


def is_offered() -> bool:
    return bool(current_app.config["OIDC_ISSUER"])


def is_the_only_way() -> bool:
    """Return whether passwords and passkeys of this workspace are switched off."""
    return bool(current_app.config["OIDC_ONLY"])


def send_there() -> Response:
    """Send the browser to the provider, with a state, a nonce and a challenge that only this
    browser can answer.
    """
    for name in [name for name in session if name.startswith(STATE)]:
        del session[name]
    address = site() + "/sign-in/provider/return"
    try:
        answer: Response = _client().authorize_redirect(address)
    except _FAILURES as error:
        raise _failed(error) from error
    return answer


def come_back() -> Claims:
    """Return the claims about the person who comes back with this request. Each code and state
    works once. Raise `ProviderRefused` or `ProviderFailed`.
    """
    if "error" in request.args:
        raise _refused(request.args["error"])
    client, config = _client(), current_app.config
    issuer = issuer_of(current_app)
    if request.args.get("iss", issuer) != issuer:
        raise _failed(ValueError("the answer is another provider's"))
    try:
        token = client.authorize_access_token(
            claims_options={
                "iss": {"essential": True, "value": issuer},
                "sub": {"essential": True},
                "aud": {"essential": True, "value": config["OIDC_CLIENT_ID"]},
            }
        )
        known = dict(token.get("userinfo") or {})
        if known and "email" not in known:
            more = client.userinfo(token=token)
            # The userinfo answer is not signed: only one about the same subject counts, and the
            # token's claims come before it.
            if more.get("sub") == known["sub"]:
                known = {**more, **known}
    except _FAILURES as error:
        raise _failed(error) from error
    if not known:
        raise _failed(ValueError("no identity"))
    return _read(known)


_FAILURES = (
    requests.RequestException,
    AuthlibBaseError,
    JoseError,
    ValueError,
    KeyError,
    TypeError,
    RuntimeError,
)


def _read(known: dict[str, Any]) -> Claims:
    amr = known.get("amr")
    means = [str(each) for each in amr] if isinstance(amr, list) else []
    return Claims(
        issuer=str(known["iss"]),
        subject=str(known["sub"]),
        email=str(known.get("email", "")),
        is_email_verified=known.get("email_verified") is True,
        name=str(known.get("name", "")),
        means=frozenset([*means, str(known.get("acr", ""))]) - {""},
    )


def _client() -> Any:
    return getattr(current_app.extensions["authlib.integrations.flask_client"], NAME)


def _refused(code: str) -> ProviderRefused:
    """Log the error and return it. Only a known code goes into the log, because anybody can write
    the rest of the address.
    """
    is_ours = session.pop(STATE + request.args.get("state", ""), None) is not None
    reason = code if code in {CANCELLED} | ASKS_FOR_MORE | AWAY | SETTINGS else ""
    log.warning("provider_refused", reason=reason or "unknown", is_ours=is_ours)
    return ProviderRefused(reason, is_ours=is_ours)


def _failed(error: Exception) -> ProviderFailed:
    """Log only the class of the error, and return `ProviderFailed`: a message may hold the code or
    the token.
    """
    log.warning("provider_failed", failure=type(error).__name__)
    return ProviderFailed()
