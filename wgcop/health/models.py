"""The row of a process that runs the background work, which is updated every few seconds."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from wgcop import clock
from wgcop.database import Base

SILENT_AFTER = timedelta(seconds=30)
"""The silence after which a worker counts as gone. Several beats may be late, as on a busy machine.
"""


class Worker(Base):
    """A process that runs the background work. `duties` are the states of its threads, as
    `supervisor.State` holds them.
    """

    __tablename__ = "worker"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    host: Mapped[str] = mapped_column(String(200))
    pid: Mapped[int]
    version: Mapped[str] = mapped_column(String(40))
    started_at: Mapped[datetime] = mapped_column(default=clock.now)
    beat_at: Mapped[datetime] = mapped_column(default=clock.now)
    duties: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)

    @property
    def silence(self) -> timedelta:
        return clock.now() - self.beat_at

    @property
    def is_alive(self) -> bool:
        return self.silence <= SILENT_AFTER

    def __str__(self) -> str:
        return f"{self.host}, process {self.pid}, version {self.version}"
