"""Nothing of a resolution's text changes under its readers' eyes: an import has no place in an open page."""

from wgcop.history.presenters import presents_nothing

presents_nothing("resolution")
