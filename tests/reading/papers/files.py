"""Word files made of raw XML, as other programs write them."""

import io
import zipfile

import docx

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACES = (
    f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def word(body: str, **parts: str | bytes) -> bytes:
    """A file with this body; `parts` replace or add others, their names with __ for / and _ for a dot."""
    out = io.BytesIO()
    docx.Document().save(out)
    document = f"<w:document {SPACES}><w:body>{body}<w:sectPr/></w:body></w:document>"
    changed = {"word/document.xml": document.encode()}
    for name, content in parts.items():
        changed[name] = content.encode() if isinstance(content, str) else content
    return with_parts(out.getvalue(), changed)


def with_parts(data: bytes, changed: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for part in source.infolist():
            if part.filename not in changed:
                target.writestr(part, source.read(part))
        for name, content in changed.items():
            target.writestr(name, content)
    return out.getvalue()


def p(
    words: str, style: str = "", *, numbered: tuple[int, int] | None = None, inside: str = ""
) -> str:
    """A paragraph; `numbered` is a list and a level."""
    number = ""
    if numbered:
        number = (
            f'<w:numPr><w:ilvl w:val="{numbered[1]}"/><w:numId w:val="{numbered[0]}"/></w:numPr>'
        )
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    run = f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>' if words else ""
    return f"<w:p><w:pPr>{named}{number}</w:pPr>{run}{inside}</w:p>"


def numbering(*lists: dict[int, tuple[str, str]]) -> str:
    """Lists 1, 2, …, each by level with the form and the text of its labels."""
    abstract, instances = "", ""
    for number, levels in enumerate(lists, start=1):
        inner = "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>'
            f'<w:pPr><w:ind w:left="{720 * (level + 1)}" w:hanging="360"/></w:pPr></w:lvl>'
            for level, (form, text) in levels.items()
        )
        abstract += f'<w:abstractNum w:abstractNumId="{number}">{inner}</w:abstractNum>'
        instances += f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'
    return f"<w:numbering {SPACES}>{abstract}{instances}</w:numbering>"
