"""A translation service that the administrator names, which speaks the API of LibreTranslate.

What it answers is made by machine. It is kept in this process for an hour, so that a room that reads
the same words asks once, and is stored nowhere.
"""

import json
from collections import OrderedDict
from dataclasses import dataclass
from hashlib import sha256
from threading import BoundedSemaphore, Lock
from time import monotonic
from typing import Any

import requests
import structlog
from flask import Flask, current_app
from flask_babel import gettext as _

from wgcop import mail
from wgcop.errors import Away, Refused
from wgcop.languages import LANGUAGE_NAMES, primary_subtag

PATIENCE = (3, 10)
"""The number of seconds to connect, and between two pieces of an answer."""
LONGEST_CALL = 20.0
LONGEST_ANSWER = 200_000
"""The number of bytes of an answer that are read: ten times what a comment can have."""
AT_ONCE = 4
"""The number of calls that one process makes at a time, so that a slow service takes few of the
threads that serve pages.
"""
MOST_KEPT = 500
KEPT_SECONDS = 3600.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class _Asked:
    """What the service is asked, as the key of its answer: nobody's words."""

    digest: bytes
    source: str
    target: str


class KnownTranslations:
    """The answers of the last hour, the most recently used last."""

    def __init__(self) -> None:
        self._answers: OrderedDict[_Asked, tuple[float, str]] = OrderedDict()
        self._lock = Lock()

    def get(self, asked: _Asked) -> str | None:
        with self._lock:
            until, words = self._answers.pop(asked, (0.0, ""))
            if until < monotonic():
                return None
            self._answers[asked] = until, words
            return words

    def keep(self, asked: _Asked, words: str) -> None:
        with self._lock:
            self._answers[asked] = monotonic() + KEPT_SECONDS, words
            while len(self._answers) > MOST_KEPT:
                self._answers.popitem(last=False)


def init_app(app: Flask) -> None:
    app.extensions["translator answers"] = KnownTranslations()
    app.extensions["translator calls"] = BoundedSemaphore(AT_ONCE)
    app.add_template_global(address, "translator_address")


def address() -> str | None:
    """Return the address of the service, or None if there is none. A workspace that was restored to
    look at it asks none.
    """
    url: str = current_app.config["TRANSLATOR_URL"]
    return url.rstrip("/") if url and not mail.is_trial(current_app) else None


def translate(words: str, source: str, target: str) -> str:
    """Return the words in the language `target`, as plain text. The caller has made sure that they
    may be sent, and holds no transaction open.
    """
    asked = _Asked(sha256(words.encode()).digest(), source, target)
    answers: KnownTranslations = current_app.extensions["translator answers"]
    known = answers.get(asked)
    if known is None:
        known = _ask(words, source, target)
        answers.keep(asked, known)
    return known


def missing_languages() -> list[str]:
    """Ask which languages the service has, and return those of the six that it lacks."""
    status, said = _call("GET", "/languages")
    if status != requests.codes.ok or not isinstance(said, list):
        raise _away()
    has = {primary_subtag(str(each.get("code", ""))) for each in said if isinstance(each, dict)}
    return [tag for tag in LANGUAGE_NAMES if tag not in has]


def _ask(words: str, source: str, target: str) -> str:
    asked = {"q": words, "source": source, "target": target, "format": "text"}
    if key := current_app.config["TRANSLATOR_KEY"]:
        asked["api_key"] = key
    calls: BoundedSemaphore = current_app.extensions["translator calls"]
    if not calls.acquire(blocking=False):
        raise Away(_("Many translations are being made. Try again in a moment."))
    try:
        status, said = _call("POST", "/translate", asked)
    finally:
        calls.release()
    if status == requests.codes.too_many_requests:
        raise Away(_("The translation service has much to do. Try again in a few minutes."))
    if status == requests.codes.bad_request:
        raise Refused(
            _(
                "The translation service does not take this text: it is too long, or in a language "
                "that the service does not offer."
            )
        )
    translated = said.get("translatedText") if isinstance(said, dict) else None
    if status != requests.codes.ok or not isinstance(translated, str) or not translated.strip():
        log.warning("translator_failed", status=status)
        raise _away()
    return translated.strip()


def _call(method: str, path: str, asked: dict[str, str] | None = None) -> tuple[int, Any]:
    """Return the status and the JSON of an answer. No redirect is followed and no proxy is asked:
    words go to the named service and nowhere else.
    """
    url = f"{address()}{path}"
    until = monotonic() + LONGEST_CALL
    try:
        with requests.Session() as line:
            line.trust_env = False
            with line.request(
                method, url, json=asked, timeout=PATIENCE, allow_redirects=False, stream=True
            ) as answer:
                body = b""
                for piece in answer.iter_content(16_384):
                    body += piece
                    if len(body) > LONGEST_ANSWER or monotonic() > until:
                        raise requests.RequestException("The answer is too long or too slow.")
                return answer.status_code, json.loads(body) if body else None
    except (requests.RequestException, ValueError) as error:
        log.warning("translator_failed", error=error)
        raise _away() from error


def _away() -> Away:
    return Away(_("The translation service does not answer. Try again later."))
