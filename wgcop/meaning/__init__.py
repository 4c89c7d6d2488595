"""What changed in the meaning of a clause: addressees, the strength of verbs, deadlines, quantities,
scope, references and negations, told by rules for each language.
"""

from wgcop.meaning.citations import CitedEdition, cited_resolutions
from wgcop.meaning.findings import MeaningFinding, MeaningKind, MeaningWeight
from wgcop.meaning.judging import differences

Finding = MeaningFinding

__all__ = [
    "CitedEdition",
    "Finding",
    "MeaningFinding",
    "MeaningKind",
    "MeaningWeight",
    "cited_resolutions",
    "differences",
]
