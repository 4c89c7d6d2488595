"""The views of rolling texts as files and as documents."""

from wgcop.rolling_files.views import cuts, files
from wgcop.rolling_files.views.blueprint import bp

__all__ = ["bp", "cuts", "files"]
