"""The page /style, in development only: every component of the design in its natural company."""

from __future__ import annotations

from datetime import timedelta

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

from wgcop.clock import now
from wgcop.fields import choices
from wgcop.web import public

bp = Blueprint("style_guide", __name__)


class SampleForm(Form):
    """One control of each sort; sent back without a title, so that errors show."""

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
        now=moment,
        minutes_ago=moment - timedelta(minutes=7),
        yesterday=moment - timedelta(days=1),
        tomorrow=moment + timedelta(hours=26),
        last_month=moment - timedelta(days=30),
    )
