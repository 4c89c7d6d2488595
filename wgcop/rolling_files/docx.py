"""The rolling text as a Word document whose tracked changes have their sources as authors."""

from datetime import datetime

from wgcop.i18n import written_to
from wgcop.resolutions.models import Edition
from wgcop.rolling_files.filed import FiledText
from wgcop.rolling_files.tracked import tracked_text
from wgcop.rolling_files.wording import brackets_of, head_of, help_of_word_file, list_of
from wgcop.word import WordDocument, WordRun, write_tree


def as_docx(edition: Edition, text: FiledText, *, at: datetime) -> bytes:
    """Return the file. The unchanged text is that agreed so far."""
    with written_to(edition.language):
        head = head_of(edition, text, at=at, help_line=help_of_word_file(text))
        tracked = tracked_text(text.sections)
        listed = [*list_of(text.listed), *brackets_of(text.brackets)]
    document = WordDocument(
        title=f"{head.kicker}: {head.title}", language=edition.language, created=at
    )
    document.head(WordRun(head.kicker, language=edition.language))
    document.title(WordRun(head.title, language=edition.language))
    for line in (head.kicker, edition.title, *head.lines):
        document.paragraph(WordRun(line, language=edition.language, soft=True))
    tree = {"type": "doc", "content": [*tracked, *listed]}
    write_tree(document, tree, language=edition.language)
    return document.bytes()
