"""Languages, text direction, and dates as people write them."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from babel import Locale, UnknownLocaleError, localedata
from babel.dates import format_date, format_skeleton, parse_pattern
from babel.numbers import format_decimal
from babel.support import Translations
from flask import Flask, current_app, g, has_request_context, request, session
from flask_babel import (
    Babel,
    Domain,
    force_locale,
    format_datetime,
    get_locale,
    get_translations,
    pgettext,
)
from flask_babel import gettext as _
from flask_login import current_user
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from wgcop.errors import Invalid
from wgcop.languages import (
    LANGUAGE_NAMES,
    OTHER,
    UNDETERMINED,
    catalogues,
    group_of,
    language_direction,
)
from wgcop.languages.scripts import direction

log = structlog.get_logger(__name__)

LANGUAGE = "language"
ASKED = "wgcop_asked_language"
"""What a program asks for in the address of one request."""
CATALOGUES = "catalogues"
"""The folder of catalogues beside templates and static files; in the folder of data, that of the
words which an office puts right.
"""
MOST_SENTENCES = 20_000
"""The number of sentences of templates kept in the cache, in all languages; there are some three
thousand in each.
"""
MOST_NAMES = 2_000
"""The most languages other than the six whose own names are cached. Babel knows a thousand."""


def init_app(app: Flask) -> None:
    catalogues.compile_changed(Path(app.root_path) / CATALOGUES)
    babel = Babel(  # one for each application: it keeps the catalogues that it has read
        app,
        default_locale="en",
        default_translation_directories=CATALOGUES,
        default_timezone="UTC",
        locale_selector=choose_language,
    )
    with app.app_context():
        words = babel.domain_instance = words_of_office(Path(app.config["DATA_DIR"]) / CATALOGUES)
    if words.refused:
        log.warning("words_of_office_refused", words=[str(each) for each in words.refused])
    with app.app_context():
        translated = {str(locale) for locale in babel_translations()} | {"en"}
    offered = [tag for tag in app.config["LANGUAGES"] if tag in translated]
    if not offered:
        raise Invalid(
            f"LANGUAGES must name at least one that has a catalogue: {', '.join(sorted(translated))}."
        )
    app.extensions["languages"] = offered
    say_quickly(app)
    app.context_processor(page_language)
    app.add_template_filter(day, "day")
    app.add_template_filter(group_of, "language_group")
    app.add_template_filter(language_direction)
    app.add_template_filter(weekday, "weekday")
    app.add_template_filter(short_weekday, "short_weekday")
    app.add_template_filter(moment, "moment")
    app.add_template_filter(clock_name, "clock_name")
    app.add_template_filter(clock_minutes, "clock_minutes")
    app.add_template_filter(in_hours, "in_hours")
    app.add_template_filter(days, "days")
    app.add_template_filter(partial_date, "partial_date")
    app.add_template_global(comma)
    app.add_template_global(semicolon)


class OfficeWords(Domain):
    """The catalogues of the workspace, with the words that an office put right over them, but without
    those that would break a page.
    """

    def __init__(
        self, put_right: dict[str, Translations], refused: Sequence["RefusedText"]
    ) -> None:
        super().__init__()
        self.put_right = put_right
        self.refused = refused
        self._whole: dict[str, Any] = {}

    def get_translations(self) -> Any:
        language = str(get_locale())
        if language not in self.put_right:
            return super().get_translations()
        if language not in self._whole:
            self._whole[language] = super().get_translations().merge(self.put_right[language])
        return self._whole[language]


@dataclass(frozen=True)
class RefusedText:
    """A text that an office put right and that would break a page, by its place."""

    language: str
    line: int
    fault: str

    def __str__(self) -> str:
        return f"{CATALOGUES}/{self.language}.po, line {self.line}: {self.fault}"


def words_of_office(folder: Path) -> OfficeWords:
    """Read the words that an office put right: a file such as `fr.po` for each language, with only
    the messages that differ. A text that would break a page is refused; a file that cannot be read
    stops the start.
    """
    found, refused = {}, []
    for file in sorted(folder.glob("*.po")):
        language = file.stem
        try:
            catalogue = catalogues.read(file, str(Locale.parse(language)))
            ours = _ours(language)
            refused += [
                RefusedText(language, message.lineno or 0, fault)
                for message, fault in catalogues.leave_out_faulty(catalogue, ours)
            ]
            found[language] = catalogues.translations(catalogue)
        except (ValueError, UnknownLocaleError, OSError) as error:
            raise Invalid(f"{file} is no catalogue: {error}.") from error
    return OfficeWords(found, refused)


def refused_words(app: Flask) -> Sequence[RefusedText]:
    """Return the texts of an office that would break a page, and are not used."""
    words: OfficeWords = app.extensions["babel"].instance.domain_instance
    return words.refused


def words_put_right(app: Flask) -> Iterator[tuple[str, int, list[str]]]:
    """Yield for each language how many texts an office put right, and which of them the workspace
    does not say.
    """
    babel = app.extensions["babel"].instance
    with app.app_context():
        said = set().union(*(_texts(_ours(str(each))) for each in babel.list_translations()))
    for language, words in babel.domain_instance.put_right.items():
        unused = sorted(_texts(words) - said)
        yield language, len(_texts(words)) - len(unused), unused


def _ours(language: str) -> Any:
    """Return the catalogue without the words of an office."""
    with force_locale(language):
        return Domain().get_translations()


def _texts(translations: Any) -> set[str]:
    """Return the English of all texts, after their context. A plural is named by its singular."""
    keys = (key[0] if isinstance(key, tuple) else key for key in translations._catalog)
    return {key for key in keys if key}


def say_quickly(app: Flask) -> None:
    """Make templates look up translations directly by domain and locale, because a page needs a
    hundred of them.
    """
    read: dict[Locale, Any] = {}

    def catalogue() -> Any:
        locale = get_locale()
        if locale is None:
            return get_translations()
        found = read.get(locale)
        if found is None:
            found = read[locale] = get_translations()
        return found

    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda words: catalogue().ugettext(words),
        ngettext=lambda one, many, n: catalogue().ungettext(one, many, n),
        newstyle=True,
        pgettext=lambda context, words: catalogue().upgettext(context, words),
        npgettext=lambda context, one, many, n: catalogue().unpgettext(context, one, many, n),
    )

    @lru_cache(maxsize=MOST_SENTENCES)
    def said(_locale: Locale | None, words: str) -> tuple[str, Markup]:
        text = catalogue().ugettext(words)
        return text, Markup(text)  # noqa: S704 (a template of ours asks for it)

    @lru_cache(maxsize=MOST_SENTENCES)
    def said_alone(locale: Locale | None, words: str) -> tuple[str, Markup]:
        text, markup = said(locale, words)
        return text % {}, markup % {}

    @pass_eval_context
    def say(evaluation: EvalContext, words: str, /, **named: Any) -> str:
        """Translate as the extension does, but with fewer calls: the extension needs four to reach
        the catalogue.
        """
        if not named:
            return said_alone(get_locale(), words)[evaluation.autoescape]
        return said(get_locale(), words)[evaluation.autoescape] % named

    app.jinja_env.globals["_"] = say


def babel_translations() -> list[Locale]:
    return list(current_app.extensions["babel"].instance.list_translations())


def choose_language() -> str:
    """Return the language that the reader chose, or else the best that their browser accepts, among
    those with a catalogue.
    """
    languages: list[str] = current_app.extensions["languages"]
    if not has_request_context():
        return languages[0]
    chosen = (
        g.get(ASKED)
        or session.get(LANGUAGE)
        or (current_user.language if current_user.is_authenticated else None)
    )
    if chosen in languages:
        return str(chosen)
    return request.accept_languages.best_match(languages) or languages[0]


def written_to(language: str) -> AbstractContextManager[None]:
    """Switch to the language of a recipient. A language without a catalogue is replaced, so that
    dates are not in another language than the text.
    """
    languages: list[str] = current_app.extensions["languages"]
    return force_locale(language if language in languages else languages[0])


def language_of_page() -> str:
    """Return the language of the answer as a language tag."""
    return str(get_locale() or Locale("en")).replace("_", "-")


def page_language() -> dict[str, Any]:
    locale = get_locale() or Locale("en")
    return {
        "page_language": language_of_page(),
        "page_direction": locale.text_direction,
        "languages": _own_names(tuple(current_app.extensions["languages"])),
    }


@lru_cache
def _own_names(tags: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(tag, Locale.parse(tag).get_display_name(tag) or tag) for tag in tags]


def language_name(tag: str) -> str:
    """Return what speakers of the language call it. A language other than the six is shown as
    “Other”, followed by its own name or, if that is unknown, its name in the reader's language.
    """
    if group_of(tag) != OTHER:
        return LANGUAGE_NAMES[group_of(tag)]
    try:
        name = _own_name(tag.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        name = None
    name = name or (get_locale() or Locale("en")).languages.get(tag)
    return (
        _("Other (%(name)s)", name=name)
        if name and tag != UNDETERMINED
        else pgettext("a language", "Other")
    )


@lru_cache(maxsize=MOST_NAMES)
def _own_name(tag: str) -> str | None:
    """Return the name of the language in itself, and drop what Babel read for it: Babel would
    cache half a megabyte for each language, and an address may name any.
    """
    before = set(localedata._cache)
    name = Locale.parse(tag).get_display_name()
    for read in set(localedata._cache) - before:
        localedata._cache.pop(read, None)
    return name


def day(value: Any, language: str = "") -> str:
    """Format a day, such as `3 June 2010`, in the reader's language or in the given one."""
    on = value.date() if isinstance(value, datetime) else value
    return _day(on, language or str(get_locale() or "en"))


@lru_cache(maxsize=4_000)
def _day(value: date, language: str) -> str:
    return format_date(value, "long", locale=_written_in(language))


def number(value: int) -> str:
    """Format a number, such as `5,000`, or `5 000` in French."""
    return format_decimal(value, locale=get_locale() or Locale("en"))


def comma() -> str:
    """Return what stands between the words of a list: `Kenya, Japan`, but `肯尼亚、日本`."""
    return pgettext("between the words of a list", ", ")


def semicolon() -> str:
    """Return what stands between phrases that may hold commas themselves."""
    return pgettext("between the phrases of a list", "; ")


def dot() -> str:
    """Return what stands between the facts of a line. From right to left, a mark in it keeps facts
    in Latin letters from changing places.
    """
    return f" {end_of_latin()}· "


def end_of_latin() -> str:
    """Return what keeps the signs and figures that follow Latin letters out of them in a line from
    right to left. Word knows no marks around words.
    """
    return "\u200f" if is_rtl() else ""


def whole(words: str) -> str:
    """Return words so that, in a line from right to left, the sign at the end of `recalling a)`
    stays there.
    """
    return f"{words}\u200e" if is_rtl() and direction(words) == "ltr" else words


def is_rtl() -> bool:
    """Return whether the reader's language runs from right to left."""
    return (get_locale() or Locale("en")).text_direction == "rtl"


def in_order(code: str) -> str:
    """Return a code whose parts keep their order in a plain text of the reader's language. After
    Arabic letters, 22-2/1 would be shown as 2/1-22.
    """
    return f"\u200e{code}" if is_rtl() else code


def weekday(value: Any) -> str:
    """Format a day with its weekday: `Thursday 3 June 2010`."""
    return format_date(value, "full", locale=_written_in())


def short_weekday(value: date) -> str:
    """Format a day briefly, such as `Thu 3 Jun`, for narrow lists that show the year elsewhere."""
    return format_skeleton("MMMEd", value, locale=_written_in())


def month(value: Any) -> str:
    """Format a month: `June 2010`."""
    return format_date(value, "LLLL y", locale=_written_in())


def partial_date(written: str) -> str:
    """Format a date that may lack its day or month: `2008`, `November 2008`, `17 May 2008`."""
    match [int(part) for part in written.split("-") if part]:
        case [in_year, in_month, on_day]:
            return day(date(in_year, in_month, on_day))
        case [in_year, in_month]:
            return month(date(in_year, in_month, 1))
        case _:
            return written


def _written_in(language: str = "") -> Locale:
    """Return the locale for dates. English is British, since the ITU writes the day before the
    month.
    """
    locale = Locale.parse(language) if language else get_locale() or Locale("en")
    return Locale("en", "GB") if locale.language == "en" else locale


def days(value: tuple[date, date], language: str = "") -> str:
    """Format a meeting's dates. The part that the first and the last day share is written once:
    `23–26 November 2026`.
    """
    first, last = value
    if first == last:
        return day(first, language)
    locale = _written_in(language)
    differs = "y" if first.year != last.year else "M" if first.month != last.month else "d"
    # Few languages have an interval with the whole month; in the others only its length differs.
    formats = locale.interval_formats
    parts = (formats["yMMMMd"] if "yMMMMd" in formats else formats["yMMMd"])[differs]
    parts = [part if "MMMM" in part else part.replace("MMM", "MMMM") for part in parts]
    return "".join(
        parse_pattern(part).apply(each, locale) for part, each in zip(parts, value, strict=True)
    )


def moment(value: datetime, zone: str = "UTC", place: str = "") -> str:
    """Format a time in the zone of a place, with the name of the zone: `26 November 2026, 18:00
    Geneva time (CET, UTC+1)`.
    """
    local = value.astimezone(ZoneInfo(zone))
    written = format_datetime(local, "d MMMM y, HH:mm", rebase=False)
    return f"{written} {clock_name(value, zone, place)}"


def clock_name(at: datetime, zone: str = "UTC", place: str = "") -> str:
    """Name the place and zone of a clock, such as `Geneva time (CET, UTC+1)`, so that nobody takes
    it for another time.
    """
    if zone == "UTC":
        return "UTC"
    local = at.astimezone(ZoneInfo(zone))
    letters = local.tzname() or ""
    names = [letters] if letters.isalpha() and letters != "UTC" else []
    return _(
        "%(place)s time (%(zone)s)",
        place=place or zone.rpartition("/")[2].replace("_", " "),
        zone=comma().join([*names, _offset(local)]),
    )


def in_hours(minutes: int) -> str:
    """Format a duration: 45 min, 1 h 30."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)d min", minutes=minutes)
    if not rest:
        return _("%(hours)d h", hours=hours)
    return _("%(hours)d h %(minutes)02d", hours=hours, minutes=rest)


def clock_minutes(at: datetime, zone: str) -> int:
    """Return how many minutes the clocks of a zone are ahead of UTC at that moment."""
    ahead = at.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()
    return int(ahead.total_seconds() // 60)


def _offset(local: datetime) -> str:
    minutes = int((local.utcoffset() or timedelta()).total_seconds() // 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}{f':{rest:02}' if rest else ''}"
