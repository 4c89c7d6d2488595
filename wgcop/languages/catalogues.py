"""Catalogues of translated messages: how they are written and compiled, and what is wrong with one."""

import os
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po
from babel.support import Translations

NAME = "messages.po"
IN_A_LANGUAGE = f"*/LC_MESSAGES/{NAME}"
MOST = 1_000
"""Two rules for plurals that agree on the numbers below this are the same rule."""

_PLACEHOLDERS = re.compile(r"%\(\w+\)\d*[a-z]|%%|\{\w+\}")
_NUMBER = re.compile(r"%\(num\)[ds]")
_TAGS = re.compile(r"<[^<>]+>")
_WRAPPED_INSIDE = re.compile(rb'\n#\| (?!msgid|msgctxt|")')
"""Babel wraps the former English of a fuzzy message inside its quotation marks, which gettext cannot read."""

_OF_NO_USE = re.compile(
    rb'^"(?:POT-Creation-Date|PO-Revision-Date|Generated-By|Last-Translator|Language-Team'
    rb"|Report-Msgid-Bugs-To):.*\n",
    re.MULTILINE,
)


def read(file: Path, language: str) -> Catalog:
    """Read a catalogue. Raises ValueError with the line that is not understood."""
    try:
        with file.open("rb") as handle:
            return read_po(handle, locale=language, abort_invalid=True)
    except PoFileError as error:
        raise ValueError(f"line {error.lineno + 1} is not understood") from error
    except UnicodeDecodeError as error:
        raise ValueError("it is not text in UTF-8") from error


def written(catalogue: Catalog) -> bytes:
    """Return the catalogue as its file: in the order of its messages, without line numbers, dates
    and names, so that two versions differ by what was translated.
    """
    file = BytesIO()
    write_po(
        file,
        catalogue,
        width=0,
        sort_output=True,
        ignore_obsolete=True,
        include_previous=True,
        include_lineno=False,
    )
    return _WRAPPED_INSIDE.sub(b" ", _OF_NO_USE.sub(b"", file.getvalue()))


def compile_changed(folder: Path) -> None:
    """Compile the catalogues of a folder that changed since they were compiled. What is marked as
    fuzzy is left out.
    """
    for source in sorted(folder.glob(IN_A_LANGUAGE)):
        target = source.with_suffix(".mo")
        changed = source.stat().st_mtime_ns
        if target.exists() and target.stat().st_mtime_ns == changed:
            continue
        try:
            catalogue = read(source, source.parent.parent.name)
        except ValueError as error:
            raise ValueError(f"{source}: {error}.") from error
        _put(target, compiled(catalogue), changed)


def _put(target: Path, content: bytes, changed: int) -> None:
    """Put the file in its place at once, since other processes may read it."""
    descriptor, part = tempfile.mkstemp(dir=target.parent, prefix=target.name)
    try:
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(content)
        os.utime(part, ns=(changed, changed))
        Path(part).chmod(0o644)
        Path(part).replace(target)
    finally:
        Path(part).unlink(missing_ok=True)


def compiled(catalogue: Catalog) -> bytes:
    file = BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def translations(catalogue: Catalog) -> Translations:
    return Translations(BytesIO(compiled(catalogue)))


def have_same_plurals(one: Translations, other: Translations) -> bool:
    return all(one.plural(number) == other.plural(number) for number in range(MOST))


def messages_of(catalogue: Catalog) -> Iterator[Message]:
    """Yield the messages without the head."""
    return (message for message in catalogue if message.id)


def english_of(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def forms_of(message: Message) -> tuple[str, ...]:
    """Return the translated forms, empty where nothing is translated yet."""
    string = message.string or ""
    return (string,) if isinstance(string, str) else tuple(string)


def leave_out_faulty(catalogue: Catalog, ours: Translations) -> Iterator[tuple[Message, str]]:
    """Take the messages out that would break a page, and yield each with its first fault. `ours` is
    the catalogue of the workspace, whose plural forms they must have.
    """
    has_same_plurals = have_same_plurals(translations(catalogue), ours)
    numbers = numbers_of_forms(ours)
    for message in list(messages_of(catalogue)):
        fault = next(faults_of(message, numbers), "")
        if message.pluralizable and not has_same_plurals:
            fault = "has other plural forms: copy the line Plural-Forms from the catalogue of the workspace"
        if fault:
            catalogue.delete(message.id, context=message.context)
            yield message, fault


def faults_of(
    message: Message, numbers: Mapping[int, frozenset[int]] | None = None
) -> Iterator[str]:
    """Yield what makes a translation unusable. A form that serves one number alone need not show it,
    nor one for 0 and 1 where the English of 1 does not; `numbers` are those of each form.
    """
    if message.fuzzy:
        yield "is marked as fuzzy: compare it with the English and remove the mark"
    whole = english_of(message)[-1]
    for number, form in enumerate(forms_of(message)):
        if not form.strip():
            yield "has no translation" if number == 0 else f"has no form {number}"
            continue
        differing = _placeholders(form) - _placeholders(whole)
        missing = _placeholders(whole) - _placeholders(form)
        if message.pluralizable:
            shown = Counter(_NUMBER.findall(form))
            differing -= shown
            served = (numbers or {}).get(number, frozenset())
            in_words = not _NUMBER.search(english_of(message)[0]) and served <= {0, 1}
            if shown or (served and (len(served) == 1 or in_words)):
                missing = Counter(
                    {name: n for name, n in missing.items() if not _NUMBER.match(name)}
                )
        if differing or missing:
            yield f"has other placeholders: {_said(differing, missing)}"
        if _has_lone_percent(form) and not _has_lone_percent(whole):
            yield "has a % that is no placeholder"
        tags, tags_of_english = Counter(_TAGS.findall(form)), Counter(_TAGS.findall(whole))
        if tags != tags_of_english:
            yield f"has other tags: {_said(tags - tags_of_english, tags_of_english - tags)}"
        if re.search(r"\w", whole) and _edges(form) != _edges(whole):
            yield "begins or ends with other blanks"


def _placeholders(text: str) -> Counter[str]:
    return Counter(_PLACEHOLDERS.findall(text))


def _has_lone_percent(text: str) -> bool:
    """Return whether there is a percent sign that formatting would take for a placeholder."""
    return "%" in _PLACEHOLDERS.sub("", text)


def _said(more: Counter[str], fewer: Counter[str]) -> str:
    parts = [f"{each} is too many" for each in more] + [f"{each} is missing" for each in fewer]
    return ", ".join(parts)


def _edges(text: str) -> tuple[str, str]:
    stripped = text.strip(" \n")
    start = text.find(stripped)
    return text[:start], text[start + len(stripped) :]


def numbers_of_forms(plurals: Translations) -> dict[int, frozenset[int]]:
    """Return the numbers that each plural form serves, such as 2 alone for the dual of Arabic."""
    served: dict[int, set[int]] = {}
    for number in range(MOST):
        served.setdefault(plurals.plural(number), set()).add(number)
    return {form: frozenset(numbers) for form, numbers in served.items()}


def english_and_translated(messages: Iterable[Message]) -> Iterator[tuple[str, str]]:
    """Yield the English and the translation, of a plural all forms one after another."""
    for message in messages:
        yield "\n".join(english_of(message)), "\n".join(forms_of(message))
