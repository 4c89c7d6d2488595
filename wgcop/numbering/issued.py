"""The symbol under which a document was issued. It is stored as printed, so that it never changes."""

from flask_babel import gettext as _
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from wgcop.errors import Refused
from wgcop.numbering.kinds import ATTACHMENT_NAMES, KIND_NAMES, Attachment, DocumentKind
from wgcop.numbering.patterns import in_language
from wgcop.numbering.symbol import RevisionStyle, Symbol, SymbolPart


class Numbered:
    """The columns of a document's number. Those that begin with `symbol_` are empty until it has
    one.

    `number` counts within its series; an addendum or corrigendum has the number of its document
    here.
    """

    kind: Mapped[DocumentKind] = mapped_column(default=DocumentKind.CONTRIBUTION)
    attachment: Mapped[Attachment | None]
    number: Mapped[int | None]
    symbol_base: Mapped[str] = mapped_column(String(80), default="")
    symbol_parts: Mapped[str] = mapped_column(String(60), default="")
    """The attachments in the symbol, from the outside in: `addendum 1 corrigendum 2`."""
    symbol_style: Mapped[RevisionStyle] = mapped_column(default=RevisionStyle.SPACED)
    symbol_language: Mapped[str] = mapped_column(String(20), default="")
    symbol_key: Mapped[str | None] = mapped_column(String(140))
    """The symbol in its normal form, the same for all ways of writing it."""
    symbol_order: Mapped[str] = mapped_column(String(60), default="")
    """A key that sorts the documents of a meeting: by series, then by number, with attachments
    after their document.
    """

    @property
    def is_numbered(self) -> bool:
        return self.number is not None

    @property
    def kind_name(self) -> str:
        return str(ATTACHMENT_NAMES[self.attachment] if self.attachment else KIND_NAMES[self.kind])

    @property
    def issued_symbol(self) -> Symbol | None:
        """The symbol without a revision or a language; None until the document has a number."""
        if self.number is None:
            return None
        return Symbol(
            self.symbol_base,
            parts_of(self.symbol_parts),
            language=self.symbol_language,
            style=self.symbol_style,
        )

    def symbol_in(self, language: str, revision: int = 0) -> Symbol | None:
        """Return the symbol of the copy in this language, or None if the document has no number."""
        issued = self.issued_symbol
        if issued is None:
            return None
        symbol = in_language(issued, language)
        return Symbol(symbol.base, symbol.parts, revision, symbol.language, symbol.style)

    @property
    def list_order(self) -> str:
        """The sort key as a decimal number, for scripts. Attachments are the digits after the
        decimal point.
        """
        return f"{self.symbol_order[:11]}.{self.symbol_order[11:] or 0}"

    def choose_kind(self, kind: DocumentKind) -> None:
        """Choose the kind. A document with a number keeps its kind, because the number belongs to
        the series of that kind.
        """
        if self.is_numbered and kind != self.kind:
            raise Refused(
                _(
                    "%(symbol)s has its number in the series of another kind of document, with a deadline of "
                    "its own. Bring a new contribution of the kind that you want.",
                    symbol=self.issued_symbol,
                )
            )
        self.kind = kind

    def issue_as(self, symbol: Symbol, number: int, *, place: int) -> None:
        """Give the document its number and symbol. `place` is the position of its series among
        those of its meeting.
        """
        self.number = number
        self.symbol_base = symbol.base
        self.symbol_parts = " ".join(f"{part.kind} {part.number}" for part in symbol.parts)
        self.symbol_style = symbol.style
        self.symbol_language = symbol.language
        self.symbol_key = symbol.key
        self.symbol_order = f"{place:02}{symbol.order}"


def parts_of(stored: str) -> tuple[SymbolPart, ...]:
    words = stored.split()
    pairs = zip(words[::2], words[1::2], strict=True)
    return tuple(SymbolPart(Attachment(kind), int(number)) for kind, number in pairs)
