"""The language versions of a document of the demo world: one of its latest wording, and one of an
earlier wording.
"""

from dataclasses import dataclass

from wgcop.demo.data_files import built, read
from wgcop.translations.models import LanguageStatus


@dataclass(frozen=True, kw_only=True)
class DemoTranslation:
    """A language version. `issued` is in days before the world is loaded; it was made from the
    wording that was the latest then.
    """

    language: str
    status: LanguageStatus
    issued: float
    title: str
    source: str
    abstract: str
    action_required: str
    keywords: str
    text: str


_DATA = read("translations")
BEFORE_ITS_REVISION = built(DemoTranslation, _DATA["before_its_revision"])
AFTER_ITS_REVISION = built(DemoTranslation, _DATA["after_its_revision"])
