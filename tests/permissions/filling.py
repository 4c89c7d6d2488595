"""Fills in a form as somebody does who writes something into each field."""

import io
from datetime import timedelta
from functools import cache
from typing import Any

from lxml.html import FormElement, HtmlElement
from werkzeug.datastructures import MultiDict

from wgcop.clock import now
from wgcop.word import WordDocument, WordRun

KINDS = {"checkbox", "hidden", "submit", "button", "reset"}


def filled_in(form: FormElement) -> dict[str, list[Any]]:
    """What a browser sends of it: what stands there already, and something in each field that is empty."""
    sent: dict[str, list[Any]] = {}
    for name, value in form.form_values():
        sent.setdefault(name, []).append(value)
    for element in form.iter("input", "select", "textarea"):
        name = element.get("name")
        is_empty = not any(each.strip() for each in sent.get(name, []) if each)
        if name and is_empty and element.get("type") not in KINDS:
            sent[name] = [example_of(element)]
    return sent


def sent_by(filled: dict[str, list[Any]]) -> MultiDict[str, Any]:
    """A file is read anew each time that it is sent."""
    return MultiDict(
        (name, (io.BytesIO(word_file()), "words.docx") if value is FILE else value)
        for name, values in filled.items()
        for value in values
        if value is not None
    )


FILE = object()
BY_NAME = {
    **dict.fromkeys(("url", "link", "address"), "https://example.org/new"),
    **dict.fromkeys(("started", "ended"), "2020"),
}
"""What a field takes that looks as any other."""
WORDS = "Radio reaches parents whom posters do not."


@cache
def word_file() -> bytes:
    """The same bytes each time, as those of a file that somebody chose."""
    document = WordDocument(title="Radio", language="en", created=now())
    document.paragraph(WordRun(WORDS))
    return document.bytes()


def example_of(element: HtmlElement) -> Any:
    if element.tag == "select":
        return next((each.get("value") for each in element.iter("option") if each.get("value")), "")
    kind = element.get("type", "text")
    if kind == "file":
        return FILE
    if kind == "radio":
        return element.get("value")
    if example := BY_NAME.get(element.get("name")):
        return example
    later = now() + timedelta(days=20)
    return {
        "date": str(later.date()),
        "datetime-local": f"{later.date()}T10:00",
        "time": "10:00",
        "number": element.get("min") or "1",
        "email": "somebody.new@example.org",
        "url": "https://example.org/new",
    }.get(kind, f"Words for {element.get('name')}")
