"""Pages of a text that a whole room opens at the same time, rendered once for all delegates with
the same read marks and comments.

The parts of a page that depend on its reader are read with every request and are part of the cache
key: unread entries, followed topics, their regional groups, and their delegation's private layer,
if it has one. Names and marks go into gaps.

The comments are rendered separately, so that most of a page stays cached while a room talks. For
readers who are not delegates, such as officers, a page is kept for the one reader.
"""

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from flask import Response, current_app, request
from flask_babel import get_locale

from wgcop.accounts.delegate import Delegate
from wgcop.accounts.identity import current_capacity, current_person
from wgcop.accounts.kept_readers import (
    Reader,
    fills_for,
    or_alone,
    reader_of_kept_page,
    who_stands_for,
)
from wgcop.accounts.models import Person
from wgcop.accounts.nobody import DelegateKind, OneReader, nobody_of
from wgcop.events.layers import is_of_regional_group, key_of
from wgcop.following.models import FollowLevel
from wgcop.resolutions.models import Clause, Edition
from wgcop.resolutions.reading import ReadClause, ReadText
from wgcop.threads.chairing.queries import StandingNow, chair_settings
from wgcop.threads.clauses import about_clause
from wgcop.threads.forms import new_key
from wgcop.threads.models import MEMBERS, topic_name
from wgcop.threads.page.text import rendered_clause
from wgcop.threads.page.window import ThreadPart, ThreadPlace, thread_part_at
from wgcop.threads.queries import (
    NO_COUNTS,
    ListenedTopic,
    New,
    ThreadCounts,
    ThreadPage,
    counts_and_topics,
    counts_of_resolution,
    in_page_order,
    thread_page,
)
from wgcop.threads.subjects import ThreadSubject, open_audiences
from wgcop.threads.unread import (
    HeardTopic,
    Unread,
    UnreadEntry,
    UnreadGist,
    story_of,
    topics_heard,
    unread_in,
)
from wgcop.web.kept import (
    KeptPage,
    filled_in,
    gap,
    kept,
    kept_around_talk,
    rendering_for,
)

# Stands for any unread entry on a shared page: templates only ask whether there is one.
ANY = UnreadEntry("", 0, "", None, None)
TALK = ("thread_news", "thread_said")
"""The partials that show the comments, which are also the names of their gaps."""
LONGEST_STORY = 1_000
"""The longest story that is kept for all readers. In longer threads the unread entries of each
reader are queried instead.
"""


State = tuple[int, bool, bool]
"""The data shown beside a clause: the number of comments, whether any is new to the reader, and
whether they follow the thread.
"""


class Beside:
    """The clauses of a text and its outline with the counts beside them, which are filled into many
    pages that are otherwise the same.
    """

    def __init__(self) -> None:
        self._clauses: dict[str, Callable[[int, bool, bool], str]] = {}
        self._text = ReadText()

    def for_templates(self, text: ReadText) -> dict[str, object]:
        self._text = text
        return {"rendered_clause": self._clause, "outline": gap("outline")}

    def _clause(
        self,
        clause: ReadClause,
        standing: StandingNow | None,
        *,
        comments: int | None,
        strip: Hashable,
        proposals: int,
        is_new: bool,
        is_followed: bool,
        **shown: bool,
    ) -> str:
        def render(comments: int, is_new: bool, is_followed: bool) -> str:
            return rendered_clause(
                clause,
                standing,
                comments,
                strip=strip,
                proposals=proposals,
                is_new=is_new,
                is_followed=is_followed,
                **shown,
            )

        self._clauses[clause.topic] = render
        return gap(clause.topic)

    def states(self, counts: ThreadCounts) -> tuple[State, ...]:
        return tuple(
            (counts.count_of(topic), topic in counts.new, topic in counts.followed)
            for topic in self._clauses
        )

    def filled_in(self, page: str, counts: ThreadCounts) -> str:
        if not self._clauses:
            return page
        template = current_app.jinja_env.get_template("resolutions/_outline.html")
        states = zip(self._clauses.items(), self.states(counts), strict=True)
        beside = {topic: render(*state) for (topic, render), state in states}
        beside["outline"] = template.render(text=self._text, counts=counts)
        return filled_in(page, beside)


@dataclass(frozen=True)
class ReadThread:
    """The data that a page shows about one reader's progress through a thread, except marks and
    lists of names, which go into gaps.
    """

    topics: tuple[ListenedTopic, ...]
    level: FollowLevel
    unread: UnreadGist
    first_root: int | None
    first_new: str
    new_since: datetime | None


@dataclass(frozen=True)
class Around:
    """The parts of a page around the comments of a thread that depend on the reader."""

    level: FollowLevel
    has_new_comments: bool
    unread: UnreadGist

    @classmethod
    def of(cls, thread: ReadThread) -> "Around":
        news = UnreadGist(all=False, goes_on=False, has_chair_news=thread.unread.has_chair_news)
        return cls(thread.level, bool(thread.first_new), news)


@dataclass(frozen=True)
class SharedPage:
    """The key of a cached page: everything that it depends on, except rows that the stamp covers."""

    path: str
    language: str
    kind: DelegateKind | OneReader
    around: Around | None = None
    """The parts of the page around the comments that depend on its reader. If it is set, the
    comments go into gaps.
    """
    topics: tuple[HeardTopic, ...] = ()
    """The topics that the one reader hears. Unread entries in them are queried when the page is
    rendered.
    """
    beside: Beside = field(default_factory=Beside, compare=False)

    def thread_page(self, subject: ThreadSubject, reader: Person) -> ThreadPage:
        if self.around is None:
            return thread_page(subject, reader, topics={topic.name: topic for topic in self.topics})
        return ThreadPage(
            subject.name,
            new=gap("new") if self.around.has_new_comments else "",
            first_new="new" if self.around.has_new_comments else "",
            unread=self.around.unread,
            level=self.around.level,
            chair=chair_settings(subject.name),
            subject=subject,
        )

    def for_templates(self, text: ReadText | None = None) -> dict[str, object]:
        """Return the functions that templates need to leave gaps. `text` is the text of the page,
        if it has one.
        """
        beside = self.beside.for_templates(text) if text else {}
        return beside | ({"gap": gap} if self.around else {})


def rendered_talk(
    thread: ReadThread, part: ThreadPart, clause: Clause, *, landing: bool
) -> dict[str, str]:
    """Render the comments for the gaps of a page. The partials get only the values that they name,
    not the usual context of templates.
    """
    subject = about_clause(clause, current_person(), current_capacity())
    page = ThreadPage(
        subject.name,
        part.comments,
        part.replies,
        earlier=part.earlier,
        later=part.later,
        first_new=thread.first_new,
        new_since=thread.new_since,
        unread=thread.unread,
        listening=list(thread.topics),
        subject=subject,
    )
    shown = {"thread": page, "subject": subject, "may_comment": subject.may_comment}
    find = current_app.jinja_env.get_template
    return {
        name: find(f"threads/_{name}.html").render(**shown, clause=clause, landing=landing)
        for name in TALK
    }


@dataclass(frozen=True)
class _Facts:
    id: int
    resolution_id: int
    topic: str = ""


@or_alone
def kept_text(
    find: Callable[[], Edition | None], render: Callable[[SharedPage], str]
) -> Response | None:
    """Answer with the page of an edition, or return None if it must not be cached for this reader."""
    person, kind, at = reader_of_kept_page()
    if person is None or kind is None or at is None:
        return None

    def facts() -> _Facts | None:
        edition = find()
        return _Facts(edition.id, edition.resolution_id) if edition else None

    edition = kept_around_talk(("facts", request.path), facts)
    if edition is None:
        return None
    counts = counts_of_resolution(edition.resolution_id, person, person.audiences)
    return _answer(at, person, _page(kind), render, {}, counts)


@or_alone
def kept_clause(
    find: Callable[[], Clause | None], render: Callable[[SharedPage], str], *, counted: bool
) -> Response | None:
    """Answer with the page of a clause and its thread or, if not `counted`, with only the thread.
    Return None if it must not be cached for this reader.
    """
    person, kind, at = reader_of_kept_page()
    if person is None or kind is None or at is None:
        return None

    def facts() -> _Facts | None:
        clause = find()
        return _Facts(clause.id, clause.resolution_id, clause.topic) if clause else None

    clause = kept_around_talk(("facts", request.path), facts)
    if clause is None:
        return None
    audiences = open_audiences(person.audiences)
    names = [topic_name(clause.topic, audience) for audience in audiences]
    if counted:
        counts, topics = counts_and_topics(clause.resolution_id, clause.topic, names, person)
    else:
        counts, topics = NO_COUNTS, topics_heard(clause.topic, names, person)
    if isinstance(kind, OneReader):
        own_page = replace(
            _page(kind), topics=tuple(topics[each] for each in names if each in topics)
        )
        return _answer(at, person, own_page, render, {"key": new_key()}, counts)
    assert isinstance(person, Delegate)
    layer = person.layer
    kind = replace(kind, layer=layer if names[1] in topics else "")
    unread = _unread(at, [topics[each] for each in names if each in topics], person, audiences)

    def window() -> ThreadPart:
        found = find()
        assert found
        subject = about_clause(found, nobody_of(kind), None)
        return thread_part_at(
            subject.name,
            frozenset(subject.reads),
            ThreadPlace(),
            unread.first_root,
            subject.passages,
        )

    part = kept(at, ("window", clause.topic, kind.layer, kind.groups, unread.first_root), window)
    is_long = any(replies.earlier for replies in part.replies.values())
    if any(topic.wrote for topic in topics.values()) or (is_long and unread.all):
        # the page then also shows which of the reader's comments were released, or where the reader stopped among many replies
        return None
    new = New.among(in_page_order(part.comments, part.replies), unread.comment_ids)
    fills: dict[str, object] = {"key": new_key(), "new": new.names}
    heard = []
    for name, audience in zip(names, audiences, strict=True):
        if name in topics:
            which = _suffix_of(audience)
            own = ListenedTopic.of(topics[name], unread, clause.topic)
            fills |= {f"mark{which}": own.mark, f"told{which}": own.told}
            # The last one says up to where the page reads, where it does not list all.
            last = tuple(own.unread[-1:]) if unread.goes_on else tuple(own.unread[:1]) and (ANY,)
            own = ListenedTopic(name, own.seq, gap(f"mark{which}"), last, gap(f"told{which}"))
        elif audience == layer:
            own = ListenedTopic(topic_name(clause.topic, f"delegation:{gap('delegation')}"), 0, 0)
        else:
            own = ListenedTopic(name, 0, 0)
        heard.append(own)
    thread = ReadThread(
        tuple(heard),
        level=FollowLevel(topics[clause.topic].level)
        if clause.topic in topics
        else FollowLevel.MENTIONS,
        unread=UnreadGist.of(unread),
        first_root=unread.first_root,
        first_new=new.first,
        new_since=new.since,
    )
    page = replace(_page(kind), around=Around.of(thread))

    def talk() -> dict[str, str]:
        found = find()
        assert found
        with rendering_for(nobody_of(kind)):
            return rendered_talk(thread, part, found, landing=counted)

    return _answer(at, person, page, render, fills, counts, (thread, talk))


def _suffix_of(audience: str) -> str:
    """Return how the gaps end that a thread has once for each topic that is heard."""
    if audience == MEMBERS:
        return ""
    return f"-of-{key_of(audience)}" if is_of_regional_group(audience) else "-of-layer"


def _unread(
    at: int, topics: Sequence[HeardTopic], person: Delegate, audiences: Collection[str]
) -> Unread:
    """Return the unread entries of a thread. One query serves everybody, unless some entries
    concern only some readers.
    """
    if len(topics) == 1 and topics[0].mark < topics[0].seq <= LONGEST_STORY:
        [topic] = topics
        story = kept(at, ("story", topic.id), lambda: story_of(topic))
        if story.last_particular <= topic.mark:
            return story.unread_above(topic.mark, person)
    return unread_in(topics, person, frozenset(audiences))


def _page(kind: DelegateKind | OneReader) -> SharedPage:
    return SharedPage(request.path, str(get_locale()), kind)


def _answer(
    at: int,
    person: Reader,
    page: SharedPage,
    render: Callable[[SharedPage], str],
    fills: Mapping[str, object],
    counts: ThreadCounts,
    talk: tuple[ReadThread, Callable[[], dict[str, str]]] | None = None,
) -> Response:
    """Assemble the answer from the cached page and the cached comments, and fill its gaps. `talk`
    is given for a page with gaps for its comments: what it shows of the reader's thread, and the
    function that renders the comments.
    """

    def make() -> tuple[str, Beside]:
        with rendering_for(who_stands_for(person, page.kind)):
            return render(page), page.beside

    of_many = isinstance(page.kind, DelegateKind)
    text, beside = kept_around_talk(page, make) if of_many else kept(at, page, make)
    thread, rendered = talk or (None, dict)

    def whole() -> KeptPage:
        comments = kept(at, ("talk", page, thread), rendered)
        return KeptPage.of(beside.filled_in(filled_in(text, comments), counts))

    shown = kept(at, (page, thread, beside.states(counts)), whole)
    return shown.answer({**fills_for(person), **fills}, of_many=of_many)
