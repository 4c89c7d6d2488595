"""What happened to a person's account stands in the history and changes no open page."""

from wgcop.history.presenters import presents


@presents("person")
def nothing_to_show(_target_id: str, _entry_kind: str) -> None:
    return None
