"""A paper as plain typed text, the form in which people write it without an editor.

Headings begin with `#` to `####`, quotes with `>`, and items with `-`, `*`, `1.`, `a)` or `(iv)`;
the number that is typed is the number that is printed. Numbered paragraphs begin with `#5.`, and
the paper counts them. `|Tables are written between `|`|`; in them `<` joins a cell with the one to
its left, and `^` with the one above. An empty line ends a block, and a line end is kept. Whatever
is not understood stays as typed.
"""

from wgcop.paper.typed.block_parser import continued, from_text
from wgcop.paper.typed.block_writer import to_text

__all__ = ["continued", "from_text", "to_text"]
