"""Papers that bring proposals, for the tests of the proposal map."""

import pytest

from tests.contributions.conftest import clause, draft, meeting, paper_at, typed  # noqa: F401
from tests.contributions.test_proposals_in_papers import quote
from wgcop.database import db
from wgcop.paper import plain
from wgcop.paper.blocks import paragraph
from wgcop.resolutions.queries import clause_by_wid


@pytest.fixture
def in_paper(app, http, draft):  # noqa: F811
    """Brings a paper that proposes to add words to a clause; returns its address."""

    def bring(person, wid, more):
        address = draft(person)
        with app.app_context():
            clause, paper = clause_by_wid(wid), paper_at(address)
            blocks = [paragraph("MOD"), quote(clause, clause.wording.text + more)]
            paper.draft.text = {"type": "doc", "content": blocks}
            paper.draft.plain = plain(paper.draft.text)
            db.session.commit()
        answer = http(person).post(f"{address}/submission")
        assert answer.status_code == 303, answer.text
        return address

    return bring
