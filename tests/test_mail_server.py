"""Letters as a mail server gets them that we did not write, which is away now and then."""

import email
import email.policy
import json
import socket

import fast_mail_parser
import pytest
from aiosmtpd.controller import Controller
from lxml import html
from sqlalchemy import select

from tests.servers import Script
from wgcop import letters, mail
from wgcop.database import db
from wgcop.letters import Recipient

ADA = Recipient("ada@example.org", "Ada & Co", "en")
STOP = f"https://cop.example/letters/{'x' * 90}/end"
"""As long as the addresses by which letters are stopped are."""


class Received:
    """What the server accepted. If it `hangs_up`, it breaks off instead of saying goodbye."""

    def __init__(self):
        self.letters, self.bytes, self.refuses, self.hangs_up = [], [], "", False

    async def handle_DATA(self, _server, _session, envelope):
        if self.refuses:
            return self.refuses
        self.bytes.append(envelope.content)
        self.letters.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 taken"

    async def handle_QUIT(self, server, _session, _envelope):
        if self.hangs_up:
            server.transport.abort()
        return "221 bye"


@pytest.fixture
def received():
    return Received()


@pytest.fixture
def port():
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]


@pytest.fixture
def server(app, received, port):
    """A mail server that is away until it is started."""
    app.config.update(MAIL_URL=f"smtp://127.0.0.1:{port}", MAIL_SENDER="desk@example.org")
    mail.init_app(app)
    controller = Controller(received, hostname="127.0.0.1", port=port)
    yield controller
    if controller.server:
        controller.stop()


@pytest.fixture
def ada(session):
    mail.write("ada@example.org", "News", "Dear Ada,\n\nhttps://cop.example/7\n")
    db.session.commit()


def test_a_letter_comes_as_text_and_as_a_page_in_the_language_of_its_reader(
    app, session, server, received, monkeypatch
):
    server.start()
    monkeypatch.setitem(app.extensions, "languages", ["en", "ar"])
    arab = ADA._replace(language="ar")
    letters.write(arab, "accounts/trial", page="/mail", stop_address=STOP)
    db.session.commit()
    assert mail.send_waiting() == 1
    [came] = received.letters
    text, page = came.get_body(("plain",)).get_content(), came.get_body(("html",)).get_content()
    assert came.get_content_type() == "multipart/alternative"
    assert letters.address("/mail") in text
    assert '<html lang="ar" dir="rtl">' in page
    assert f'<a href="{letters.address("/mail")}">' in page
    assert "Ada &amp; Co" in page and "Ada & Co" in text
    # Mail programs look for the address as it stands: they take no encoded one for it.
    assert f"\r\nList-Unsubscribe: <{STOP}>\r\n".encode() in received.bytes[0]
    assert came["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


HARD = (
    "Dear Ada & Co,",
    ".\n.. and lines that begin with dots\n.",
    "From here on, From there\nFrom: nobody",
    "=3D =20 soft= \u00ad breaks\u2028 and a tab\there",
    f"https://cop.example/{'y' * 400}?a=1&b=2#c",
    "x" * 2_000,
    "<b>no markup</b> &amp; no entity",
    "رسالة إلى أمينة وزملائها",
    "草案第三条的修订案文",
    "Обсуждение продолжается",
    "A kangaroo 🦘, a family 👩\u200d👩\u200d👧, é as e\u0301",
    "-- \nThe secretariat",
)
EVENT = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nSUMMARY:第三次会议 🦘\r\nEND:VCALENDAR\r\n"


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
@pytest.mark.parametrize(
    "subject",
    [
        "News",
        "WG-COP: أمينة ذكرتك في تعليق على الفقرة الثالثة من القرار " * 5,
        "草案 🦘 " * 40,
        "A very long subject of the kind that a paper with a long title makes " * 4,
    ],
    ids=["short", "arabic", "chinese", "long"],
)
def test_two_programs_read_the_same_letter(
    app, session, server, received, language, subject, clock
):
    server.start()
    app.config["MAIL_SENDER"] = "Secretariat – أمانة <desk@example.org>"
    text = "\n\n".join(HARD) + "\n"
    mail.write(
        "ada@example.org",
        subject,
        text,
        language=language,
        stop_address=STOP,
        calendar=mail.CalendarPart("REQUEST", EVENT),
    )
    db.session.commit()
    assert mail.send_waiting() == 1
    [came], [content] = received.letters, received.bytes
    other = fast_mail_parser.parse_email(content)
    expected = " ".join(subject.split())[:300].strip()
    assert came["Subject"] == expected == other.subject
    assert not came.defects and not other.warnings
    for address in (came["From"].addresses[0], other.from_):
        name = getattr(address, "display_name", None) or address.name
        assert name == "Secretariat – أمانة"
    for header in ("To", "Message-ID", "Date", "List-Unsubscribe", "List-Unsubscribe-Post"):
        assert other.headers[header] == [came[header]]

    parts = {part.get_content_type(): part for part in came.walk() if not part.is_multipart()}
    assert list(parts) == ["text/plain", "text/html", "text/calendar"]
    assert not any(part.defects for part in parts.values())
    plain = (parts["text/plain"].get_content(), other.text_plain[0])
    page = (parts["text/html"].get_content(), other.text_html[0])
    for read in plain:
        assert in_lines(read) == in_lines(text)
    assert in_lines(page[0]) == in_lines(page[1])
    shown = html.fromstring(page[0])
    assert (shown.get("lang"), shown.get("dir")) == (language, "rtl" if language == "ar" else "ltr")
    told = [each.text_content() for each in shown.iter("p")]
    assert ["".join(each.split()) for each in told] == ["".join(each.split()) for each in HARD]
    assert shown.xpath("//a/@href") == [HARD[4]]
    assert not shown.xpath("//b")
    assert parts["text/calendar"].get_content().splitlines() == EVENT.splitlines()
    assert parts["text/calendar"]["Content-Type"].params["method"] == "REQUEST"
    # No line is longer than mail servers take.
    assert max(map(len, content.split(b"\r\n"))) <= 998


def in_lines(text):
    return text.replace("\r\n", "\n").rstrip("\n").split("\n")


def test_while_the_server_is_away_letters_wait_and_then_leave_once(
    ada, server, received, clock, session
):
    clock.stop()
    for minutes in (0, 3, 5):
        clock.advance(minutes=minutes)
        assert mail.send_waiting() == 0
    server.start()
    received.refuses = "451 later"
    clock.advance(minutes=9)
    assert mail.send_waiting() == 0
    assert db.session.scalars(select(mail.Message.last_error)).one() == "451 later"
    db.session.rollback()
    received.refuses = ""
    clock.advance(minutes=30)
    assert mail.send_waiting() == 1
    assert [str(each["To"]) for each in received.letters] == ["ada@example.org"]
    clock.advance(days=2)
    assert mail.send_waiting() == 0


def test_a_server_that_breaks_off_after_it_took_a_letter_gets_it_once(ada, server, received, clock):
    clock.stop()
    server.start()
    received.hangs_up = True
    assert mail.send_waiting() == 1
    clock.advance(days=2)
    assert mail.send_waiting() == 0
    assert len(received.letters) == 1


def test_a_letter_that_is_sent_again_after_a_crash_has_the_same_name(
    app, ada, server, received, clock
):
    """Nobody can know whether the server took the letter of a process that died meanwhile. It leaves
    once more, and mailboxes drop what has a name that they know.
    """
    clock.stop()
    server.start()

    def die_after(message):
        mail.carry_by_smtp(message)
        raise KeyboardInterrupt

    app.extensions["mail_carrier"] = die_after
    with pytest.raises(KeyboardInterrupt):
        mail.send_waiting()
    app.extensions["mail_carrier"] = mail.carry_by_smtp
    clock.advance(minutes=21)
    assert mail.send_waiting() == 1
    first, second = received.letters
    assert first["Message-ID"] == second["Message-ID"]


def test_letters_that_waited_too_long_for_a_slow_server_are_left_to_whoever_takes_them(
    app, session, clock
):
    clock.stop()
    for name in ("ada", "ben", "cleo"):
        mail.write(f"{name}@example.org", "News", f"Dear {name}")
    db.session.commit()
    left = []

    def slow(message):
        left.append(message.recipient)
        clock.advance(minutes=8)

    app.extensions["mail_carrier"] = slow
    assert mail.send_waiting() == 2
    assert mail.send_waiting() == 0
    clock.advance(minutes=21)
    assert mail.send_waiting() == 1
    assert len(set(left)) == len(left) == 3


SENDER = """
import json, sys
from wgcop import mail
from wgcop.app import create_app
app = create_app(json.loads(sys.argv[1]))
with app.app_context():
    mail.send_waiting()
"""


@pytest.mark.rest
@pytest.mark.parametrize("accepted", [False, True])
def test_a_letter_of_a_process_that_is_killed_leaves_with_the_next(
    app, ada, server, received, clock, accepted
):
    """Killed before the server took it, it comes once; killed after that, mailboxes know its name."""
    names = ("DATABASE_URL", "DATA_DIR", "SECRET_KEY", "MAIL_URL", "MAIL_SENDER")
    settings = json.dumps({name: str(app.config[name] or "") for name in names})

    async def kill(_server, _session, envelope):
        if accepted:
            received.letters.append(email.message_from_bytes(envelope.content))
        sender.kill()
        return "250 taken"

    received.handle_DATA = kill
    server.start()
    sender = Script(SENDER, settings)
    assert sender.wait() == Script.KILLED
    del received.handle_DATA
    assert mail.send_waiting() == 0
    clock.advance(minutes=21)
    assert mail.send_waiting() == 1
    assert len(received.letters) == 1 + accepted
    assert len({each["Message-ID"] for each in received.letters}) == 1
