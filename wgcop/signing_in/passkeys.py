"""The requests that make a browser create or use a passkey, and the check of its answers."""

import ipaddress
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers import base64url_to_bytes
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from webauthn.registration.verify_registration_response import VerifiedRegistration

LARGEST = 20_000
"""The largest number of characters in an answer."""
ID = re.compile("[A-Za-z0-9_-]{1,1400}")


@dataclass(frozen=True)
class Site:
    """The site that passkeys are bound to. They work only under this name."""

    name: str
    origin: str

    @classmethod
    def of(cls, address: str) -> "Site | None":
        """Return the site at an address, or None where browsers do not offer passkeys: over an
        unencrypted connection, or at an IP address instead of a host name.
        """
        parts = urlsplit(address)
        name = parts.hostname or ""
        is_safe = parts.scheme == "https" or name == "localhost"
        if not is_safe or _is_number(name):
            return None
        return cls(name, f"{parts.scheme}://{parts.netloc}")


def _is_number(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def to_make(
    site: Site, *, challenge: bytes, person_id: int, email: str, name: str, known: Sequence[str]
) -> Any:
    """Return the options for creating a passkey. `known` lists the keys that the person already
    has, so that the browser does not create a second one on the same device.
    """
    return json.loads(
        options_to_json(
            generate_registration_options(
                rp_id=site.name,
                rp_name="WG-COP",
                user_id=f"wgcop:{person_id}".encode(),
                user_name=email,
                user_display_name=name,
                challenge=challenge,
                authenticator_selection=AuthenticatorSelectionCriteria(
                    resident_key=ResidentKeyRequirement.PREFERRED,
                    user_verification=UserVerificationRequirement.PREFERRED,
                ),
                exclude_credentials=_described(known),
            )
        )
    )


def to_use(site: Site, *, challenge: bytes, known: Sequence[str], alone: bool) -> Any:
    """Return the options for using a passkey. If it is used `alone`, without a password, the key
    must ask its owner for a fingerprint or a PIN.
    """
    return json.loads(
        options_to_json(
            generate_authentication_options(
                rp_id=site.name,
                challenge=challenge,
                allow_credentials=_described(known),
                user_verification=UserVerificationRequirement.REQUIRED
                if alone
                else UserVerificationRequirement.PREFERRED,
            )
        )
    )


def _described(key_ids: Sequence[str]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(each)) for each in key_ids]


def read(answer: str) -> dict[str, Any]:
    """Read the browser's answer, or return an empty dictionary if it is not a valid one. The id is
    checked, because databases refuse some characters.
    """
    if not answer or len(answer) > LARGEST:
        return {}
    try:
        read_answer = json.loads(answer)
    except ValueError:
        return {}
    is_one = isinstance(read_answer, dict) and ID.fullmatch(str(read_answer.get("id", "")))
    return read_answer if is_one else {}


def made(answer: dict[str, Any], site: Site, challenge: bytes) -> VerifiedRegistration | None:
    try:
        return verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.name,
            expected_origin=site.origin,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        return None


def used(
    answer: dict[str, Any], site: Site, challenge: bytes, *, public_key: bytes, alone: bool
) -> VerifiedAuthentication | None:
    """Return the verified answer, or None if it is not valid. The signature counter is not checked
    here: the caller compares it, and refuses the sign-in if it went backwards.
    """
    try:
        return verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.name,
            expected_origin=site.origin,
            credential_public_key=public_key,
            credential_current_sign_count=0,
            require_user_verification=alone,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        return None
