"""A document of some 300,000 characters, with one phrase that stands far inside."""

from flask import Flask
from sqlalchemy import select

from wgcop.bodies.body import Body
from wgcop.database import db, writing
from wgcop.priorwork.kinds import Audience
from wgcop.priorwork.models import Document
from wgcop.search import indexer

PHRASE = "lanterns of the quiet harbour"
LINES = [f"Paragraph {number}. " + "Children learn to swim. " * 20 for number in range(600)]
LINES[3] = "Lanterns are lit."
LINES[477] = f"Here stand the {PHRASE}, and nowhere else."


def bring(app: Flask, *, with_pages: bool = True, lines: list[str] = LINES) -> str:
    """The address of it, once it is found."""
    text = "\n".join(lines)
    places = [
        (text.index(f"Paragraph {n}."), f"p. {n // 10}", f"p-{n // 10}")
        for n in range(0, len(lines), 10)
    ]
    with app.app_context(), writing():  # a server may be at work in the same folder
        document = Document(
            body=db.session.scalars(select(Body)).first(),
            key="long",
            title="A long report",
            level="international",
            audience=Audience.PUBLIC,
            language="en",
            text=text,
            places=places if with_pages else [],
            file_sha="0" * 64,
            file_name="long.txt",
            file_size=1,
            imported="",
        )
        db.session.add(document)
        db.session.commit()
        indexer.drain_all()
        return document.url
