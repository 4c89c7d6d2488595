"""The page /style, in development only: shows every component of the design in context."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from flask import Blueprint, Flask, render_template
from wtforms import (
    BooleanField,
    Form,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from wgcop.accounts.models import Capacity, Category, Delegation, Person
from wgcop.accounts.regional import groups_named
from wgcop.clock import now
from wgcop.paper.anchor import QuotePlace
from wgcop.positions.stances import Stance
from wgcop.resolutions.suggested import changed
from wgcop.threads.chairing.notes import StateOfPlay
from wgcop.threads.chairing.queries import ChairSettings
from wgcop.threads.chairing.standings import ClauseStanding, Standing
from wgcop.threads.chairing.states import ThreadState
from wgcop.threads.comments.suggestions import SuggestionOutcome
from wgcop.threads.forms import CommentForm
from wgcop.threads.models import MEMBERS, CommentType
from wgcop.threads.page.rendering import CommentValues, QuoteValues
from wgcop.threads.page.suggested import DecisionValues, NamedSupport, SuggestionValues
from wgcop.threads.subjects import open_layers
from wgcop.web import public
from wgcop.web.fields import choices

bp = Blueprint("style_guide", __name__)


class SampleForm(Form):
    """A form with one control of each kind. It is validated without a title, so that errors are
    shown.
    """

    title = StringField("Title", [InputRequired("Enter the title of the contribution.")])
    action = RadioField(
        "Purpose",
        [InputRequired("Say whether it is for action or for information.")],
        choices=choices({"action": "For action", "information": "For information"}),
    )
    source = SelectField(
        "Source", choices=["Kenya", "Ghana and Kenya", "Rapporteur"], default="Kenya"
    )
    topics = SelectMultipleField(
        "Topics",
        choices=["Legal", "Technical", "Organizational", "Procedural", "Capacity building"],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        default=["Legal"],
    )
    abstract = TextAreaField("Abstract")
    shared = BooleanField("Let the whole delegation edit this draft", default=True)


def talk(moment: datetime) -> dict[str, Any]:
    """Return sample values for the partials of a clause and its thread, without the database."""
    kenya = Delegation(id=1, name="Kenya", code="KE", category=Category.MEMBER_STATE)
    speaks = Capacity("delegation-1", "Head of delegation", kenya, None, groups_named("atu"))
    yesterday, soon = moment - timedelta(days=1), moment - timedelta(minutes=7)
    plain = CommentValues(
        name="plain",
        anchor="sample-plain",
        position=1,
        parent="",
        person_id=2,
        key="sample",
        person="Kofi Asante-Mensah",
        delegation_id=2,
        delegation="Ghana",
        capacity="Delegate",
        audience="members",
        is_private=False,
        allows_translation=False,
        within="",
        group="",
        is_earlier=False,
        readers="",
        type=CommentType.SUBSTANTIVE,
        body="Teachers are named, those who train them are not. We could live with *“parents, teachers and those who train them”*.",
        language="en",
        posted_at=yesterday,
        is_edited=False,
        is_retracted=False,
        released_as="",
        released_at=None,
        is_release=False,
        quote=None,
        suggestion=None,
        resolved_at=None,
        resolved_by="",
        wording=1,
        supporters=(),
        supported_before=(),
    )
    of_kenya: dict[str, Any] = {
        "person": "Wanjiru Achieng",
        "delegation_id": 1,
        "delegation": "Kenya",
    }
    privately: dict[str, Any] = {
        "audience": kenya.audience,
        "is_private": True,
        "within": kenya.name,
    }
    comments = {
        "plain": plain,
        "reply": replace(
            plain,
            **of_kenya,
            anchor="sample-reply",
            capacity="Head",
            type=CommentType.EDITORIAL,
            body="Kenya agrees. “Educators” would hold both and is shorter in French.",
            posted_at=soon,
            is_edited=True,
            wording=2,
            supporters=((2, "Ghana"), (3, "Egypt")),
            supported_before=((4, "Brazil"),),
        ),
        "quoting": replace(
            plain,
            anchor="sample-quoting",
            quote=QuoteValues("parents, teachers, industry", QuotePlace(0, 27)),
            body="Does “industry” mean those who sell connections, or all who sell to children?",
            type=CommentType.QUESTION,
        ),
        "suggesting": replace(
            plain,
            anchor="sample-suggesting",
            quote=QuoteValues("parents, teachers", QuotePlace(0, 17)),
            suggestion=suggestion(soon),
        ),
        "orphaned": replace(
            plain, anchor="sample-orphaned", quote=QuoteValues("the general public", None)
        ),
        "private": replace(
            plain,
            **of_kenya,
            **privately,
            anchor="sample-private",
            body="The ministry is fine with this, as long as industry stays in the list.",
        ),
        "made_public": replace(
            plain,
            **of_kenya,
            **privately,
            anchor="sample-made-public",
            released_as="released",
            released_at=soon,
        ),
        "released": replace(
            plain, **of_kenya, anchor="sample-released", is_release=True, posted_at=soon
        ),
        "retracted": replace(plain, anchor="sample-retracted", is_retracted=True, body=""),
        "arabic": replace(
            plain,
            anchor="sample-arabic",
            person="ليلى حداد",
            delegation="Jordan",
            language="ar",
            body="نؤيد اقتراح غانا، مع الإبقاء على ذكر الصناعة.",
        ),
    }
    set_by: dict[str, Any] = {
        "person": Person(name="Helena Tavira"),
        "capacity": "Chair",
        "at": yesterday,
    }
    chair = ChairSettings(
        "sample",
        ClauseStanding(standing=Standing.AD_REFERENDUM, **set_by),
        ThreadState(resolved=False, closes_at=moment + timedelta(hours=26), **set_by),
        StateOfPlay(
            body="Two delegations look at “educators” until tomorrow; everything else is agreed.",
            **set_by,
        ),
    )
    return {
        "clause": SimpleNamespace(wid="sample", url="#resolution"),
        "subject": SimpleNamespace(
            root="/clauses/sample",
            address="#resolution",
            audience=MEMBERS,
            reads=(MEMBERS,),
            is_closed=False,
            topics=["sample"],
        ),
        "thread": SimpleNamespace(name="sample", level="everything", new_since=yesterday),
        "chair": chair,
        "comments": comments,
        "form": CommentForm.for_layers(None, speaks, open_layers(speaks)),
        "current_capacity": speaks,
    }


def suggestion(at: datetime) -> SuggestionValues:
    clause = "parents, teachers, industry and the population in general"
    place = QuotePlace(0, 17)
    return SuggestionValues(
        quoted="parents, teachers",
        instead="parents, educators",
        change=changed(clause, place, "parents, educators"),
        place=place,
        gone="",
        supporters=(NamedSupport(3, "Farid Elwany", "Egypt"),),
        supported_before=(),
        decision=DecisionValues(
            SuggestionOutcome.DECLINED,
            "Teachers are named in the rest of the text.",
            "Helena Tavira",
            "Chair",
            at,
            is_of_earlier_words=False,
        ),
        proposals=(),
    )


def init_app(app: Flask) -> None:
    if app.config.get("DEVELOPMENT"):
        app.register_blueprint(bp)


@bp.get("/style")
@public
def show() -> str:
    form = SampleForm()
    form.validate()
    moment = now()
    return render_template(
        "style/show.html",
        form=form,
        talk=talk(moment),
        now=moment,
        minutes_ago=moment - timedelta(minutes=7),
        yesterday=moment - timedelta(days=1),
        tomorrow=moment + timedelta(hours=26),
        last_month=moment - timedelta(days=30),
        stances=Stance,
    )
