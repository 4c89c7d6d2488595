"""Sends one notification to a push service: encrypted for its device, and signed by the workspace.

It is imported when the first notification leaves, since its library takes a third of a second.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from py_vapid import Vapid
from pywebpush import WebPusher

from wgcop import clock
from wgcop.origins import origin_of
from wgcop.push.endpoints import ServiceLine
from wgcop.push.keys import contact, private_key
from wgcop.push.models import PushDevice

SIGNED_FOR = timedelta(hours=12)
"""How long a signature is valid. Services refuse one that is valid for more than a day by their own
clock.
"""
LONGEST_WISH = timedelta(days=1)
"""The longest pause for which a service may ask."""


@dataclass(frozen=True)
class Payload:
    """The data that the service worker shows. Services accept 4096 bytes."""

    title: str
    body: str
    path: str
    tag: str
    language: str
    direction: str

    def as_bytes(self) -> bytes:
        shown = {
            "title": self.title[:150],
            "body": self.body[:300],
            "path": self.path,
            "tag": self.tag,
            "lang": self.language,
            "dir": self.direction,
        }
        return json.dumps(shown, ensure_ascii=False).encode()


@dataclass(frozen=True)
class PushAnswer:
    """The answer of a push service. `pause` is the time that it asks to wait."""

    status: int
    pause: timedelta

    @property
    def is_taken(self) -> bool:
        return 200 <= self.status < 300

    @property
    def is_gone(self) -> bool:
        return self.status in (404, 410)

    @property
    def is_for_later(self) -> bool:
        return self.status in (408, 429) or self.status >= 500


def carry(
    line: ServiceLine,
    device: PushDevice,
    payload: Payload,
    *,
    topic: str,
    urgency: str,
    lasts: timedelta,
) -> PushAnswer:
    keys = {"p256dh": device.public_key, "auth": device.auth_secret}
    pusher = WebPusher({"endpoint": device.endpoint, "keys": keys})
    claims = {
        "aud": origin_of(device.endpoint),
        "sub": contact(),
        "exp": int((clock.now() + SIGNED_FOR).timestamp()),
    }
    # It knows mailto: and the names of sites, but neither ports nor addresses by number.
    signed = Vapid(private_key(), conf={"no-strict": True}).sign(claims)
    headers = {
        **signed,
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(max(int(lasts.total_seconds()), 0)),
        "Urgency": urgency,
        "Topic": topic,
    }
    answer = line.call(device.endpoint, pusher.encode(payload.as_bytes())["body"], headers)
    return PushAnswer(answer.status_code, _pause(answer.headers.get("Retry-After", "")))


def _pause(wish: str) -> timedelta:
    """Read the time to wait, which is given in seconds or as a date."""
    if wish.strip().isdecimal():
        pause = timedelta(seconds=min(int(wish), LONGEST_WISH.total_seconds()))
    else:
        try:
            moment: datetime = parsedate_to_datetime(wish)
        except ValueError:
            return timedelta()
        pause = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - clock.now()
    return min(max(pause, timedelta()), LONGEST_WISH)
