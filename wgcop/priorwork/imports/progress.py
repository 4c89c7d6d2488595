"""Counts the progress of imports, and the outcomes of their files."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from wgcop.database import db
from wgcop.priorwork.imports.models import Import, ImportFile
from wgcop.priorwork.imports.outcomes import OUTCOME_NAMES, ImportOutcome

IMPORTS_SHOWN = 10


@dataclass(frozen=True)
class Progress:
    """The number of an import's files with each outcome."""

    by: Counter[ImportOutcome]

    @property
    def total(self) -> int:
        return self.by.total()

    @property
    def done(self) -> int:
        return self.total - self.by[ImportOutcome.WAITING]

    @property
    def is_over(self) -> bool:
        return self.done == self.total

    @property
    def outcomes(self) -> list[tuple[ImportOutcome, str, int]]:
        """Each outcome that occurs, with its name and number of files."""
        return [
            (outcome, str(OUTCOME_NAMES[outcome]), self.by[outcome])
            for outcome in ImportOutcome
            if self.by[outcome]
        ]


def import_with_files(import_id: int) -> Import | None:
    return db.session.scalar(
        select(Import)
        .where(Import.id == import_id)
        .options(selectinload(Import.files).joinedload(ImportFile.document))
    )


def last_imports() -> Sequence[Import]:
    return db.session.scalars(select(Import).order_by(Import.id.desc()).limit(IMPORTS_SHOWN)).all()


def progress_of(imports: Collection[Import]) -> dict[int, Progress]:
    counts: dict[int, Counter[ImportOutcome]] = {batch.id: Counter() for batch in imports}
    rows = db.session.execute(
        select(ImportFile.import_id, ImportFile.outcome, func.count())
        .where(ImportFile.import_id.in_(counts))
        .group_by(ImportFile.import_id, ImportFile.outcome)
    )
    for import_id, outcome, number in rows:
        counts[import_id][outcome] = number
    return {import_id: Progress(by) for import_id, by in counts.items()}
