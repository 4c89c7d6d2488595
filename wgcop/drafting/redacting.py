"""Names the places that hold the words and files of a paper, for redaction."""

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from wgcop import files, paper
from wgcop.accounts.models import Person
from wgcop.contributions.announcements import tell_drafters, tell_members
from wgcop.contributions.citation import Citation
from wgcop.contributions.draft_desk import DRAFTS
from wgcop.contributions.draft_tables import DraftStep, DraftVersion
from wgcop.contributions.enclosures.models import Enclosure
from wgcop.contributions.models import Contribution
from wgcop.contributions.revisions import Revision
from wgcop.contributions.sources import Source
from wgcop.database import db
from wgcop.documents.pictures import PaperPicture
from wgcop.drafting.word_files import WordFile
from wgcop.paper.tree import Node, children
from wgcop.redaction.marking import Marker
from wgcop.redaction.subjects import KeptWords, RedactionSubject, sign_up
from wgcop.search import outbox
from wgcop.translations.models import Translation
from wgcop.writing.redacting import forget_steps


def _replace_file(enclosure: Enclosure, marker: Marker) -> None:
    """Replace a whole attached file with a text file that contains the mark of the redaction. Its
    content is not rewritten.
    """
    content = marker.mark.encode()
    enclosure.file, enclosure.kind, enclosure.size = files.store(content), "txt", len(content)
    enclosure.name, enclosure.text = "redacted.txt", marker.mark


def _remove_picture(picture: PaperPicture, _marker: Marker) -> None:
    """Remove a picture from every wording, kept version and translation of its paper, and then the
    picture itself.
    """
    of_paper = Revision.contribution_id == picture.contribution_id
    in_versions = DraftVersion.revision_id.in_(select(Revision.id).where(of_paper))
    holders: Iterator[Any] = (
        row
        for query in (
            select(Revision).where(of_paper),
            select(Translation).where(Translation.contribution_id == picture.contribution_id),
            select(DraftVersion).where(in_versions),
        )
        for row in db.session.scalars(query)
    )
    for row in holders:
        row.text = without_picture(row.text, picture.file)
        # the plain text contained the alternative text of the picture
        row.plain = paper.plain(row.text)
    db.session.delete(picture)


def without_picture(node: Node, file: str) -> Node:
    if not node.get("content"):
        return node
    inside = [
        without_picture(child, file)
        for child in children(node)
        if not (child["type"] == "image" and child["attrs"]["file"] == file)
    ]
    return node | {"content": inside}


def _afterwards(document: Contribution, by: Person) -> None:
    drafts = db.session.scalars(select(Revision.id).where(Revision.contribution_id == document.id))
    for revision in drafts.all():
        forget_steps(db.session, DRAFTS, revision, by=by.id)
    outbox.note(db.session, [document.search_key])
    db.session.refresh(document)
    tell_drafters(document, "contribution.redacted", by=by)
    if document.is_numbered:
        tell_members(document, "contribution.redacted", by=by)


def _wording_name(revision: Revision) -> str:
    return _("Wording %(number)d: cover and text", number=revision.number)


PAPER = RedactionSubject(
    "paper",
    _l("Contribution"),
    Contribution,
    (
        KeptWords("wording", _l("Wordings of contributions"), Revision, named=_wording_name),
        KeptWords("remark", _l("Remarks of the secretariat"), Contribution),
        KeptWords("translation", _l("Language versions"), Translation),
        KeptWords("source", _l("Sources, and what they answered"), Source),
        KeptWords("step", _l("Typing history"), DraftStep, goes=True),
        KeptWords("version", _l("Versions kept while it was written"), DraftVersion),
        KeptWords(
            "enclosure",
            _l("Attached files"),
            Enclosure,
            named=lambda enclosure: _("Attached file: %(name)s", name=enclosure.name),
            is_unread=lambda enclosure: not enclosure.text,
            take=_replace_file,
        ),
        KeptWords(
            "picture",
            _l("Pictures"),
            PaperPicture,
            named=lambda picture: _(
                "Picture of %(width)d × %(height)d",
                width=picture.width,
                height=picture.height,
            ),
            is_unread=lambda _picture: True,
            take=_remove_picture,
        ),
        KeptWords(
            "word-file",
            _l("Word files that were uploaded and not used yet"),
            WordFile,
            named=lambda file: _("Word file: %(name)s", name=file.name),
            is_unread=lambda _file: True,
            goes=True,
        ),
        KeptWords(
            "citation",
            _l("Sentences about related documents"),
            Citation,
            of=lambda document: Citation.record_id == document.search_key,
        ),
    ),
    title=lambda document: document.search_title,
    may_read=lambda document, audiences: bool(document.audience & audiences),
    afterwards=_afterwards,
)

sign_up(PAPER)
