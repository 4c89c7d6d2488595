"""The smallest PDF files that have a text layer, in any script; and a hostile one."""

import zlib
from collections.abc import Sequence


def pdf(
    pages: Sequence[Sequence[str]], *, title: str = "", language: str = "", made: str = ""
) -> bytes:
    """Each page is its lines from the top; a line's letters are stored in the order in which they are read."""
    kids = " ".join(f"{5 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {f'/Lang ({language})' if language else ''} >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /Any /Encoding /Identity-H /ToUnicode 4 0 R "
        "/DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Any /DW 500 "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
        "/FontDescriptor << /Type /FontDescriptor /FontName /Any /Flags 4 >> >>] >>",
        _stream(_to_unicode()),
    ]
    for lines in pages:
        number = len(objects) + 1
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {number + 1} 0 R "
            "/Resources << /Font << /F 3 0 R >> >> >>",
            _stream(_drawn(lines)),
        ]
    about = f"<< /Title <feff{title.encode('utf-16-be').hex()}> /ModDate ({made}) >>"
    return _file([*objects, about])


def hostile() -> bytes:
    """A page of 50 KB that says the same line so often that it unpacks to 20 MB, and is held several times over."""
    line = b"BT /F 10 Tf 1 0 0 1 40 800 Tm (%s) Tj ET\n" % (b"a" * 1000)
    content = zlib.compress(line * 20_000)
    whole = pdf([["x"]])
    at, end = whole.rindex(b"<< /Length", 0, whole.index(b"<< /Title")), whole.index(b"<< /Title")
    stream = b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream\nendobj\n7 0 obj\n"
    return whole[:at] + stream % (len(content), content) + whole[end:]


def _drawn(lines: Sequence[str]) -> str:
    return "\n".join(
        f"BT /F 10 Tf 40 {800 - 14 * n} Td <{line.encode('utf-16-be').hex()}> Tj ET"
        for n, line in enumerate(lines)
    )


def _to_unicode() -> str:
    rows = [f"<{high:02x}00> <{high:02x}ff> <{high:02x}00>" for high in range(256)]
    ranges = "\n".join(
        f"{len(rows[at : at + 64])} beginbfrange\n{chr(10).join(rows[at : at + 64])}\nendbfrange"
        for at in range(0, 256, 64)
    )
    return (
        "/CIDInit /ProcSet findresource begin begincmap /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{ranges}\nendcmap"
    )


def _stream(content: str) -> str:
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"


def _file(objects: Sequence[str]) -> bytes:
    written = b"%PDF-1.7\n"
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(written))
        written += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    return written + (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>\n"
        f"startxref\n{len(written)}\n%%EOF\n"
    ).encode("latin-1")
