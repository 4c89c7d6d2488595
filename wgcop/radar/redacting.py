"""Declares where remarks about pairs of texts are stored, for those who must redact some."""

from flask_babel import lazy_gettext as _l

from wgcop.radar.models import Pair, RadarDecision
from wgcop.redaction.subjects import KeptWords, sign_up_copies

sign_up_copies(
    KeptWords("relation", _l("Reasons why a paper is related to another text"), RadarDecision),
    KeptWords("pair", _l("Reasons given for pairs of texts"), Pair),
)
