"""The forms to invite, and to edit people and delegations."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext, pgettext
from wtforms import (
    BooleanField,
    DateField,
    Field,
    FileField,
    Form,
    HiddenField,
    PasswordField,
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Optional, ValidationError

from wgcop import clock
from wgcop.accounts import passwords
from wgcop.accounts.addresses import EmailAddress, plausible_address
from wgcop.accounts.models import (
    DIGEST_NAMES,
    MENTION_MAIL_NAMES,
    Delegation,
    DigestRhythm,
    Membership,
    MentionMail,
)
from wgcop.accounts.passwords import NEW_PASSWORD
from wgcop.accounts.roles import (
    CATEGORY_NAMES,
    DELEGATION_ROLE_NAMES,
    MAIN_ROLES,
    Appointment,
    Category,
    DelegationRole,
    GroupRole,
)
from wgcop.accounts.wishes import LETTER_NAMES, LetterKind
from wgcop.bodies.levels import REGION_NAMES, Region
from wgcop.bodies.zones import is_zone
from wgcop.web.fields import LinesField, at_most, choice, choices, one_line, visible


def choices_of(delegations: Iterable[Delegation]) -> list[SelectChoice]:
    return [SelectChoice(str(d.id), f"{d.shown_name} ({d.code})") for d in delegations]


class AcceptForm(Form):
    owner_email = ""
    name = StringField(
        _l("Your name"),
        [DataRequired(_l("Enter your name as others should see it.")), at_most(200), visible],
        filters=[one_line],
        description=_l("It is shown beside what you write."),
        render_kw={"autocomplete": "name"},
    )
    password = PasswordField(
        _l("Password"),
        [InputRequired(_l("Choose a password."))],
        description=_l("At least 12 characters. Three or four unrelated words are a good choice."),
        render_kw=NEW_PASSWORD,
    )

    def validate_password(self, field: Field) -> None:
        if problem := passwords.problem_with(field.data, email=self.owner_email):
            raise ValidationError(problem)


def known_zone(_form: Form, field: Field) -> None:
    if not is_zone(field.data or "UTC"):
        raise ValidationError(_("There is no such time zone. Enter it like Europe/Zurich."))


class LettersForm(Form):
    """The form in which somebody chooses which letters they get, and when."""

    mention_mail = RadioField(
        LETTER_NAMES[LetterKind.MENTIONS],
        choices=choices(MENTION_MAIL_NAMES),
        description=_l("It says who mentioned you and where, and does not repeat the comment."),
    )
    reply_mail = RadioField(
        LETTER_NAMES[LetterKind.REPLIES],
        choices=choices(MENTION_MAIL_NAMES),
        default=MentionMail.AT_ONCE.value,
    )
    paper_mail = BooleanField(LETTER_NAMES[LetterKind.PAPERS])
    item_mail = BooleanField(LETTER_NAMES[LetterKind.ITEMS])
    clause_mail = BooleanField(LETTER_NAMES[LetterKind.CLAUSES])
    digest = RadioField(
        LETTER_NAMES[LetterKind.DIGEST],
        choices=choices(DIGEST_NAMES),
        default=DigestRhythm.NEVER.value,
        description=_l(
            "One e-mail with links, in the morning where you are, if there is anything new."
        ),
    )
    time_zone = StringField(
        _l("Your time zone"),
        [at_most(60), known_zone],
        filters=[lambda typed: (typed or "").strip()],
        description=_l(
            "Morning e-mails are sent at six in this zone. Enter it like Europe/Zurich. If empty: UTC."
        ),
        render_kw={"list": "zones", "spellcheck": "false"},
    )


def not_over(_form: Form, field: Field) -> None:
    if field.data and field.data < clock.now().date():
        raise ValidationError(_("This day is over. Enter a later one."))


def last_day_field(description: Any = "", **kwargs: Any) -> DateField:
    return DateField(_l("Last day"), [Optional(), not_over], description=description, **kwargs)


class ReadsForm(Form):
    """The choice of the earlier discussions within a delegation that a new member reads."""

    reads = RadioField(
        _l("Private discussions of the delegation"),
        choices=[
            SelectChoice("before", _l("Everything from before")),
            SelectChoice("after", _l("Only what is said after they join")),
        ],
        default="before",
        description=_l(
            "Positions, red lines, proposals and papers are shown in full in either case, and so are the discussions within your regional groups and what drafters say to a delegation whose consent they ask. A reply to an earlier discussion stays with those who read that discussion."
        ),
    )

    @property
    def reads_before(self) -> bool:
        return self.reads.data != "after"


class LastDayForm(Form):
    """The form for the last day of an account. An empty field means that the account does not end."""

    last_day = last_day_field(
        _l(
            "The account expires at the end of this day in UTC. Leave it empty for an account that does not expire."
        ),
        id="account-last-day",
    )


class MembershipForm(ReadsForm):
    delegation = choice(_l("Delegation"))
    role = choice(
        _l("Role in the delegation"),
        choices=choices(DELEGATION_ROLE_NAMES),
        default=DelegationRole.MEMBER.value,
    )
    last_day = last_day_field(id="membership-last-day")

    def __init__(self, *args: Any, delegations: list[SelectChoice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.delegation.choices = delegations


class OfficeForm(Form):
    office = choice(_l("Role in the group"), choices=choices(MAIN_ROLES))
    scope = StringField(
        _l("Scope of the role"),
        # Role and scope together must fit into the capacity that is shown beside comments.
        [Optional(), at_most(150)],
        filters=[one_line],
        description=_l("If the role needs it, such as Question 22-2/1."),
    )
    last_day = last_day_field()

    @property
    def appointment(self) -> Appointment:
        return Appointment(GroupRole(self.office.data), self.scope.data or "")

    def validate_scope(self, field: Field) -> None:
        if any(letter in "();|" for letter in field.data or ""):
            raise ValidationError(_("Do not use brackets, semicolons or vertical bars."))


class InvitationForm(OfficeForm, ReadsForm):
    """The form that invites one person for a delegation, an office, or both."""

    email = EmailAddress(
        _l("E-mail"), [InputRequired(_l("Enter an e-mail address.")), plausible_address]
    )
    name = StringField(
        lazy_pgettext("of a person", "Name"),
        [Optional(), at_most(200), visible],
        filters=[one_line],
    )
    delegation = choice(_l("Delegation"))
    role = choice(
        _l("Role in the delegation"),
        choices=choices(DELEGATION_ROLE_NAMES),
        default=DelegationRole.MEMBER.value,
    )
    office = choice(
        _l("Role in the group"), choices=choices(MAIN_ROLES, lazy_pgettext("no role", "None"))
    )
    last_day = last_day_field(
        _l(
            "A new account expires at the end of this day in UTC; for an existing account, what you add expires. Leave it empty for no last day."
        )
    )

    def __init__(self, *args: Any, delegations: list[SelectChoice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.delegation.choices = [
            SelectChoice("", pgettext("no delegation", "None")),
            *delegations,
        ]

    @property
    def offices(self) -> tuple[Appointment, ...]:
        return (self.appointment,) if self.office.data else ()

    def validate_office(self, field: Field) -> None:
        if not field.data and not self.delegation.data:
            raise ValidationError(_("Choose a delegation, a role in the group, or both."))


class ColleagueForm(ReadsForm):
    """The form by which a head of delegation invites a colleague."""

    email = EmailAddress(
        _l("E-mail"), [InputRequired(_l("Enter an e-mail address.")), plausible_address]
    )
    name = StringField(
        lazy_pgettext("of a person", "Name"),
        [Optional(), at_most(200), visible],
        filters=[one_line],
    )
    last_day = last_day_field(
        _l(
            "A new account expires at the end of this day in UTC; for an existing account, what you add expires. Leave it empty for no last day."
        )
    )


class RosterForm(Form):
    file = FileField(_l("A CSV file"), [Optional()], render_kw={"accept": ".csv,text/csv"})
    people = TextAreaField(
        _l("Or paste the list"),
        [Optional()],
        description=_l(
            "The first line contains the names of the columns: email, name, delegation, role "
            "and, if you need it, group_roles."
        ),
        render_kw={"rows": 8, "spellcheck": "false"},
    )


class DelegationForm(Form):
    version = HiddenField()
    name = StringField(
        _l("Name"), [DataRequired(_l("Enter the name.")), at_most(200), visible], filters=[one_line]
    )
    code = StringField(
        _l("Code"),
        [DataRequired(_l("Enter a short code.")), at_most(20), visible],
        filters=[lambda value: one_line(value).upper()],
        description=_l("Short, as on a name plate: KEN."),
    )
    category = choice(_l("Category"), choices=choices(CATEGORY_NAMES))
    region = choice(_l("Region"), choices=choices(REGION_NAMES, lazy_pgettext("no region", "None")))

    def validate_region(self, field: Field) -> None:
        if not field.data and self.category.data == Category.MEMBER_STATE:
            raise ValidationError(_("Choose one of the six regions for a Member State."))

    @property
    def values(self) -> dict[str, Any]:
        return {
            "name": self.name.data,
            "code": self.code.data,
            "category": Category(self.category.data),
            "region": Region(self.region.data) if self.region.data else None,
        }

    @classmethod
    def of(cls, delegation: Delegation) -> "DelegationForm":
        return cls(
            version=str(delegation.version),
            name=delegation.name,
            code=delegation.code,
            category=delegation.category.value,
            region=delegation.region.value if delegation.region else "",
        )


class MemberStatesForm(Form):
    names = LinesField(
        _l("Member States to add"),
        [DataRequired(_l("Enter at least one Member State."))],
        description=_l("Names or codes, one on each line."),
        render_kw={"rows": 3, "spellcheck": "false"},
    )


class CoordinatorForm(Form):
    member = choice(_l("Coordinator to name"))

    def __init__(self, *args: Any, people: Iterable[Membership] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member.choices = [
            SelectChoice("", _("Choose somebody")),
            *(
                SelectChoice(str(each.id), f"{each.person.name} · {each.delegation.shown_name}")
                for each in people
            ),
        ]

    def validate_member(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Choose somebody who speaks for a Member State of the group."))


class DirectoryForm(Form):
    """The filters of the directory. Unknown values are ignored."""

    name = StringField(lazy_pgettext("of a person", "Name"), filters=[one_line])
    region = choice(_l("Region"), choices=choices(REGION_NAMES, _l("All regions")))
    category = choice(_l("Category"), choices=choices(CATEGORY_NAMES, _l("All categories")))

    @property
    def chosen_region(self) -> Region | None:
        return Region(self.region.data) if self.region.data in set(Region) else None

    @property
    def chosen_category(self) -> Category | None:
        return Category(self.category.data) if self.category.data in set(Category) else None
