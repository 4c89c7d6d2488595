"""A passkey in software: of a phone, which counts no uses, or one that does as an attacker wants."""

import hashlib
import json

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import bytes_to_base64url

PRESENT, VERIFIED, HAS_KEY = 0x01, 0x04, 0x40


class SoftwareKey:
    def __init__(self, site="http://localhost", *, number=b"a passkey of a phone"):
        self.site = site
        self.host = b"localhost"
        self.number = number
        self.flags = PRESENT | VERIFIED
        self.count = 0
        self.secret = ec.generate_private_key(ec.SECP256R1())

    def made_for(self, options):
        """What the browser sends after it has made this key."""
        point = self.secret.public_key().public_numbers()
        cose = {
            1: 2,
            3: -7,
            -1: 1,
            -2: point.x.to_bytes(32, "big"),
            -3: point.y.to_bytes(32, "big"),
        }
        held = bytes(16) + len(self.number).to_bytes(2, "big") + self.number + cbor2.dumps(cose)
        data = self._data(HAS_KEY) + held
        attested = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer(
            attestationObject=attested, clientDataJSON=self._asked("webauthn.create", options)
        )

    def used_for(self, options):
        """What the browser sends after it has used this key."""
        data, asked = self._data(), self._asked("webauthn.get", options)
        signed = self.secret.sign(data + hashlib.sha256(asked).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(authenticatorData=data, clientDataJSON=asked, signature=signed)

    def _data(self, flags=0):
        site = hashlib.sha256(self.host).digest()
        return site + bytes([self.flags | flags]) + self.count.to_bytes(4, "big")

    def _asked(self, kind, options):
        return json.dumps(
            {"type": kind, "challenge": options["challenge"], "origin": self.site}
        ).encode()

    def _answer(self, **parts):
        number = bytes_to_base64url(self.number)
        response = {name: bytes_to_base64url(part) for name, part in parts.items()}
        return json.dumps(
            {"id": number, "rawId": number, "type": "public-key", "response": response}
        )
