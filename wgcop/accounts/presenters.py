"""What happened to a person's account stands in the history and changes no open page."""

from wgcop.history.presenters import presents_nothing

presents_nothing("person")
