"""The input of a check: the installation, and the options of the examination."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from flask import Flask

from wgcop.health.diagnosis import Diagnosis


@dataclass(frozen=True)
class Examination:
    """The installation to examine, and the options of the examination."""

    app: Flask
    repair: bool = False
    test_recipient: str = ""
    """The address that gets a test e-mail; empty for none."""
    progress: Callable[[str], object] = field(default=lambda _: None)


Check = Callable[[Examination], Iterator[Diagnosis]]
