"""The rolling text in Akoma Ntoso 3.0: the text agreed so far, and the amendments of each source to it.

The file is a collection of documents: a statement with the text, for each source an amendment whose
`mod` elements quote each clause as the source wants it, and a list of the proposals that are not part
of this text. Each `mod` has its `textualMod` among the active modifications of its amendment, with the
clause that it is about as destination.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from lxml import etree
from lxml.builder import ElementMaker

from wgcop import markup
from wgcop.i18n import written_to
from wgcop.proposals.symbols import Amendment
from wgcop.resolutions.models import Edition, SectionKind
from wgcop.rolling_files.filed import FiledClause, FiledSection, FiledText, ListedProposal
from wgcop.rolling_files.wording import said_beside

MIME = "application/akn+xml"
NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
_LANGUAGES = {"en": "eng", "fr": "fra", "es": "spa", "ru": "rus", "ar": "ara", "zh": "zho"}
_HERE = "\0"
"""Stands in a sentence for the reference to the clause."""

E = ElementMaker(namespace=NAMESPACE, nsmap={None: NAMESPACE})


def as_akoma_ntoso(edition: Edition, text: FiledText, *, at: datetime) -> bytes:
    with written_to(edition.language):
        root = _AkomaNtosoWriter(edition, text, at).root()
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


@dataclass(frozen=True)
class _Worded:
    """A proposal with the clause that it is about, and the words that it wants there."""

    listed: ListedProposal
    clause: FiledClause
    words: str


class _AkomaNtosoWriter:
    def __init__(self, edition: Edition, text: FiledText, at: datetime) -> None:
        self.edition, self.text, self.at = edition, text, at
        self.language = _LANGUAGES.get(edition.language, edition.language)
        body = _name(edition.resolution.body)
        self.work = f"/akn/un/statement/deliberation/{body}/{edition.year}/{edition.slug}"
        self.expression = f"{self.work}/{self.language}@{at:%Y-%m-%d}"

    def root(self) -> Any:
        amendments = [
            E.component(self.amendment(f"amendment_{number}", source, own), eId=f"cmp_{number + 1}")
            for number, (source, own) in enumerate(self.by_source(), start=1)
        ]
        statement = E.component(self.statement(), eId="cmp_1")
        if others := [each for each in self.text.listed if not each.is_in_text]:
            number = len(amendments) + 2
            amendments.append(E.component(self.beside(others), eId=f"cmp_{number}"))
        return E.akomaNtoso(
            E.documentCollection(
                self.meta("rolling-text", {"workspace": _("Workspace")}),
                E.collectionBody(statement, *amendments),
                name="rollingText",
            )
        )

    def by_source(self) -> list[tuple[str, list[_Worded]]]:
        by_source: dict[str, list[_Worded]] = defaultdict(list)
        listed = {each.proposal.id: each for each in self.text.listed if each.is_in_text}
        for clause in self.text.clauses:
            added = {each.proposal: each.words for each in clause.rolling.added}
            for proposal in clause.proposals:
                if proposal.id not in listed:
                    continue
                words = clause.rolling.wordings.get(proposal.id, added.get(proposal.id, ""))
                worded = _Worded(listed[proposal.id], clause, words)
                by_source[proposal.delegation.name].append(worded)
        return list(by_source.items())

    # The text agreed so far

    def statement(self) -> Any:
        edition = self.edition
        preface = E.preface(
            E.p(E.docTitle(_clean(f"{edition.name}: {edition.title}"))),
        )
        preamble = E.preamble(
            E.formula(*_paragraphs(edition.formula), name="enactingFormula", eId="formula_1")
        )
        body = E.mainBody()
        for number, section in enumerate(self.text.sections, start=1):
            if section.kind == SectionKind.PREAMBULAR and section.clauses:
                preamble.append(_recitals(section, f"recs_{number}"))
            elif section.kind == SectionKind.PREAMBULAR:
                preamble.append(_container(section, f"container_{number}"))
            else:
                body.append(_operative(section, f"part_{number}"))
        if not len(body):
            body.append(E.p())
        meta = self.meta("text", {"workspace": _("Workspace")})
        return E.statement(meta, preface, preamble, body, name="resolution")

    # The amendments

    def amendment(self, key: str, source: str, worded: Sequence[_Worded]) -> Any:
        body = E.amendmentBody()
        modifications: list[Any] = []
        for number, each in enumerate(worded, start=1):
            mod = f"{key}__mod_{number}"
            listed = each.listed
            reference = f"{listed.proposal.reference} {listed.name}".strip()
            body.append(E.amendmentHeading(E.p(_clean(reference))))
            body.append(E.amendmentContent(self.content(mod, each)))
            if reasons := listed.proposal.reasons:
                body.append(E.amendmentJustification(*_paragraphs(markup.plain(reasons))))
            modifications += self.modification(mod, each)
        meta = self.meta(
            key, {"workspace": _("Workspace"), "source": source}, "source", modifications
        )
        return E.amendment(meta, body, name="proposals")

    def content(self, mod: str, worded: _Worded) -> Any:
        symbol, clause = worded.listed.proposal.symbol, worded.clause
        reference = E.ref(_clean(clause.clause.citation), href=self.destination(clause))
        if symbol == Amendment.NOC:
            return _sentence(E.p(), _("Keep %(citation)s as it is.", citation=_HERE), reference)
        element = E.mod(eId=mod)
        if symbol.adds:
            said = _("Add after %(citation)s:", citation=_HERE)
        elif symbol.suppresses:
            said = _("Delete %(citation)s.", citation=_HERE)
        else:
            said = _("Replace %(citation)s by:", citation=_HERE)
        _sentence(element, said, reference)
        if not symbol.suppresses:
            quoted = f"{mod}__qstr_1"
            label = "" if symbol.adds else clause.clause.label
            item = _item(clause, worded.words, label, f"{quoted}__item_1")
            element.append(E.quotedStructure(item, eId=quoted))
        return E.p(element)

    def modification(self, mod: str, worded: _Worded) -> Iterator[Any]:
        symbol = worded.listed.proposal.symbol
        if symbol == Amendment.NOC:
            return
        kind = "insertion" if symbol.adds else "repeal" if symbol.suppresses else "substitution"
        destination = E.destination(href=self.destination(worded.clause))
        if symbol.adds:
            destination.set("pos", "after")
        element = E.textualMod(
            E.source(href=f"#{mod}"), destination, type=kind, eId=f"{mod}__textualMod"
        )
        if not symbol.suppresses:
            element.append(E.new(href=f"#{mod}__qstr_1"))
        yield element

    def destination(self, clause: FiledClause) -> str:
        return f"{self.expression}/!main~{clause.clause.anchor}"

    # The proposals that are no amendments to this text

    def beside(self, others: Sequence[ListedProposal]) -> Any:
        body = E.mainBody(*(E.p(_clean(said_beside(each))) for each in others))
        return E.doc(self.meta("beside", {"workspace": _("Workspace")}), body, name="proposals")

    # What describes them

    def meta(
        self,
        key: str,
        organizations: dict[str, str],
        author: str = "workspace",
        modifications: Sequence[Any] = (),
    ) -> Any:
        work, expression = self.work, self.expression
        if key != "text":
            work, expression = f"{work}/!{key}", f"{expression}/!{key}"
        at, author = self.at.strftime("%Y-%m-%d"), f"#{key}__{author}"
        editor = f"#{key}__workspace"
        identification = E.identification(
            E.FRBRWork(
                E.FRBRthis(value=f"{work}/!main" if key == "text" else work),
                E.FRBRuri(value=self.work),
                E.FRBRdate(date=at, name="generation"),
                E.FRBRauthor(href=author),
                E.FRBRcountry(value="un"),
                E.FRBRsubtype(value="deliberation"),
                E.FRBRnumber(value=_clean(self.edition.resolution.number)),
            ),
            E.FRBRExpression(
                E.FRBRthis(value=f"{expression}/!main" if key == "text" else expression),
                E.FRBRuri(value=self.expression),
                E.FRBRdate(date=at, name="generation"),
                E.FRBRauthor(href=author),
                E.FRBRlanguage(language=self.language),
            ),
            E.FRBRManifestation(
                E.FRBRthis(value=f"{expression}.xml"),
                E.FRBRuri(value=f"{self.expression}.akn"),
                E.FRBRdate(date=at, name="markup"),
                E.FRBRauthor(href=editor),
            ),
            source=editor,
        )
        meta = E.meta(identification)
        if modifications:
            meta.append(E.analysis(E.activeModifications(*modifications), source=editor))
        meta.append(
            E.references(
                *(
                    E.TLCOrganization(
                        eId=f"{key}__{name}",
                        href=f"/akn/ontology/organization/un/{_name(shown)}",
                        showAs=_clean(shown),
                    )
                    for name, shown in organizations.items()
                ),
                source=editor,
            )
        )
        return meta


def _sentence(element: Any, said: str, reference: Any) -> Any:
    before, _sign, after = said.partition(_HERE)
    element.text, reference.tail = before, after
    element.append(reference)
    return element


def _recitals(section: FiledSection, key: str) -> Any:
    intro = E.intro(E.p(E.i(_clean(section.heading))), *_paragraphs(section.intro, least=0))
    return E.recitals(intro, *map(_clause, section.clauses), eId=key)


def _container(section: FiledSection, key: str) -> Any:
    heading = E.p(E.i(_clean(section.heading)))
    return E.container(heading, *_paragraphs(section.intro, least=0), name="preamble", eId=key)


def _operative(section: FiledSection, key: str) -> Any:
    part = E.hcontainer(name="part", eId=key)
    if section.heading:
        part.append(E.heading(E.i(_clean(section.heading))))
    if section.intro and section.clauses:
        part.append(E.intro(*_paragraphs(section.intro)))
    elif not section.clauses:
        part.append(E.content(*_paragraphs(section.intro)))
    for each in section.clauses:
        part.append(_clause(each))
    return part


def _clause(filed: FiledClause) -> Any:
    """Return a clause with its words. One that is agreed to be suppressed is marked as removed."""
    words = _("The clause is suppressed") if filed.is_suppressed else filed.rolling.now
    item = _item(filed, words, filed.clause.label, filed.clause.anchor)
    if filed.is_suppressed:
        item.set("status", "removed")
    return item


def _item(filed: FiledClause, words: str, label: str, key: str) -> Any:
    """Return a clause with these words: a recital if it is one, a paragraph otherwise."""
    number = [E.num(_clean(label))] if label else []
    if filed.is_recital:
        return E.recital(*number, *_paragraphs(words), eId=key)
    return E.paragraph(*number, E.content(*_paragraphs(words)), eId=key)


def _paragraphs(said: str, *, least: int = 1) -> list[Any]:
    lines = said.split("\n") if said or least else []
    return [E.p(_clean(line)) for line in lines]


def _clean(said: str) -> str:
    """Return the text without control characters, which XML cannot hold."""
    return markup.clean(said)


def _name(said: str) -> str:
    """Return a name for an address: small letters of the Latin alphabet, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", said.lower()).strip("-") or "unnamed"
