"""The form of a draft: its choices, and the merging of changes that others have saved."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, SelectMultipleField
from wtforms.fields import SelectChoice
from wtforms.validators import ValidationError
from wtforms.widgets import TextArea

from wgcop import paper
from wgcop.accounts.models import Capacity, Delegation
from wgcop.bodies.body import Body
from wgcop.bodies.models import Meeting
from wgcop.contributions import policy
from wgcop.contributions.kinds import PURPOSE_NAMES, Purpose
from wgcop.contributions.revisions import Revision
from wgcop.drafting.forms.cover import CoverForm
from wgcop.numbering.kinds import KIND_NAMES, KIND_USES, DocumentKind
from wgcop.resolutions.models import Wording
from wgcop.resolutions.queries import names_to_choose
from wgcop.web.conflicts import Conflict, as_sent, in_words
from wgcop.web.fields import choices
from wgcop.web.joining import is_same, join, mark, read_marks


class ContributionForm(CoverForm):
    _kinds_of: Mapping[str, Sequence[DocumentKind]] = {}

    @classmethod
    def for_new(
        cls, data: Any, capacities: Sequence[Capacity], meetings: Sequence[Meeting], **values: Any
    ) -> "ContributionForm":
        form = cls(data, **values)
        form.capacity.choices = choices({capacity.key: capacity.words for capacity in capacities})
        form._kinds_of = {capacity.key: policy.kinds(capacity) for capacity in capacities}
        form._offer_meetings(meetings)
        form.offer_purposes({purpose for c in capacities for purpose in policy.purposes(c)})
        form.offer_kinds({kind for c in capacities for kind in policy.kinds(c)})
        del form.note, form.version, form.steps, form.marks
        return form

    @classmethod
    def for_draft(
        cls,
        data: Any,
        revision: Revision,
        capacities: Sequence[Capacity],
        meetings: Sequence[Meeting],
        **values: Any,
    ) -> "ContributionForm":
        """Return the form of an existing draft. Its first source stays among the choices, even for
        a drafter who does not speak for it.
        """
        form = cls(data, **(values_of(revision) | values))
        form.title.widget = TextArea()  # grows with a long title
        stored = {source.key: source.name for source in revision.sources[:1]}
        form.capacity.choices = choices(
            stored | {capacity.key: capacity.words for capacity in capacities}
        )
        form._kinds_of = {capacity.key: policy.kinds(capacity) for capacity in capacities}
        form.offer_purposes([Purpose.INFORMATION] if revision.has_observers else list(Purpose))
        if revision.contribution.is_numbered or revision.contribution.attachment:
            del form.kind
        else:
            kinds = {kind for c in capacities for kind in policy.kinds(c)}
            form.offer_kinds(kinds | {revision.contribution.kind})
        if revision.contribution.is_numbered:
            form.items.description = _l(
                "The document joins the items that you add when the revision is issued. Only the "
                "secretariat or the chair can take it off an item."
            )
        elif revision.contribution.is_asked_to_change:
            form.items.description = _l(
                "The paper joins the items that you add when it is submitted again. Only the "
                "secretariat or the chair can take it off an item."
            )
        if revision.number:
            del form.meeting
        else:
            form._offer_meetings(meetings)
        if not revision.revises_document:
            del form.note
        return form

    def offer_purposes(self, purposes: Iterable[Purpose]) -> None:
        offered = [purpose for purpose in Purpose if purpose in set(purposes)]
        self.purpose.choices = choices({each: PURPOSE_NAMES[each] for each in offered})
        if len(offered) == 1 and not self.purpose.raw_data:
            self.purpose.data = offered[0].value

    def offer_kinds(self, kinds: Iterable[DocumentKind]) -> None:
        offered = [kind for kind in DocumentKind if kind in set(kinds)]
        self.kind.choices = choices({kind: KIND_NAMES[kind] for kind in offered})
        self.kind_uses = [(KIND_NAMES[kind], KIND_USES[kind]) for kind in offered]

    def validate_kind(self, field: SelectField) -> None:
        """Refuse a kind of document that the chosen capacity does not bring. A source that somebody
        else put there is checked at submission.
        """
        chosen = self._kinds_of.get(self.capacity.data)
        if chosen is not None and field.data not in chosen:
            raise ValidationError(
                _l("The source that you chose cannot submit documents of this kind. Choose another kind.")
            )  # fmt: skip

    @property
    def chosen_kind(self) -> DocumentKind | None:
        return DocumentKind(self.kind.data) if "kind" in self else None

    def offer_delegations(self, delegations: Iterable[Delegation]) -> None:
        """Offer the delegations that can bring the paper together with its source, which itself is
        left out. A submitted choice stays, even if the source has changed.
        """
        sent = self.together_with.data or []
        self.together_with.choices = choices(
            {
                delegation.id: delegation.shown_name
                for delegation in delegations
                if f"delegation-{delegation.id}" != self.capacity.data or delegation.id in sent
            }
        )

    def offer_clauses(self, wordings: Sequence[Wording]) -> None:
        self.clauses.choices = choices(names_to_choose(wordings))

    def offer_questions(self, bodies: Iterable[Body]) -> None:
        """Offer Questions with their other names, so that they can also be found by an old number."""
        self.questions.choices = [
            SelectChoice(str(body.id), body.title, {"data-also": ", ".join(body.family)})
            for body in bodies
        ]

    def offer_items(
        self, meetings: Iterable[Meeting], items: Mapping[int, Mapping[int, str]]
    ) -> None:
        """Offer the agenda items of all meetings that can be chosen, because without scripts the
        list cannot follow the chosen meeting.
        """
        self._meetings_of_items = {
            item: (meeting.id, meeting.title) for meeting in meetings for item in items[meeting.id]
        }
        by_meeting = len(items) > 1
        self.items.choices = [
            SelectChoice(
                str(item),
                items[meeting][item],
                {"data-meeting": meeting, "data-also": title} if by_meeting else {},
            )
            for item, (meeting, title) in self._meetings_of_items.items()
        ]

    def validate_items(self, field: SelectMultipleField) -> None:
        if "meeting" not in self:
            return
        for item in field.data:
            meeting, title = self._meetings_of_items.get(item, (None, ""))
            if meeting and meeting != self.meeting.data:
                raise ValidationError(
                    _l(
                        "“%(item)s” is on the agenda of another meeting: %(meeting)s. Choose items of the "
                        "meeting that you chose above, or none yet.",
                        item=next(c.label for c in field.choices if c.value == str(item)),
                        meeting=title,
                    )
                )

    def _offer_meetings(self, meetings: Iterable[Meeting]) -> None:
        self.meeting.choices = choices({meeting.id: meeting.title for meeting in meetings})

    @property
    def typed(self) -> dict[str, Any]:
        """The values that a drafter decides, by the names of their fields."""
        return {
            field.name: field.data
            for field in self
            if field.name not in ("text", "version", "steps", "marks", "key")
        }

    def changes(self, name: str, stored: Mapping[str, Any]) -> bool:
        return name in self.typed and not is_same(stored[name], self[name].data)

    def is_of(self, revision: Revision) -> bool:
        """Return whether the page was opened on this wording, and not on an earlier one that has
        been submitted since. Each wording counts its versions from the start.
        """
        opened = read_marks(self.marks.data).get("wording")
        return opened is None or opened == mark(revision.number)

    def join(self, stored: Mapping[str, Any]) -> list[Conflict]:
        """Take over what somebody else saved in fields that were not changed here, and return the
        conflicts.

        The fields taken over are left in `self.taken` with their values, for a page that still
        shows the old ones.
        """
        marks = read_marks(self.marks.data)
        if not marks and self.version.data != stored["version"]:
            marks = dict.fromkeys(stored, "unknown")
        joined = join(marks, stored, self.typed)
        for name in joined.taken:
            self[name].data = joined.values[name]
        self.taken = {name: as_sent(joined.values[name]) for name in joined.taken}
        return [
            Conflict(
                name,
                str(self[name].label.text),
                in_words(self[name], stored[name]),
                in_words(self[name], self[name].data),
                as_sent(stored[name]),
            )
            for name in joined.conflicts
        ]


def values_of(revision: Revision, items: Sequence[int] = ()) -> dict[str, Any]:
    """Return the values that the form shows of a wording and of its agenda items."""
    return {
        **vars(revision.cover),
        "capacity": revision.sources[0].key if revision.sources else "",
        "together_with": [s.delegation_id for s in revision.sources[1:] if s.delegation_id],
        "meeting": revision.contribution.meeting_id,
        "kind": revision.contribution.kind.value,
        "clauses": [clause.id for clause in revision.clauses],
        "questions": [body.id for body in revision.questions],
        "text": paper.to_text(revision.text).strip(),
        "note": revision.note,
        "items": list(items),
        "version": revision.version,
        "wording": revision.number,
    }
