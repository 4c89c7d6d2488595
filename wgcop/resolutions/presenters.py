"""The text of a resolution does not change while it is read, so an import shows in no open page."""

from wgcop.history.presenters import presents_nothing

presents_nothing("resolution")
