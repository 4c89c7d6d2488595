"""Presents no changes to a resolution: its text never changes, so an import affects no open page."""

from wgcop.events.presenters import presents_nothing

presents_nothing("resolution")
