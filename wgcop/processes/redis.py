"""The connection options for Redis: a call fails within seconds if Redis does not answer."""

from typing import Any

from redis.backoff import NoBackoff
from redis.retry import Retry

AT_ONCE: dict[str, Any] = {"socket_connect_timeout": 1, "retry": Retry(NoBackoff(), 0)}
"""Options with which a call fails at once if Redis is unreachable, instead of waiting for it to
come back.
"""
IN_TIME: dict[str, Any] = {**AT_ONCE, "socket_timeout": 2}
"""Options with which a call also fails if no answer comes within two seconds."""
