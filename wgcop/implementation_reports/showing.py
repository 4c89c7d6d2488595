"""A report as its page shows it: section by section, with the state of each while it is written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from markupsafe import Markup

from wgcop import paper
from wgcop.implementation_reports.comparing import ComparedReports, ComparedSection
from wgcop.implementation_reports.composing import written_blocks
from wgcop.implementation_reports.cover import PrintedCover
from wgcop.implementation_reports.figures import ComparedFigure, changed
from wgcop.implementation_reports.models import ImplementationReport, WrittenSection
from wgcop.implementation_reports.pictures import in_page
from wgcop.implementation_reports.printed import PrintedReport, placed
from wgcop.implementation_reports.reported import ReportContent, ReportSection
from wgcop.paper import Node
from wgcop.paper.comparison.html import marked_html
from wgcop.paper.html import Surroundings, to_html


@dataclass(frozen=True)
class ShownWords:
    """The text of a section and the state of its review, for members on the page of the draft,
    where they change live.
    """

    section: WrittenSection

    @property
    def body(self) -> Markup:
        """The text as HTML. Its headings are one level below that of the section, or below that of
        the clause.
        """
        around = Surroundings(
            headings_from=3 if self.section.clause_id else 2, prefix=f"{self.section.dom_id}-"
        )
        return as_html(written_blocks(self.section.text, level=2), around)


@dataclass(frozen=True)
class ShownSection:
    """A section as the page shows it. `words` is None in a copy, and in sections in which people
    write nothing.
    """

    section: ReportSection
    number: int
    around: Surroundings
    words: ShownWords | None = None
    changed: tuple[ComparedFigure, ...] = ()
    """Figures that have changed since the report before."""

    @property
    def anchor(self) -> str:
        return f"section-{self.number}"

    @property
    def opening(self) -> Markup:
        return self._shown("o", self.section.opening)

    @property
    def written(self) -> Markup:
        return self._shown("w", self.section.written)

    @property
    def composed(self) -> Markup:
        return self._shown("c", self.section.composed)

    def _shown(self, part: str, blocks: list[Node]) -> Markup:
        prefix = f"{self.anchor}{part}-"
        return as_html(blocks, replace(self.around, prefix=prefix))


@dataclass(frozen=True)
class ShownReport:
    printed: PrintedReport
    report: ImplementationReport
    is_draft: bool
    before: ReportContent | None = None
    """The report before, as it was adopted."""

    @property
    def composed(self) -> ReportContent:
        return self.printed.composed

    @cached_property
    def cover(self) -> PrintedCover:
        return self.printed.cover

    @cached_property
    def sections(self) -> list[ShownSection]:
        around = Surroundings(
            clauses=self.printed.clauses,
            drawn=in_page(self.composed.drawings, self.printed.language),
        )
        rows = {section.key: section for section in self.report.sections} if self.is_draft else {}
        return [
            ShownSection(
                each,
                number,
                around,
                ShownWords(rows[each.key]) if each.key in rows else None,
                tuple(self._changed(each)),
            )
            for number, each in enumerate(self.composed, start=1)
        ]

    def _changed(self, section: ReportSection) -> Iterable[ComparedFigure]:
        if not (self.is_draft and self.before):
            return ()
        was = self.before.section(section.key)
        return changed(was.figures, section.figures) if was and was.figures else ()

    @property
    def contents(self) -> list[ShownSection]:
        """The sections of the first two levels, for the list at the side."""
        return [section for section in self.sections if section.section.level in (1, 2)]

    @property
    def states(self) -> Mapping[str, int]:
        """The number of sections in each state, by the state's name."""
        names = [section.review_name for section in self.report.sections]
        return {name: names.count(name) for name in dict.fromkeys(names)}


def as_html(blocks: list[Node], around: Surroundings) -> Markup:
    if not blocks:
        return Markup("")
    return placed(to_html({"type": "doc", "content": blocks}, around), site="")


def words_as_html(text: str, *, prefix: str) -> Markup:
    return to_html(paper.from_text(text), Surroundings(headings_from=3, prefix=prefix))


def comparison_html(compared: ComparedReports) -> list[tuple[ComparedSection, Markup]]:
    """Return each section with its changes marked; the HTML is empty if the text is the same."""
    return [
        (each, Markup("") if each.is_same else _marked(each, number))
        for number, each in enumerate(compared.sections, start=1)
    ]


def _marked(section: ComparedSection, number: int) -> Markup:
    around = Surroundings(headings_from=3 - section.level, prefix=f"s{number}-")
    return placed(marked_html(section.comparison.marked, around), site="")
