"""A push service on this machine, and the browsers that it knows: what arrives is opened as a browser opens it."""

import base64
import json
import os
import threading
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc import jws
from joserfc.jwk import ECKey


def in_base64url(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def subscription(endpoint, key, secret):
    """What `PushSubscription.toJSON` writes."""
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    keys = {"p256dh": in_base64url(point), "auth": in_base64url(secret)}
    return json.dumps({"endpoint": endpoint, "expirationTime": None, "keys": keys})


def new_keys():
    return ec.generate_private_key(ec.SECP256R1()), os.urandom(16)


class Receiver:
    """A browser at its push service: its address there, and keys that nobody else has."""

    def __init__(self, service, name):
        self._service, self.name = service, name
        self.key, self.secret = new_keys()
        self.answers = deque()
        """What the service answers next: a status, and headers. Afterwards it takes everything."""
        self.move()

    def move(self):
        """Get another address, as browsers do now and then."""
        self.path = f"/push/{in_base64url(os.urandom(24))}"
        self._service.receivers[self.path] = self

    @property
    def endpoint(self):
        return self._service.url + self.path

    @property
    def subscription(self):
        return subscription(self.endpoint, self.key, self.secret)

    def shown(self):
        """The title and the body of each notification that came since the last call."""
        came = [each for each in self._service.taken if each.receiver is self and not each.seen]
        for each in came:
            each.seen = True
        return [(each.payload["title"], each.payload["body"]) for each in came]

    @property
    def last(self):
        return [each for each in self._service.taken if each.receiver is self][-1]


@dataclass
class Arrived:
    receiver: Receiver
    headers: dict
    claims: dict
    workspace: str
    """The public key with which it was signed."""
    payload: dict
    seen: bool = field(default=False)


class PushService:
    def __init__(self):
        self.receivers, self.taken, self.calls = {}, [], 0
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                service.calls += 1
                status, headers = service.answer(self.path, self.headers, body)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()

    def browser(self, name="a browser"):
        return Receiver(self, name)

    def answer(self, path, headers, body):
        receiver = self.receivers.get(path)
        if receiver is None or receiver.path != path:
            return 410, {}
        if receiver.answers:
            status, further = receiver.answers.popleft()
            if status >= 300:
                return status, further
        self.taken.append(self._opened(receiver, headers, body))
        return 201, {"Location": f"{self.url}/message/{len(self.taken)}"}

    def _opened(self, receiver, headers, body):
        assert headers["Content-Encoding"] == "aes128gcm"
        assert len(body) <= 4096
        scheme, _, parts = headers["Authorization"].partition(" ")
        assert scheme == "vapid"
        signed = dict(each.split("=", 1) for each in parts.split(","))
        point = base64.urlsafe_b64decode(signed["k"] + "=" * (-len(signed["k"]) % 4))
        assert len(point) == 65 and point[0] == 4
        key = ECKey.import_key(
            {"kty": "EC", "crv": "P-256"}
            | {"x": in_base64url(point[1:33]), "y": in_base64url(point[33:])}
        )
        token = jws.deserialize_compact(signed["t"], key, algorithms=["ES256"])
        claims = json.loads(token.payload)
        assert claims["aud"] == self.url
        payload = http_ece.decrypt(
            body, private_key=receiver.key, auth_secret=receiver.secret, version="aes128gcm"
        )
        return Arrived(receiver, dict(headers), claims, signed["k"], json.loads(payload))
