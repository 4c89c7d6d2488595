"""What changed in the meaning of a clause: addressees, the strength of verbs, deadlines, quantities,
scope, references and negations, told by rules for each language.
"""

from wgcop.meaning.findings import MeaningFinding, MeaningKind, MeaningWeight
from wgcop.meaning.judging import differences

Finding = MeaningFinding

__all__ = ["Finding", "MeaningFinding", "MeaningKind", "MeaningWeight", "differences"]
