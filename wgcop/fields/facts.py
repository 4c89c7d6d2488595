"""The values entered for a thing, on the way from a form or a sheet to the action that saves them."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, NoReturn, Self

from wgcop.fields.field import Field


class Facts:
    """Values with an attribute for each of the `fields`. Those not given are empty.

    Raise TypeError for a value without a field, and for a required field without a value or default.
    """

    fields: ClassVar[Sequence[Field]] = ()

    def __init__(self, **values: Any) -> None:
        names = {field.name for field in self.fields}
        required = {e.name for e in self.fields if e.is_required and e.default is None}
        if wrong := (values.keys() - names) | (required - values.keys()):
            raise TypeError(f"Unknown or missing: {', '.join(sorted(wrong))}.")
        vars(self).update({field.name: field.empty for field in self.fields} | values)

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{name}: facts do not change.")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and vars(self) == vars(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{k}={v!r}' for k, v in vars(self).items())})"

    @classmethod
    def of(cls, thing: Any) -> Self:
        return cls(**{field.name: _value(thing, field) for field in cls.fields})

    @classmethod
    def read(cls, kept: Mapping[str, Any], known: Mapping[str, Any]) -> Self:
        """Restore facts from the result of `kept`, which may have been stored before a field or a
        choice existed: fields that it lacks and values that are unknown are left empty, even if
        they are now required. `known` are the things that the facts refer to, by key.
        """
        return cls(
            **{
                field.name: field.kind.read(kept[field.name], known)
                if field.name in kept
                else field.empty
                for field in cls.fields
            }
        )

    def tidied(self) -> Self:
        return self.but(**{e.name: e.kind.tidy(getattr(self, e.name)) for e in self.fields})

    def but(self, **values: Any) -> Self:
        """Return a copy with these values in place of its own."""
        return type(self)(**(vars(self) | values))

    def write_to(self, thing: Any) -> None:
        for name, value in vars(self).items():
            setattr(thing, name, value)

    def kept(self) -> dict[str, Any]:
        """Return the values as JSON, by the names of the fields."""
        return {field.name: field.kind.kept(getattr(self, field.name)) for field in self.fields}

    def changes(self, thing: Any) -> dict[str, Any]:
        """Return the fields in which the thing differs, with what they become."""
        return {
            field.name: getattr(self, field.name)
            for field in self.fields
            if field.kind.compared(getattr(self, field.name))
            != field.kind.compared(_value(thing, field))
        }


def _value(thing: Any, field: Field) -> Any:
    value = getattr(thing, field.name)
    return tuple(value) if field.kind.is_list else value
