"""Forms of the secretariat: the facts of a document, a body, an import."""

from wgcop.priorwork.forms.bodies import BodyForm
from wgcop.priorwork.forms.documents import Corrections, DocumentForm, filters_of
from wgcop.priorwork.forms.imports import ImportForm

__all__ = ["BodyForm", "Corrections", "DocumentForm", "ImportForm", "filters_of"]
