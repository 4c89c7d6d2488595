import re
from html.parser import HTMLParser

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from scripts.messages import FOLDER, bring_up_to_date, collected
from tests.architecture.reading import ROOT, report
from wgcop.accounts.models import GroupRole, Office, Person
from wgcop.bodies.models import Group
from wgcop.database import db
from wgcop.languages import catalogues
from wgcop.languages.termbase import TRANSLATED

OPEN, CLOSE = "⟦", "⟧"
FOR_MACHINES = ("/api", "/healthz", "/readyz", "/metrics", "/style", "/live", "/static")
# What gettext answered, names that are the same in every language, and addresses. A sentence may
# have others inside it, and parts of it may stand in elements of their own.
OURS = re.compile(rf"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}|WG-COP|\S+@\S+|https?://\S+")
NOT_WORDS = {"script", "style", "code", "kbd", "bdi", "time"}
VOID = {
    "meta",
    "link",
    "input",
    "br",
    "img",
    "hr",
    "wbr",
    "source",
    "path",
    "use",
    "circle",
    "rect",
}


@pytest.fixture(scope="module")
def messages():
    """Every text that is shown to people, as a translator would receive it."""
    return collected()


@pytest.fixture(scope="module")
def mirrored(messages, tmp_path_factory):
    """A folder with an Arabic catalogue that says every text in brackets instead of translating it."""
    folder = tmp_path_factory.mktemp("translations")
    target = folder / "ar" / "LC_MESSAGES" / "messages.mo"
    target.parent.mkdir(parents=True)
    for message in messages:
        if message.id:
            one, many = message.id if message.pluralizable else (message.id, message.id)
            marked = [f"{OPEN}{one}{CLOSE}"] + [f"{OPEN}{many}{CLOSE}"] * 5
            message.string = tuple(marked) if message.pluralizable else marked[0]
    messages.locale = "ar"
    with target.open("wb") as handle:
        write_mo(handle, messages)
    return folder


class Words(HTMLParser):
    """The texts of a page that a reader sees and that no element claims for another language."""

    def __init__(self):
        super().__init__()
        self.direction = None
        self.texts = []
        self._open = []

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "html":
            self.direction = attributes.get("dir")
        own = tag != "html" and ("lang" in attributes or attributes.get("translate") == "no")
        if tag not in VOID:
            self._open.append((tag, own or tag in NOT_WORDS))
        if not own and not any(skip for _, skip in self._open):
            for attribute in ("aria-label", "placeholder", "title", "alt"):
                if attributes.get(attribute):
                    self.texts.append(attributes[attribute])

    def handle_endtag(self, tag):
        while self._open and any(name == tag for name, _ in self._open):
            if self._open.pop()[0] == tag:
                break

    def handle_data(self, text):
        if text.strip() and not any(skip for _, skip in self._open):
            self.texts.append(" ".join(text.split()))


def read(page):
    words = Words()
    words.feed(page)
    return words


def without_ours(text):
    while (shorter := OURS.sub("", text)) != text:
        text = shorter
    return text


@pytest.mark.parametrize(
    "page, left",
    [
        (f"<p>{OPEN}Saved by <bdi>Amina</bdi>, <b>{OPEN}today{CLOSE}</b>, again{CLOSE}</p>", ""),
        (f"<p>{OPEN}Saved by{CLOSE} somebody</p>", "somebody"),
        (f"<p>{OPEN}Sign in{CLOSE}</p><p>or not</p><p>{OPEN}Go on{CLOSE}</p>", "or not"),
    ],
)
def test_a_sentence_is_found_whole_also_where_elements_stand_in_it(page, left):
    assert without_ours("\n".join(read(page).texts)).strip() == left


def test_texts_can_be_extracted(messages):
    assert len(messages) > 20
    assert "Sign in" in messages
    assert "It is empty." in messages


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_in_the_catalogue_of_each_language(messages, language):
    file = FOLDER / language / "LC_MESSAGES" / catalogues.NAME
    catalogue = catalogues.read(file, language)
    report(
        f"Run make messages, and translate these in {file.relative_to(ROOT)}.",
        [
            f"{path}:{line} “{catalogues.english_of(message)[0]}”"
            for message in catalogues.messages_of(messages)
            if (known := catalogue.get(message.id, message.context)) is None
            or not all(catalogues.forms_of(known))
            for path, line in message.locations[:1]
        ],
    )
    asked = {(message.id, message.context) for message in messages}
    report(
        f"Run make messages: nobody says this any more, and {file.relative_to(ROOT)} still has it.",
        [
            str(message.id)
            for message in catalogues.messages_of(catalogue)
            if (message.id, message.context) not in asked
        ],
    )


def test_new_texts_come_into_a_catalogue_and_old_ones_go(tmp_path):
    template = Catalog(charset="utf-8")
    template.add("Save", locations=[("a.html", 3)])
    template.add(("%(num)d clause", "%(num)d clauses"), locations=[("b.html", 1)])
    template.add("Open", locations=[("b.html", 4)], context="a clause")
    before = Catalog(locale="fr", charset="utf-8", fuzzy=False)
    before.add("Save", "Enregistrer")
    before.add("Nothing like it", "Rien de tel")
    file = tmp_path / "fr" / "LC_MESSAGES" / catalogues.NAME
    file.parent.mkdir(parents=True)
    file.write_bytes(catalogues.written(before))
    assert bring_up_to_date(template, file) == "fr: 1 of 3 texts translated"
    text = file.read_text("utf-8")
    assert "Enregistrer" in text and "Rien de tel" not in text
    assert 'msgctxt "a clause"' in text and "#: b.html\n" in text
    assert bring_up_to_date(template, file) == "fr: 1 of 3 texts translated"
    assert file.read_text("utf-8") == text


def plain_pages(app):
    """Addresses of pages that need no name or number to be asked for."""
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        ours = view.__module__.startswith("wgcop.") and not rule.rule.startswith(FOR_MACHINES)
        if ours and "GET" in rule.methods and not rule.arguments:
            yield rule.rule


@pytest.fixture
def settings(mirrored):
    return {"BABEL_TRANSLATION_DIRECTORIES": str(mirrored), "LANGUAGES": ["en", "ar"]}


@pytest.fixture
def secretary(app):
    """Somebody who may open nearly everything, and in whose name and office there is no English."""
    with app.app_context():
        group = Group(code="م", name="الفريق")
        person = Person(email="a@example.org", name="ليلى", language="ar")
        person.offices.append(Office(group=group, role=GroupRole.SECRETARIAT))
        db.session.add(person)
        db.session.commit()
        session_id = person.id
    return session_id


@pytest.fixture
def visitors(app, http, secretary):
    with app.app_context():
        person = db.session.get(Person, secretary)
        signed_in = http(person)
    return {"a guest": http(), "the secretariat": signed_in}


def test_an_arabic_page_runs_from_right_to_left_and_leaves_no_text_in_english(app, visitors):
    """On tables that hold no text of anybody, where every word is the workspace's own."""
    untranslated, seen = set(), 0
    for who, visitor in visitors.items():
        for address in plain_pages(app):
            answer = visitor.get(
                address,
                headers={"Accept-Language": "ar", "Accept": "text/html"},
                follow_redirects=True,
            )
            if answer.mimetype != "text/html":
                continue
            seen += 1
            words = read(answer.text)
            assert words.direction == "rtl", address
            for bare in without_ours("\n".join(words.texts)).splitlines():
                if re.search(r"[A-Za-z]{3}", bare):
                    untranslated.add(f"{address} ({who}): {bare}")
    assert seen > 10
    assert not untranslated, "Put these through gettext:\n  " + "\n  ".join(sorted(untranslated))
