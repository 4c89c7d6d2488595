"""The sentences of a landscape, the same on the page and in Word."""

from collections.abc import Iterator, Mapping

from flask_babel import gettext as _
from flask_babel import ngettext

from wgcop.bodies.levels import LEVEL_NAMES, Level
from wgcop.i18n import language_name, moment, semicolon
from wgcop.priorwork.landscape.works import Landscape, Work
from wgcop.search.kinds import KIND_NAMES
from wgcop.search_page.names import kind_name, name_of, when


def about(landscape: Landscape) -> Iterator[str]:
    """Yield sentences on when the landscape was made, from how many records, and by which question."""
    yield _(
        "Made on %(moment)s from the %(records)s records that you may read.",
        moment=moment(landscape.made_at),
        records=f"{landscape.among:,}",
    )
    subject = landscape.subject
    if subject.question is not None:
        if landscape.is_loose:
            yield _("No result has all of these words. The results below have some of them.")
        else:
            yield _(
                "Searched for: everything that contains all the words “%(typed)s”.",
                typed=subject.title,
            )
    elif subject.clauses:
        yield _(
            "Searched for: everything tagged with the same clauses, and the works with the "
            "most similar words."
        )
    else:
        yield _("Searched for: the works with the most similar words.")


def summary(landscape: Landscape) -> Iterator[str]:
    count = len(landscape.works)
    counts = semicolon().join(
        f"{KIND_NAMES[kind].many}: {n}" for kind, n in landscape.kinds.items()
    )
    works = ngettext("%(num)d work", "%(num)d works", count)
    yield f"{works}. {counts}." if counts else f"{works}."
    if landscape.tagged:
        yield ngettext(
            "%(num)d of them is on the same clauses.",
            "%(num)d of them are on the same clauses.",
            landscape.tagged,
        )
    if landscape.left_out:
        yield ngettext(
            "%(num)d more was found. It does not fit on this page.",
            "%(num)d more were found. They do not fit on this page.",
            landscape.left_out,
        )
    if landscape.comments:
        yield ngettext(
            "In addition: %(num)d comment on the same clauses.",
            "In addition: %(num)d comments on the same clauses.",
            landscape.comments,
        )


def level_name(level: str) -> str:
    return str(LEVEL_NAMES[Level(level)]) if level else _("Papers of meetings")


def body_name(body: str, names: Mapping[str, str]) -> str:
    return names.get(body) or body or _("No body is named")


def facts(work: Work) -> Iterator[str]:
    """Yield kind, date, symbol, source and so on, the most important first. Facts that follow from
    the others are left out.
    """
    hit = work.hit
    yield kind_name(hit.kind)
    if date := when(hit):
        yield date
    if hit.symbol and hit.symbol not in hit.title:
        yield hit.symbol
    if hit.source and hit.source != work.body and hit.body and hit.kind != "document":
        yield hit.source
    if hit.region:
        yield name_of(hit.region, "region")
    if hit.place:
        yield hit.place
    if hit.state:
        yield name_of(hit.state, "state")
    if hit.language and hit.language != "en":
        yield language_name(hit.language)


def built_on_words() -> str:
    return _("Works on which it says it builds")


def declared_words() -> str:
    return _("On the same clause")


def far_words() -> str:
    return _("On the same clause, in other words")
