"""Messages in the shape in which mail programs write them: headers, parts, encodings and quotations."""

import base64
import quopri
from textwrap import dedent

SENDER = "WG-COP <workspace@cop.example>"
QUOTED = ("WG-COP", "workspace@cop.example")
LETTER = """Dear Amina Barasa,

Haruko Minase (Japan · Delegate) · Resolution 67, recognizing b)
https://cop.example/clauses/rec_b?comment=abc#comment-abc
To answer by e-mail, for everybody signed in: reply+7-abcdefghijklmnopqrstuvwxyz@cop.example

Choose here when you get such e-mails: https://cop.example/account/letters"""
MARKED = "\n".join(f"> {line}" if line else ">" for line in LETTER.split("\n"))
AMINA = "Amina Barasa <amina@example.org>"


def message(body, *headers, to, sender=AMINA, name="<1@example.org>", kind=""):
    """A message of which the caller writes the body as it is sent."""
    lines = [
        "Return-Path: <amina@example.org>",
        "Received: from mail.example.org by mx.cop.example; Tue, 1 Dec 2026 09:10:00 +0000",
        "MIME-Version: 1.0",
        f"From: {sender}",
        f"To: {to}",
        "Subject: Re: WG-COP: Somebody replies to you",
        "Date: Tue, 1 Dec 2026 12:10:00 +0300",
        *([f"Message-ID: {name}"] if name else []),
        *headers,
        kind or "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit",
    ]
    head = "\n".join(lines).encode()
    body = body.encode() if isinstance(body, str) else body
    return (head + b"\n\n" + body).replace(b"\n", b"\r\n")


def quoted_printable(text, charset="utf-8"):
    return quopri.encodestring(text.encode(charset)).decode("ascii")


def in_base64(text, charset="utf-8"):
    return base64.encodebytes(text.encode(charset)).decode("ascii")


def part(kind, body, *headers):
    return "\n".join([f"Content-Type: {kind}", *headers, "", body])


def multipart(kind, *parts, boundary="000000000000a1b2"):
    body = "".join(f"--{boundary}\n{each}\n" for each in parts) + f"--{boundary}--\n"
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"', body


def gmail(words, to, attribution=None, **more):
    """Gmail on the web: plain text and HTML beside each other; the line above the quotation is broken at
    78 characters.
    """
    attribution = (
        attribution or "On Tue, Dec 1, 2026 at 12:00 PM WG-COP <workspace@cop.example> wrote:"
    )
    plain = f"{words}\n\n{attribution}\n\n{MARKED}\n"
    html = (
        f'<div dir="ltr">{words.replace(chr(10), "<br>")}</div><br><div class="gmail_quote gmail_quote_container">'
        f'<div dir="ltr" class="gmail_attr">{attribution.replace("<", "&lt;")}<br></div>'
        f'<blockquote class="gmail_quote" style="margin:0">{LETTER.replace(chr(10), "<br>")}</blockquote></div>'
    )
    kind, body = multipart(
        "alternative",
        part(
            'text/plain; charset="UTF-8"',
            quoted_printable(plain),
            "Content-Transfer-Encoding: quoted-printable",
        ),
        part(
            'text/html; charset="UTF-8"',
            quoted_printable(html),
            "Content-Transfer-Encoding: quoted-printable",
        ),
    )
    return message(body, to=to, kind=kind, **more)


OUTLOOK_BLOCK = {
    "en": ("From", "Sent", "To", "Subject"),
    "fr": ("De\u00a0", "Envoyé\u00a0", "À\u00a0", "Objet\u00a0"),
    "ru": ("От", "Отправлено", "Кому", "Тема"),
    "ar": ("من", "تم الإرسال", "إلى", "الموضوع"),
    "zh": ("发件人", "发送时间", "收件人", "主题"),
}


def outlook(words, to, language="en", charset="utf-8", html_only=False, **more):
    """Outlook: no marks, but a rule and a block of headers above the whole letter, in base64."""
    who, when, whom, what = OUTLOOK_BLOCK[language]
    block = [
        f"{who}: {SENDER}",
        f"{when}: Tuesday, 1 December 2026 12:00",
        f"{whom}: {AMINA}",
        f"{what}: WG-COP: Somebody replies to you",
    ]
    rule = "________________________________"
    plain = "\n".join([words, "", rule, *block, "", LETTER, ""])
    said = "".join(f'<p class="MsoNormal">{line}<o:p></o:p></p>' for line in words.split("\n"))
    shown = "<br>".join(
        f"<b>{label}:</b> {rest.replace('<', '&lt;')}"
        for label, _colon, rest in (line.partition(":") for line in block)
    )
    html = (
        "<html><head><style>p.MsoNormal {margin:0cm}</style></head><body lang=EN-GB>"
        f'<div class="WordSection1">{said}<div><div style="border:none;border-top:solid #E1E1E1 1.0pt">'
        f'<p class="MsoNormal">{shown}</p></div></div>'
        f'<p class="MsoNormal">{LETTER.replace(chr(10), "<br>")}</p></div></body></html>'
    )
    encoding = "Content-Transfer-Encoding: base64"
    plain_part = part(f'text/plain; charset="{charset}"', in_base64(plain, charset), encoding)
    html_part = part(f'text/html; charset="{charset}"', in_base64(html, charset), encoding)
    if html_only:
        head, _blank, body = html_part.partition("\n\n")
        return message(body, to=to, kind=head, **more)
    kind, body = multipart("alternative", plain_part, html_part, boundary="_000_AS8PR07MB_")
    return message(body, "X-MS-Has-Attach:", "Thread-Topic: WG-COP", to=to, kind=kind, **more)


def apple_mail(words, to, picture=False, **more):
    """Apple Mail: a blank line between who is quoted and the quotation; a picture divides the text."""
    quotation = f"On 1 Dec 2026, at 12:00, WG-COP <workspace@cop.example> wrote:\n\n{MARKED}\n"
    if not picture:
        return message(
            quoted_printable(f"{words}\n\n{quotation}"),
            "X-Mailer: Apple Mail (2.3826.700.81)",
            to=to,
            kind="Content-Type: text/plain;\n\tcharset=utf-8\nContent-Transfer-Encoding: quoted-printable",
            **more,
        )
    first, _blank, rest = words.partition("\n\n")
    encoding = "Content-Transfer-Encoding: quoted-printable"
    kind, body = multipart(
        "mixed",
        part("text/plain;\n\tcharset=utf-8", quoted_printable(first), encoding),
        part(
            'image/png;\n\tname="map of schools.png"',
            in_base64("not really a picture"),
            'Content-Disposition: inline;\n\tfilename="map of schools.png"',
            "Content-Transfer-Encoding: base64",
        ),
        part("text/plain;\n\tcharset=utf-8", quoted_printable(f"{rest}\n\n{quotation}"), encoding),
        boundary="Apple-Mail=_1F2E",
    )
    return message(body, to=to, kind=kind, **more)


def thunderbird(before, to, after="", signature="", **more):
    """Thunderbird: format=flowed, lines broken at 72 characters with a blank at their end; people answer
    below the quotation as often as above it.
    """

    def flowed(text):
        lines = []
        for line in text.split("\n"):
            while len(line) > 72:
                cut = line.rfind(" ", 0, 72) + 1
                lines.append(line[:cut])
                line = line[cut:]
            stuffed = line.startswith((" ", ">", "From "))
            lines.append(f" {line}" if stuffed else line)
        return "\n".join(lines)

    quotation = f"On 01/12/2026 12:00, WG-COP wrote:\n{MARKED}"
    sign = f"\n-- \n{signature}\n" if signature else ""
    body = "\n".join(filter(None, [flowed(before), quotation, flowed(after)])) + f"\n{sign}"
    return message(
        body,
        "User-Agent: Mozilla Thunderbird",
        "Content-Language: en-GB",
        to=to,
        kind="Content-Type: text/plain; charset=UTF-8; format=flowed\nContent-Transfer-Encoding: 8bit",
        **more,
    )


def vacation(to):
    return message(
        "I am away until Monday.",
        "Auto-Submitted: auto-replied (vacation)",
        to=to,
        name="<away@example.org>",
    )


def bounce(to):
    kind, body = multipart(
        'report; report-type="delivery-status"',
        part("text/plain", "Your message could not be delivered."),
        part("message/delivery-status", "Action: failed\nStatus: 5.1.1"),
    )
    sent = message(body, to=to, sender="MAILER-DAEMON@mail.example.org", kind=kind)
    return sent.replace(b"Return-Path: <amina@example.org>", b"Return-Path: <>")


def lines(text):
    return dedent(text).strip()
