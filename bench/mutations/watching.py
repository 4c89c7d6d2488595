"""Notes which functions of the workspace begin while a test runs."""

import sys
import types
from collections.abc import Callable
from pathlib import Path

TOOL = 4


class Watch:
    def __init__(self, root: Path) -> None:
        self._start = f"{root}/wgcop/"
        self._cut = len(str(root)) + 1
        self._seen: set[str] = set()
        self._tell: Callable[[str], object] = self._seen.add

    def begin(self, tell: Callable[[str], object] | None = None) -> None:
        self._tell = tell or self._tell
        starts = sys.monitoring.events.PY_START
        sys.monitoring.use_tool_id(TOOL, "mutations")
        sys.monitoring.register_callback(TOOL, starts, self._begins)
        sys.monitoring.set_events(TOOL, starts)

    def anew(self) -> None:
        self._seen.clear()
        sys.monitoring.restart_events()

    @property
    def seen(self) -> set[str]:
        return set(self._seen)

    def _begins(self, code: types.CodeType, _offset: int) -> object:
        if code.co_filename.startswith(self._start):
            name = code.co_qualname.replace(".<locals>", "")
            if "<" not in name:
                self._tell(f"{code.co_filename[self._cut :]}:{name}")
        return sys.monitoring.DISABLE
