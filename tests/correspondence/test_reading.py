"""What somebody wrote is found in what their mail program sent, whichever it is."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.correspondence import mails
from tests.correspondence.mails import QUOTED
from wgcop.correspondence.html_words import words_of_html
from wgcop.correspondence.message import LARGEST, read
from wgcop.correspondence.own_words import own_words
from wgcop.errors import Invalid

TO = "reply+7-abcdefghijklmnopqrstuvwxyz@cop.example"
WORDS = {
    "en": "Kenya agrees with Japan.\n\nRadio reaches parents whom posters do not: we would keep it.",
    "fr": "Le Kenya est d’accord.\n\nÀ la radio, on entend déjà cela.",
    "es": "Kenya está de acuerdo con el Japón; ¿y los demás?",
    "ru": "Кения согласна с Японией.\n\nРадио слышат и те, кто не читает.",
    "ar": "توافق كينيا على هذا النص.\n\nوتقترح إضافة الإذاعة.",
    "zh": "肯尼亚同意这一案文。\n\n我们建议增加广播。",
}


def taken(data):
    return read(data, quoted=QUOTED)


GMAIL = {
    "en": "On Tue, Dec 1, 2026 at 12:00\u202fPM WG-COP <workspace@cop.example>\nwrote:",
    "fr": "Le mar. 1 déc. 2026 à 12:00, WG-COP <workspace@cop.example> a\nécrit :",
    "es": "El mar, 1 dic 2026 a las 12:00, WG-COP (<workspace@cop.example>)\nescribió:",
    "ru": "вт, 1 дек. 2026\u202fг. в 12:00, WG-COP <workspace@cop.example>:",
    "ar": "في الثلاثاء، 1 ديسمبر 2026 في 12:00 م تمت كتابة ما يلي بواسطة WG-COP <\n\u202aworkspace@cop.example\u202c\u200f>:\u200f",
    "zh": "WG-COP <workspace@cop.example> 于2026年12月1日周二 12:00写道：",
}


@pytest.mark.parametrize("language", GMAIL)
def test_gmail_in_each_language_of_the_union(language):
    read_from = taken(mails.gmail(WORDS[language], TO, GMAIL[language]))
    assert read_from.words == WORDS[language]
    assert "Dear Amina Barasa" in read_from.left_out
    assert (read_from.sender, read_from.recipients) == ("amina@example.org", (TO,))
    assert not read_from.is_automatic and not read_from.files


@pytest.mark.parametrize("html_only", [False, True])
@pytest.mark.parametrize("language", mails.OUTLOOK_BLOCK)
def test_outlook_in_several_languages_with_plain_text_and_without(language, html_only):
    words = WORDS[language].replace("\n\n", "\n") if html_only else WORDS[language]
    read_from = taken(mails.outlook(words, TO, language, html_only=html_only))
    assert read_from.words.replace("\n\n", "\n") == words.replace("\n\n", "\n")
    assert "Dear Amina Barasa" in read_from.left_out


def test_apple_mail_with_a_picture_in_the_middle():
    assert taken(mails.apple_mail(WORDS["fr"], TO)).words == WORDS["fr"]
    read_from = taken(mails.apple_mail(WORDS["ar"], TO, picture=True))
    assert read_from.words == WORDS["ar"]
    assert read_from.files == ("map of schools.png",)


LONG = "Radio reaches parents whom posters do not, and in four districts a play of ten minutes was sent on market days, followed by a talk."


def test_thunderbird_above_below_and_between():
    above = taken(mails.thunderbird(LONG, TO, signature="Amina Barasa\nKenya"))
    assert above.words == LONG
    assert "Amina Barasa\nKenya" in above.left_out
    below = taken(mails.thunderbird("", TO, after=LONG, signature="Amina"))
    assert below.words == LONG
    between = taken(
        mails.thunderbird(
            "First: yes.", TO, after="> and the second part?\n\nSecond: no.\n\nThird."
        )
    )
    # What stands after `> ` was typed by hand, and a mail program puts a blank before it.
    assert between.words.startswith("First: yes.")
    assert between.words.endswith("Second: no.\n\nThird.")


def test_answers_between_the_lines_stay_in_order_and_keep_a_colon_of_their_own():
    text = mails.lines(
        """
        On 01/12/2026 12:00, WG-COP wrote:
        > Dear Amina,
        >
        > Haruko wrote here.

        We agree with this:

        > Second line

        But not with 2 of 3:

        > Third line

        --
        Amina
        """
    )
    told = own_words(text, QUOTED)
    assert told.words == "We agree with this:\n\nBut not with 2 of 3:"
    assert "Amina" in told.left_out and "Haruko" in told.left_out


@pytest.mark.parametrize(
    "words",
    [
        "Thanks,\nwe propose the following:\n\n- one\n- two\n\nBest regards are for the end.",
        "From: the chair\nTo: all of us\nRadio: yes",
        "WG-COP has met 3 times since 2024:\n\nIn Geneva.\n\nIn Nairobi.",
        "a > b, and -- as said -- not otherwise",
        "---\nWhat stands below a rule of somebody's own",
        "Subject to instructions: we agree.\nNote: one.\nNote: two.",
    ],
)
def test_nothing_of_somebodys_own_words_is_taken_for_a_quotation(words):
    assert own_words(words, QUOTED).words == words
    assert taken(mails.gmail(words, TO)).words == words


@pytest.mark.parametrize(
    "charset, named, words",
    [
        ("windows-1252", "iso-8859-1", "Kenya’s “draft” – a €5 question"),
        ("windows-1251", "windows-1251", WORDS["ru"]),
        ("koi8-r", "koi8-r", WORDS["ru"]),
        ("windows-1256", "windows-1256", WORDS["ar"]),
        ("gb18030", "gb2312", "肯尼亚同意这一案文。我们建议增加㐀广播。"),
        ("big5", "big5", "肯亞同意這一案文。"),
        ("utf-8", "us-ascii", WORDS["zh"]),
        ("utf-8", "x-unknown", WORDS["ar"]),
        ("windows-1251", "utf-8", "Кения согласна с Японией и с другими странами."),
        ("utf-16", "utf-16", WORDS["ru"]),
    ],
)
def test_words_in_old_and_wrongly_named_character_sets(charset, named, words):
    kind = f"Content-Type: text/plain; charset={named}\nContent-Transfer-Encoding: base64"
    data = mails.message(mails.base64.encodebytes(words.encode(charset)).decode(), to=TO, kind=kind)
    assert taken(data).words == words


def test_lines_that_were_broken_are_joined_as_delsp_says():
    kind = "Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes"
    data = mails.message("我们建议 \n增加广播。\n\n  stuffed\n-- \nAmina", to=TO, kind=kind)
    assert taken(data).words == "我们建议增加广播。\n\n stuffed"


def test_files_are_named_and_signatures_of_messages_are_none():
    encoded = "=?utf-8?b?" + mails.base64.b64encode("موقف.docx".encode()).decode() + "?="
    kind, body = mails.multipart(
        "mixed",
        mails.part("text/plain", "See the file."),
        mails.part(
            "application/msword", "AAAA", f'Content-Disposition: attachment; filename="{encoded}"'
        ),
        mails.part("message/rfc822", "Subject: of another\n\nWords of another"),
        mails.part("application/pgp-signature", "x"),
    )
    read_from = taken(mails.message(body, to=TO, kind=kind))
    assert read_from.words == "See the file."
    assert read_from.files == ("موقف.docx", "message/rfc822")
    assert "another" not in read_from.words + read_from.left_out


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated; owner-email=x",
        "Precedence: bulk",
        "Precedence: auto_reply",
        "List-Id: <list.example.org>",
        "X-Autoreply: yes",
        "X-Failed-Recipients: a@example.org",
    ],
)
def test_what_a_program_wrote_is_known_by_its_headers(header):
    assert taken(mails.message("Away.", header, to=TO)).is_automatic
    assert not taken(mails.message("Here.", "Auto-Submitted: no", to=TO)).is_automatic


def test_a_bounce_is_known_by_its_shape_or_by_what_the_mail_server_says():
    assert taken(mails.bounce(TO)).is_automatic
    plain = mails.message("Words.", to=TO)
    assert read(plain, quoted=QUOTED, envelope="").is_automatic
    assert not read(plain, quoted=QUOTED, envelope="amina@example.org").is_automatic


def test_the_recipients_are_all_that_a_mail_server_names():
    data = mails.message(
        "Yes.", f"Delivered-To: {TO}", "X-Original-To: a@cop.example", to="Desk <b@cop.example>"
    )
    found = read(data, quoted=QUOTED, recipients=["C@cop.example"]).recipients
    assert found == ("c@cop.example", "b@cop.example", TO, "a@cop.example")


def test_a_message_that_comes_again_has_the_same_key_and_another_one_has_not():
    first = mails.gmail("Yes.", TO)
    again = first.replace(b"Received: from mail", b"Received: from other")
    assert taken(first).key == taken(again).key != taken(mails.gmail("Yes.", TO, name="<2@b>")).key
    nameless = [mails.message(words, to=TO, name="") for words in ("Yes.", "Yes.", "No.")]
    keys = [taken(each).key for each in nameless]
    assert keys[0] == keys[1] != keys[2]


def test_a_huge_message_is_not_read_beyond_its_headers():
    data = mails.message("word " * (LARGEST // 4), to=TO)
    read_from = taken(data)
    assert read_from.is_too_large and read_from.words == ""
    assert read_from.recipients == (TO,)


def test_words_that_are_far_too_many_count_as_too_large():
    assert taken(mails.message("a" * 100_001, to=TO)).is_too_large


@pytest.mark.parametrize("data", [b"", b"\n\n", b"hello", b"\xff\xfe\x00"])
def test_what_is_no_message_is_refused(data):
    with pytest.raises(Invalid):
        taken(data)


def test_a_page_is_read_as_somebody_sees_it():
    page = (
        "<html><head><title>No</title><style>p {}</style></head><body><p>One &amp; two<br>three</p>"
        "<ul><li>a</li><li>b <b>c</b></li></ul><script>x()</script><table><tr><td>1</td><td>2</td></tr></table>"
        "<blockquote><p>Quoted</p><blockquote>Deeper</blockquote></blockquote>tail</body></html>"
    )
    lines = [line for line in words_of_html(page).split("\n") if line.strip("> ")]
    assert lines == ["One & two", "three", "- a", "- b c", "1 2", "> Quoted", "> > Deeper", "tail"]


@pytest.mark.parametrize(
    "text",
    [
        "> " * 50_000,
        "\n" * 200_000,
        "a:\n" * 50_000,
        "From: a@b\n" * 50_000,
        "_" * 200_000,
        "@:" * 100_000,
    ],
)
def test_hostile_text_takes_no_long_time(text):
    begun = time.process_time()
    own_words(text, QUOTED)
    assert time.process_time() - begun < 5


@given(st.binary(max_size=400))
def test_any_bytes_after_a_header_are_read_without_an_error(data):
    taken(b"From: a@b\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n" + data)


@given(
    st.lists(
        st.sampled_from(["", "word", "> quoted", "-- ", "a@b 1 2:", "From: x", "____________"]),
        max_size=12,
    )
)
def test_every_line_is_either_somebodys_own_or_left_out(lines):
    told = own_words("\n".join(lines), QUOTED)
    kept = [line for line in f"{told.words}\n{told.left_out}".split("\n") if line]
    assert sorted(kept) == sorted(line.rstrip() for line in lines if line.strip())
