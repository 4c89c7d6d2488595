"""The form in which somebody chooses what to take away, and in which format."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import Form, HiddenField, RadioField
from wtforms.fields import SelectChoice

from wgcop.takeaway.scopes import AnyScope
from wgcop.takeaway.writing import FORM_NAMES, FileForm
from wgcop.web.fields import choices

WITHOUT, WITH = "", "yes"


class TakeawayForm(Form):
    of = HiddenField()
    form = RadioField(_l("File"))
    private = RadioField(_l("Restricted comments"), default=WITHOUT)

    @classmethod
    def about(cls, scope: AnyScope, sent: MultiDict[str, str] | None = None) -> "TakeawayForm":
        form = cls(sent, of=scope.of, form=scope.forms[0].value)
        form.form.choices = choices({each: FORM_NAMES[each] for each in scope.forms})
        names = scope.names_of_private
        form.private.choices = [
            SelectChoice(WITHOUT, _("Leave out what stays within %(delegation)s", delegation=names))
        ]
        if scope.private:
            form.private.choices.append(
                SelectChoice(WITH, _("Include what stays within %(delegation)s", delegation=names))
            )
        form.of.data = scope.of
        return form

    @property
    def chosen(self) -> FileForm:
        return FileForm(self.form.data)

    @property
    def with_private(self) -> bool:
        return bool(self.private.data == WITH)
