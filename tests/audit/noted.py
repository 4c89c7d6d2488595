"""What the trail says of some deeds, for tests of what people do elsewhere."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from wgcop.audit.models import AuditRow


def noted(session: Session, *deeds: str) -> list[tuple[str, int | None, str, str]]:
    """Deed, number of who did it, name of the thing and detail, the oldest first."""
    session.flush()
    rows = session.scalars(
        select(AuditRow).where(AuditRow.deed.in_(deeds)).order_by(AuditRow.number)
    )
    return [(row.deed, row.person_id, row.of_name, row.detail) for row in rows]
