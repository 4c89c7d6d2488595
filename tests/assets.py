"""Style sheets and scripts, read and joined once for a process instead of once for each application."""

from pathlib import Path
from typing import Any

import pytest

from tests.architecture.reading import ROOT
from wgcop.web.assets import Assets

STATIC = ROOT / "static"


def read_once(patch: pytest.MonkeyPatch) -> None:
    read = Assets.read
    kept: dict[Path, dict[str, Any]] = {}

    def once(assets: Assets) -> None:
        if assets.changing or assets.static != STATIC:
            read(assets)
        elif STATIC in kept:
            vars(assets).update(kept[STATIC])
        else:
            read(assets)
            kept[STATIC] = vars(assets).copy()

    patch.setattr(Assets, "read", once)
