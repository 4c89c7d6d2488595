"""The contributions of the demo world, in every state that a contribution can be in."""

from dataclasses import dataclass

from wgcop.contributions.kinds import Purpose
from wgcop.demo.data_files import built, read


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A contribution. `begun` and `submitted` are in days before the world is loaded; one that is
    not submitted is a draft.

    `together_with` names delegations whose heads consent to it, `awaited` those whose heads have
    not answered yet; `drafters` are first names. `revision` is the text of Rev.1, and `hold_reason`
    says why the secretariat holds the paper back. `addendum` is the text of Add.1 and `corrigendum`
    that of Corr.1; `corrects` says what it corrects. A paper that is `accepted` came late, and the
    secretariat took it as a delayed contribution.
    """

    by: str
    title: str
    begun: float
    text: str
    clauses: tuple[str, ...]
    submitted: float | None = None
    purpose: Purpose = Purpose.ACTION
    action_required: str = ""
    abstract: str = ""
    keywords: str = ""
    in_office: bool = False
    drafters: tuple[str, ...] = ()
    together_with: tuple[str, ...] = ()
    awaited: tuple[str, ...] = ()
    revision: str = ""
    revision_note: str = ""
    hold_reason: str = ""
    accepted: bool = False
    addendum: str = ""
    corrigendum: str = ""
    corrects: str = ""


PAPERS = {key: built(Paper, table) for key, table in read("papers").items()}
