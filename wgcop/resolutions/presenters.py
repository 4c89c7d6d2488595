"""Presents no changes of a resolution: its text does not change while it is read, so an import
shows on no open page.
"""

from wgcop.history.presenters import presents_nothing

presents_nothing("resolution")
