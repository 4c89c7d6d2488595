"""Composes a report on implementation: values in, a paper by sections out (pure).

It has a summary; one section for each operative clause, in the order of the resolution; regional
projects and partnerships; coverage in pictures, each with its table; and the registry by region as
an annex.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from flask_babel import gettext as _
from flask_babel import ngettext, pgettext

from wgcop import paper
from wgcop.i18n import comma, number, semicolon
from wgcop.implementation_reports.entries import EntriesNamed, EntriesPlace
from wgcop.implementation_reports.figures import Figures, value_of
from wgcop.implementation_reports.reported import (
    HERE,
    PROJECTS,
    SUMMARY,
    CitedThing,
    Drawing,
    ReportContent,
    Reported,
    ReportedClause,
    ReportedEntry,
    ReportSection,
)
from wgcop.paper import Node
from wgcop.paper.blocks import (
    Said,
    block,
    bullets,
    heading,
    linked,
    paragraph,
    picture,
    table,
    taken_over,
    words,
)
from wgcop.paper.schema import completed
from wgcop.resolutions.quoted import of_clause

MOST_OF_CLAUSE = 20
"""The most initiatives that are named under a clause; the annex has all of them."""
MOST_PARTNERS = 12
"""The most partners that a sentence names; the section lists all."""
MOST_IN_TABLES = 600
"""The most entries for which the annex has tables. For more it has lists, which print three times
as fast and are just as readable.
"""
_LINK = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands in a translated sentence where a link comes."""
WORLDWIDE = ""
"""The key under which the annex lists entries that name no region."""


def compose(told: Reported) -> ReportContent:
    return ReportContent(
        cover=told.cover,
        edition=told.edition,
        sections=list(_sections(told)),
        totals=told.totals,
        registry=list(told.registry),
        drawings=list(told.drawings),
    )


def whole_text(sections: Sequence[ReportSection]) -> Node:
    """Return all sections under their headings, as one paper."""
    blocks: list[Node] = []
    for section in sections:
        if section.level:
            verb = [words(section.verb, "em")] if section.verb else []
            rest = [words(section.rest)] if section.rest else []
            blocks.append(block("heading", [*verb, *rest], level=section.level))
        blocks += section.blocks
    return completed({"type": "doc", "content": blocks or [paragraph("")]})


def suggested_words(told: Reported, key: str) -> str:
    """Return the records about a section as sentences, as a suggestion for its writers; empty if
    there are no records.
    """
    if key == SUMMARY:
        return _suggested_summary(told)
    clause = next((clause for clause in told.clauses if clause.wid == key), None)
    return _suggested_results(clause) if clause else ""


def _suggested_results(clause: ReportedClause) -> str:
    def counted(name: str) -> int:
        return value_of(clause.figures, name)

    sentences = []
    if actions := counted("actions"):
        sentences.append(_agreed(actions, counted("done"), counted("late")))
    if outputs := [
        action.outputs.strip().rstrip(".") for action in clause.actions if action.outputs
    ]:
        sentences.append(_("What came of it: %(outputs)s.", outputs=semicolon().join(outputs)))
    if evidence := counted("evidence"):
        sentences.append(
            ngettext(
                "%(num)d piece of evidence is recorded.",
                "%(num)d pieces of evidence are recorded.",
                evidence,
            )
        )
    if initiatives := counted("initiatives"):
        sentences.append(
            ngettext(
                "%(num)d initiative of the registry serves this clause.",
                "%(num)d initiatives of the registry serve this clause.",
                initiatives,
            )
        )
    if clause.partners:
        names = comma().join(distinct(clause.partners)[:MOST_PARTNERS])
        sentences.append(_("Partners are %(names)s.", names=names))
    if asked := counted("asked"):
        sentences.append(reply_rate(counted("replied"), asked))
    return " ".join(sentences)


def _agreed(actions: int, done: int, late: int) -> str:
    return ngettext(
        "%(num)d action was agreed: %(done)d done, %(late)d late.",
        "%(num)d actions were agreed: %(done)d done, %(late)d late.",
        actions,
        done=done,
        late=late,
    )


def _suggested_summary(told: Reported) -> str:
    totals = told.totals
    sentences = [
        _(
            "This report covers %(period)s. It goes by the operative clauses of %(edition)s.",
            period=told.period,
            edition=told.edition,
        ),
        ngettext(
            "There is evidence for %(found)d of %(num)d operative clause.",
            "There is evidence for %(found)d of %(num)d operative clauses.",
            value_of(totals, "clauses"),
            found=value_of(totals, "clauses") - value_of(totals, "without_evidence"),
        ),
        _agreed(value_of(totals, "actions"), value_of(totals, "done"), value_of(totals, "late")),
        ngettext(
            "The registry has %(num)d entry (regional projects: %(projects)d, partnerships: "
            "%(partnerships)d).",
            "The registry has %(num)d entries (regional projects: %(projects)d, partnerships: "
            "%(partnerships)d).",
            value_of(totals, "entries"),
            projects=value_of(totals, "projects"),
            partnerships=value_of(totals, "partnerships"),
        ),
    ]
    if asked := value_of(totals, "asked"):
        sentences.append(reply_rate(value_of(totals, "replied"), asked))
    return " ".join(sentences)


def reply_rate(replied: int, asked: int) -> str:
    return ngettext(
        "%(replied)d of %(num)d member that was asked replied (%(rate)d%%).",
        "%(replied)d of %(num)d members that were asked replied (%(rate)d%%).",
        asked,
        replied=replied,
        rate=100 * replied // asked if asked else 0,
    )


def _sections(told: Reported) -> Iterator[ReportSection]:
    summary = told.written(SUMMARY)
    yield ReportSection(
        SUMMARY,
        _("Summary"),
        1,
        written=written_blocks(summary.text, level=2),
        composed=_figures_table(told.totals),
        figures=told.totals,
        mark=summary.mark,
        review=summary.review,
    )
    yield ReportSection("clauses", _("Implementation by clause"), 1, composed=[_basis(told)])
    for title, clauses in groupby(told.clauses, key=lambda clause: clause.heading):
        listed = list(clauses)
        if len(listed) > 1:
            yield ReportSection(f"heading:{listed[0].wid}", title, 2, verb=title)
        for clause in listed:
            written, level = told.written(clause.wid), 3 if len(listed) > 1 else 2
            yield ReportSection(
                clause.wid,
                clause.citation,
                level,
                opening=_of_clause(clause),
                written=written_blocks(written.text, level=level + 1),
                composed=_done_for(clause, level=level + 1, place=told.entries_place),
                figures=clause.figures,
                mark=written.mark,
                review=written.review,
                verb=clause.heading if clause.citation.startswith(clause.heading) else "",
            )
    projects = told.written(PROJECTS)
    yield ReportSection(
        PROJECTS,
        _("Regional projects and partnerships"),
        1,
        written=written_blocks(projects.text, level=2),
        composed=[*_projects(told.projects), *_partnerships(told.partnerships)],
        mark=projects.mark,
        review=projects.review,
    )
    if told.drawings:
        yield ReportSection(
            "coverage", _("Coverage of the registry"), 1, composed=[_about_pictures()]
        )
        for drawing in told.drawings:
            yield ReportSection(
                f"picture:{drawing.key}", drawing.title, 2, composed=_drawn(drawing)
            )
    if told.entries_place == EntriesPlace.CLAUSES:
        return
    yield ReportSection(
        "registry", _("Annex: the registry by region"), 1, composed=[_about_annex(told)]
    )
    yield from _annex(told)


def _basis(told: Reported) -> Node:
    sentence = _(
        "The clauses are those of %(text)s. The period is %(period)s.",
        text=_LINK,
        period=told.period,
    )
    before, _link, after = sentence.partition(_LINK)
    return paragraph([words(before), _led(told.edition, told.edition_url), words(after)])


def written_blocks(text: str, *, level: int) -> list[Node]:
    """Return the text that people wrote as blocks, parsed from the workspace's markup. Their
    headings have this level, below that of the section.
    """
    return taken_over(paper.from_text(text), level=level) if text.strip() else []


def _figures_table(figures: Figures) -> list[Node]:
    rows = [(figure.label, number(figure.value)) for figure in figures]
    if not rows:
        return []
    return [table((_("Figure"), pgettext("a quantity", "Number")), rows, begins_with_names=True)]


def _of_clause(clause: ReportedClause) -> list[Node]:
    return [block("blockquote", of_clause(clause.text), clause=clause.wid)]


def _done_for(clause: ReportedClause, *, level: int, place: EntriesPlace) -> list[Node]:
    """Return blocks on the actions for a clause, their outputs and evidence, partners, initiatives,
    and members' replies.
    """
    blocks: list[Node] = []
    if clause.actions:
        rows = [(a.text, a.asked, a.lead, a.due, _state(a.state, a.said)) for a in clause.actions]
        head = (_("Action"), _("Who is asked"), _("Lead"), pgettext("deadline", "By"), _("State"))
        blocks += [heading(level, _("Actions")), table(head, rows)]
    blocks.append(heading(level, _("Outputs and evidence")))
    outputs = [action.outputs for action in clause.actions if action.outputs]
    if outputs or clause.evidence:
        blocks.append(bullets([*outputs, *(_cited(piece) for piece in clause.evidence)]))
    if not clause.evidence:
        blocks.append(paragraph(_("No evidence has been recorded for this clause.")))
    if clause.partners:
        blocks += [
            heading(level, _("Partners")),
            paragraph(comma().join(distinct(clause.partners)) + "."),
        ]
    if clause.entries and place != EntriesPlace.ANNEX:
        most = MOST_OF_CLAUSE if place == EntriesPlace.BOTH else len(clause.entries)
        blocks.append(heading(level, _("Initiatives that serve this clause")))
        blocks.append(bullets(_entry(entry) for entry in clause.entries[:most]))
        if others := len(clause.entries[most:]):
            told = ngettext("And %(num)d other.", "And %(num)d others.", others)
            blocks.append(paragraph(told))
    if clause.invites or clause.replies:
        blocks += _replies(clause, level)
    return blocks


def _led(said: str, url: str) -> Node:
    return linked(said, f"{HERE}{url}" if url.startswith("/") else url)


def _state(state: str, said: str) -> str:
    return f"{state} ({said})" if said else state


def _cited(link: CitedThing) -> Said:
    note = f" ({link.note})" if link.note else ""
    return [_led(link.title, link.url), words(note)] if note else [_led(link.title, link.url)]


def _entry(entry: ReportedEntry) -> Said:
    about = comma().join(filter(None, [entry.lead, entry.where or entry.level, entry.years]))
    name = _led(f"{entry.reference} {entry.title}".strip(), entry.url)
    return [name, words(f" ({about})")] if about else [name]


def _replies(clause: ReportedClause, level: int) -> list[Node]:
    blocks = [heading(level, _("Replies"))]
    asked = value_of(clause.figures, "asked")
    if not asked:
        return [*blocks, paragraph(_("No member has been asked for information yet."))]
    blocks.append(paragraph(reply_rate(value_of(clause.figures, "replied"), asked)))
    if clause.replies:
        rows = [(reply.words, number(reply.number)) for reply in clause.replies]
        blocks.append(table((_("Reply"), _("Members")), rows, begins_with_names=True))
    return blocks


def _projects(projects: Sequence[ReportedEntry]) -> list[Node]:
    if not projects:
        return [paragraph(_("The registry has no regional projects."))]
    head = (_("Regional project"), _("Region and regional office"), _("Partners"), _("State"))
    rows: list[Sequence[Said]] = [
        (
            _entry(project),
            comma().join(filter(None, [project.where, project.office])),
            comma().join(distinct(project.partners)),
            comma().join(filter(None, [project.state, project.budget_line])),
        )
        for project in projects
    ]
    return [heading(2, _("Regional projects")), table(head, rows)]


def _partnerships(partnerships: Sequence[ReportedEntry]) -> list[Node]:
    if not partnerships:
        return [paragraph(_("The registry has no partnerships."))]
    head = (_("Partnership"), _("Partners"), _("Basis"), _("Years"))
    rows: list[Sequence[Said]] = [
        (
            [_led(f"{partnership.reference} {partnership.title}".strip(), partnership.url)],
            comma().join(distinct(filter(None, [partnership.lead, *partnership.partners]))),
            partnership.basis,
            partnership.years,
        )
        for partnership in partnerships
    ]
    return [heading(2, _("Partnerships")), table(head, rows)]


def distinct(names: Iterable[str]) -> list[str]:
    """Return each name once, as it was written first. Case makes no difference."""
    once: dict[str, str] = {}
    for name in filter(None, map(str.strip, names)):
        once.setdefault(name.casefold(), name)
    return list(once.values())


def _about_pictures() -> Node:
    return paragraph(_("Each picture is followed by a table with the same numbers."))


def _drawn(drawing: Drawing) -> list[Node]:
    """Return the blocks of a picture. A picture that could not be drawn leaves its table."""
    blocks: list[Node] = []
    if drawing.svg:
        blocks.append(picture(drawing.key, drawing.alt))
    if drawing.note:
        blocks.append(paragraph(drawing.note))
    return [*blocks, table(drawing.head, drawing.rows, begins_with_names=True)]


def _about_annex(told: Reported) -> Node:
    which = {
        EntriesNamed.ALL: "",
        EntriesNamed.CHANGED: _("Only what is new or has changed since the last report is listed."),
        EntriesNamed.NEW: _("Only what is new since the last report is listed."),
    }[told.entries_named]
    return paragraph(
        (f"{which} " if which else "")
        + ngettext(
            "%(num)d entry, accepted by the secretariat. One that covers several regions is listed "
            "in each of them.",
            "%(num)d entries, accepted by the secretariat. One that covers several regions is "
            "listed in each of them.",
            len(told.registry),
        )
    )


def _annex(told: Reported) -> Iterator[ReportSection]:
    names = {**told.region_names, WORLDWIDE: _("Worldwide, or no region named")}
    for region, name in names.items():
        entries = [entry for entry in told.registry if region in (entry.regions or (WORLDWIDE,))]
        if entries:
            is_long = len(told.registry) > MOST_IN_TABLES
            listed = _as_list(entries) if is_long else _as_table(entries)
            yield ReportSection(f"region:{region}", name, 2, composed=[listed])


def _as_list(entries: Sequence[ReportedEntry]) -> Node:
    return bullets(
        [
            words(f"{entry.reference} " if entry.reference else ""),
            _led(entry.title, entry.url),
            words(f" ({about})" if (about := _about(entry)) else ""),
        ]
        for entry in entries
    )


def _about(entry: ReportedEntry) -> str:
    where = ": ".join(filter(None, [entry.level, entry.where]))
    return semicolon().join(filter(None, [entry.lead, where, _years(entry)]))


def _as_table(entries: Sequence[ReportedEntry]) -> Node:
    head = (_("No."), _("Name"), _("Lead"), _("Level and place"), _("Years"))
    rows: list[Sequence[Said]] = [
        (
            entry.reference,
            [_led(entry.title, entry.url)],
            entry.lead,
            ": ".join(filter(None, [entry.level, entry.where])),
            _years(entry),
        )
        for entry in entries
    ]
    return table(head, rows)


def _years(entry: ReportedEntry) -> str:
    return comma().join(filter(None, [entry.years, entry.confidence]))
