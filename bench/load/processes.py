"""What processes hold: memory, open files and threads, as the kernel counts them."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


def of_session(leader: int) -> list[int]:
    """The processes that were started by one, and by those, the oldest first."""
    found = []
    for place in Path("/proc").iterdir():
        if place.name.isdecimal():
            with suppress(OSError, IndexError):
                after_name = (place / "stat").read_text().rpartition(")")[2].split()
                if int(after_name[3]) == leader and after_name[0] not in "ZX":
                    found.append((int(after_name[19]), int(place.name)))
    return [process for _, process in sorted(found)]


@dataclass(frozen=True)
class Held:
    memory: int
    """Bytes that are in memory."""
    most_memory: int
    descriptors: int
    threads: int


def held(process: int) -> Held | None:
    """None once it has ended."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
        said = dict(line.split(":", 1) for line in lines)
        descriptors = sum(1 for _ in Path(f"/proc/{process}/fd").iterdir())
        return Held(
            memory=int(said["VmRSS"].split()[0]) * 1024,
            most_memory=int(said["VmHWM"].split()[0]) * 1024,
            descriptors=descriptors,
            threads=int(said["Threads"]),
        )
    except (OSError, KeyError):
        return None
