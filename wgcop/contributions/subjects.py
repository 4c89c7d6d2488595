"""The threads about papers: on the numbered document, on the draft among its drafters, and the
conversation with the secretariat.
"""

from flask_babel import gettext as _
from sqlalchemy import select

from wgcop.accounts.models import Capacity, Person
from wgcop.contributions import letters
from wgcop.contributions.announcements import PAPERS
from wgcop.contributions.draft_desk import PASSAGES, DraftText
from wgcop.contributions.drafters import DrafterRole
from wgcop.contributions.models import Contribution
from wgcop.contributions.revisions import Revision
from wgcop.contributions.talk.circles import (
    CONVERSATION,
    DRAFTING,
    asked_audience,
    closed_topics,
    conversation,
    conversation_is_begun,
    draft_talk,
    drafters_audience,
    may_answer,
    paper_with_people,
    papers_parent,
    source_audience,
)
from wgcop.contributions.talk.readers import readers, who_has_read
from wgcop.database import db
from wgcop.events.titles import says_title
from wgcop.paper.anchor import Passages
from wgcop.threads.models import Comment, Thread
from wgcop.threads.subjects import (
    Reader,
    ThreadLayer,
    ThreadSubject,
    open_audiences,
    open_layers,
    talk_about,
)
from wgcop.writing import places


def about_document(paper: Contribution, reader: Reader, capacity: Capacity | None) -> ThreadSubject:
    """Return the thread of a document for all members. Each delegation has a layer of its own, as
    on clauses.
    """
    revision = paper.current
    return ThreadSubject(
        name=paper.topic,
        title=str(paper.issued_symbol),
        address=paper.url,
        root=f"/threads/{paper.topic}",
        parent=PAPERS,
        reads=open_audiences(reader.audiences),
        layers=open_layers(capacity),
        revision=revision.number,
        passages=lambda: places.passages(revision.text, language=lambda: revision.language),
        ways=((paper.url, _("Read %(symbol)s", symbol=paper.symbol)),),
        has_own_follow=True,
    )


def about_draft(
    paper: Contribution, reader: Person, capacity: Capacity | None
) -> ThreadSubject | None:
    """Return the thread of a draft, or None if this person may read nothing in it. Nobody else ever
    reads what drafters say among themselves.

    People whose consent is requested have a layer beside it: they read only what is addressed to
    them too.
    """
    heard = closed_topics(paper, reader, has_conversation=False)
    drafters, asked = drafters_audience(paper.id), asked_audience(paper.id)
    reads = tuple(audience for audience in heard.values() if audience in (drafters, asked))
    if not reads:
        return None
    layers = []
    role = paper.role_of(reader)
    if role in (DrafterRole.COMMENT, DrafterRole.WRITE):
        layers.append(ThreadLayer(drafters, _("Only the drafters")))
    is_asked = not paper.consenting_audience.isdisjoint(reader.audiences)
    if paper.consenting_audience and (is_asked or role != DrafterRole.READ):
        layers.append(ThreadLayer(asked, _("Drafters and those asked for consent")))
    revision = paper.draft or paper.current
    text = DraftText(paper.id, revision.id, revision.language)
    root = f"/threads/{draft_talk(paper.id)}"
    return ThreadSubject(
        name=draft_talk(paper.id),
        title=revision.title,
        address=root,
        root=root,
        parent=papers_parent(paper.id),
        reads=reads,
        layers=tuple(layers) if capacity else (),
        audience=drafters,
        revision=revision.number,
        passages=text.passages,
        text=text,
        readers=_("Only the drafters read this, also after the paper has its number.")
        if drafters in reads
        else _("You read what the drafters address to those whom they ask for consent."),
        ways=((paper.work_url, _("Read the draft")),),
    )


def about_conversation(
    paper: Contribution, reader: Person, capacity: Capacity | None
) -> ThreadSubject | None:
    begun = conversation_is_begun(paper.id)
    heard = closed_topics(paper, reader, has_conversation=begun)
    if conversation(paper.id) not in heard:
        return None
    is_open = paper.is_waiting or paper.is_asked_to_change
    answers = may_answer(paper, reader)
    readers = ThreadLayer(source_audience(paper.id), _("The secretariat and the source"))
    return ThreadSubject(
        name=conversation(paper.id),
        title=paper.title,
        address=f"{paper.work_url}/conversation",
        root=f"/threads/{conversation(paper.id)}",
        parent=papers_parent(paper.id),
        reads=(source_audience(paper.id),),
        layers=(readers,) if capacity and is_open and answers else (),
        audience=source_audience(paper.id),
        revision=paper.current.number,
        # Quotes come only from the submitted wording: the secretariat may not read what its source
        # is changing.
        passages=lambda: places.passages(
            paper.current.text, language=lambda: paper.current.language
        ),
    )


class _Papers:
    def tag(self, audience: str) -> str:
        return _("Also for those asked for consent") if audience.startswith("asked:") else ""

    def tell(self, comment: Comment, seq: int) -> None:
        """Do nothing: the comment appears in the recent activity on the home page, and nobody gets
        a letter.
        """


class Documents(_Papers):
    def subject(self, key: str, reader: Reader, capacity: Capacity | None) -> ThreadSubject | None:
        paper = _paper(key) if open_audiences(reader.audiences) else None
        if paper is None or not paper.is_numbered:
            return None
        return about_document(paper, reader, capacity)

    def passages(self, thread: Thread) -> Passages:
        return _latest_passages(thread, is_issued=True)


class Drafts(_Papers):
    def subject(self, key: str, reader: Reader, capacity: Capacity | None) -> ThreadSubject | None:
        paper = _paper(key)
        if paper is None or not isinstance(reader, Person):
            return None
        return about_draft(paper, reader, capacity)

    def passages(self, thread: Thread) -> Passages:
        return _latest_passages(thread, is_issued=False)


class Conversations(_Papers):
    def subject(self, key: str, reader: Reader, capacity: Capacity | None) -> ThreadSubject | None:
        paper = _paper(key)
        if paper is None or not isinstance(reader, Person):
            return None
        return about_conversation(paper, reader, capacity)

    def passages(self, thread: Thread) -> Passages:
        return _latest_passages(thread, is_issued=True)

    def tell(self, comment: Comment, seq: int) -> None:
        """Also send a letter to everyone who has read what was said before."""
        paper = _paper(comment.thread.name.partition(":")[2])
        if paper is None:
            return
        others = [person for person in readers(paper) if person.id != comment.person_id]
        people = who_has_read(paper, others, before=seq)
        letters.write_said(paper, comment, people)


def _paper(key: str) -> Contribution | None:
    return paper_with_people(int(key)) if key.isascii() and key.isdigit() else None


def _latest_passages(thread: Thread, *, is_issued: bool) -> Passages:
    """Return the text of the latest wording. It is read once for all quotes of a page and cached on
    the thread.
    """
    passages: Passages | None = thread.__dict__.get(PASSAGES)
    if passages is None:
        key = int(thread.name.partition(":")[2])
        wordings = select(Revision.id, Revision.text, Revision.language).where(
            Revision.contribution_id == key
        )
        if is_issued:
            wordings = wordings.where(Revision.is_issued)
        last = db.session.execute(wordings.order_by(Revision.number.desc()).limit(1)).first()
        if last is None:
            return Passages()
        passages = (
            places.passages(last.text, language=lambda: last.language)
            if is_issued
            else DraftText(key, last.id, last.language).passages()
        )
        thread.__dict__[PASSAGES] = passages
    return passages


def _title_of_draft(title: str) -> str:
    return _("Draft: %(title)s", title=title or _("Untitled draft"))


def _title_of_conversation(title: str) -> str:
    return _("Conversation on %(title)s", title=title)


says_title(DRAFTING, _title_of_draft)
says_title(CONVERSATION, _title_of_conversation)
talk_about("document", Documents())
talk_about(DRAFTING, Drafts())
talk_about(CONVERSATION, Conversations())
