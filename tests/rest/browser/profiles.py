"""A browser with a profile on the disk, which can be killed."""

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import BrowserContext, Error, Page

from tests.browser.conftest import ARGUMENTS, WIDE, Room, chromium_command
from tests.browser.fresh import until

ON_DISK = """async ([words, kind]) => {
    const opening = indexedDB.open("wgcop")
    await new Promise((resolve) => opening.addEventListener("success", resolve))
    const all = opening.result.transaction("changes").objectStore("changes").getAll()
    await new Promise((resolve) => all.addEventListener("success", resolve))
    opening.result.close()
    return all.result.some(({ key, value }) => key.includes(kind) && value?.includes(words))
}"""


class Profile:
    """A browser of one person on a disk, which can lose its power."""

    def __init__(self, room: Room, folder: Path) -> None:
        self._room = room
        self._folder = folder
        self.context: BrowserContext | None = None

    def start(self) -> Page:
        room = self._room
        self.context = room._chromium.browser_type.launch_persistent_context(
            self._folder,
            executable_path=chromium_command(),
            args=ARGUMENTS,
            viewport=WIDE,
            locale="en-GB",
            timezone_id="UTC",
        )
        self.context.set_default_timeout(60_000)
        with room._app.app_context():
            self.context.add_cookies([room._cookie(room.world.person("amina"))])
        return self.context.new_page()

    def kill(self) -> None:
        """All its processes at once, so that none writes anything any more."""
        for process in self._processes():
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        if self.context:
            with suppress(Error):
                self.context.close()
        self.context = None
        for lock in self._folder.glob("Singleton*"):
            lock.unlink()

    def _processes(self) -> Iterator[int]:
        for each in Path("/proc").iterdir():
            with suppress(OSError):
                if each.name.isdecimal() and str(self._folder) in (each / "cmdline").read_text():
                    if int(each.name) != os.getpid():
                        yield int(each.name)


def on_disk(page: Page, words: str, *, kind: str = ".form.") -> None:
    """In what is stored of a kind: the form of a draft holds its text too, and is stored at another moment."""
    until(page, ON_DISK, [words, kind])
