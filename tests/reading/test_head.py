"""What a text is called and when it is from, as its own head says."""

import pytest

from wgcop.reading.head import title_of
from wgcop.reading.head_dates import date_of
from wgcop.reading.plain import read


def lines(text):
    return text.strip("\n").split("\n")


@pytest.mark.parametrize(
    "head, title",
    [
        ("Helplines that children call\n\n1 A number\nIt is free.", "Helplines that children call"),
        (
            "Compendium of European\nNational Practices\nGeneva, June 2011\n1 How to read it",
            "Compendium of European National Practices",
        ),
        (
            "A survey of helplines and\nof those who answer\n\nNine countries took part.",
            "A survey of helplines and of those who answer",
        ),
        (
            "RESOLUTION 45 (REV. DOHA, 2006)\n\nMechanisms for cooperation\n\nThe Conference (Doha, 2006),",
            "RESOLUTION 45 (REV. DOHA, 2006): Mechanisms for cooperation",
        ),
        (
            "RESOLUTION 1 (Rev. Doha, 2016)\n\nRules of procedure of the Union\nStudy Sector\n\n(Doha, 2016)\n\nThe",
            "RESOLUTION 1 (Rev. Doha, 2016): Rules of procedure of the Union Study Sector",
        ),
        (
            "RESOLUTION 2\n\nThe protection of children online\nGeneva, 12 June 2012\n\nThe Assembly,",
            "RESOLUTION 2: The protection of children online",
        ),
        (
            "Résolution 12\n\nLa protection des enfants\n\nL'Assemblée,\n\nconsidérant",
            "Résolution 12: La protection des enfants",
        ),
        (
            "Resolution 208 (1965)\nof 10 August 1965\n\nThe Security Council,",
            "Resolution 208 (1965) of 10 August 1965",
        ),
        (
            "UNITED NATIONS\n\nA/CONF.9/12\n\n12 June 2012\n\nReport on helplines\n\nIntroduction",
            "Report on helplines",
        ),
        (
            "SOURCE: a library (its copy of 2019) | LICENCE: all rights reserved\n\nA survey of helplines\n\nNine",
            "A survey of helplines",
        ),
        (
            "------ -------\n [Logo]  International Union\n\n SECTOR\n------ -------\n\n[logo_E]\n\n+-----+\n"
            "| Recommendation ITU-T A.1 |\n|  |\n| Working methods of the |\n| Study Groups |\n+-----+\n\n+-----+\n| Summary |",
            "Recommendation ITU-T A.1: Working methods of the Study Groups",
        ),
        ("| Edition | Approval |\n\nGuidelines for exchange\n\nText", "Guidelines for exchange"),
        ("CHAPTER I\nBASIC PROVISIONS\nArticle 1\nPurposes", ""),
        ("1 Method\nThe texts were read by two lawyers.", ""),
        ('---\ntitle: "Children First Act  2015"\ncountry: "ie"\n---', "Children First Act 2015"),
        ("中小学网络安全教育\n\n本文概述了做法。", "中小学网络安全教育"),
        ("الإطار القانوني لحماية الأطفال\n\nناقشت ورشة العمل", "الإطار القانوني لحماية الأطفال"),
    ],
)
def test_a_title_is_complete_and_has_its_subject(head, title):
    assert title_of(lines(head)) == title


def test_a_files_own_title_counts_where_the_text_says_the_same():
    head = lines("Compendium of European\ngood practices: a first\nedition\n\nIntroduction")
    assert title_of(head, "Compendium of European good practices") == (
        "Compendium of European good practices"
    )
    assert title_of(head, "Template for reports").startswith("Compendium of European good")


@pytest.mark.parametrize(
    "head, dated",
    [
        ("A report\n\nGeneva, 12 June 2012\n\nIt was written", "2012-06-12"),
        ("A report\n\nJune 2012\n\nIt was written", "2012-06"),
        ("Rapport\n\nGenève, le 1er mars 2013\n\nContexte", "2013-03-01"),
        ("Informe\n\n12 de junio de 2012\n\nLos países", "2012-06-12"),
        ("Отчёт\n\n12 июня 2012 г.\n\nСтраны", "2012-06-12"),
        ("تقرير\n\n12 يونيو 2012\n\nالبلدان", "2012-06-12"),
        ("报告\n\n2012年6月12日\n\n各国", "2012-06-12"),
        ("RESOLUTION 67 (Hyderabad, 2010)\n\nThe role of the Sector", "2010"),
        ("REGULATION (EU) 2022/2065 of 19 October 2022\n\non a single market", "2022-10-19"),
        ('---\ntitle: "An act"\npublication_date: "1998-06-29"\n---', "1998-06-29"),
        ("Source: an archive, 12 June 2012\n\nResolution 12 (Doha, 2006)\n\nThe role", "2006"),
        ("A survey of the year 2008\n\nThe answers of 2009 were counted.", ""),
        ("A report\n\n31 June 2012\n\nNo such day", "2012-06"),
        (
            "A report\n\nThe law of 12 June 2012 protects children from what it names in Article 3.",
            "",
        ),
        (
            "A report\n\nSecond session of the working group on helplines, held in Geneva on 12 June 2012",
            "2012-06-12",
        ),
        ("A report\n\nRead in Geneva on 12 June 2012.", "2012-06-12"),
        (
            "A report\n\nIt was adopted by the Conference of all members of the Union on 12 June 2012.",
            "2012-06-12",
        ),
    ],
)
def test_a_date_is_what_the_head_says_or_unknown(head, dated):
    assert date_of(lines(head)) == dated


@pytest.mark.parametrize(
    "name, dated, title",
    [
        ("itu-pp18-res-179", "2018", "RESOLUTION 179 (REV. DUBAI, 2018): ITU's role in child"),
        ("eu-nis2-directive-2022-2555", "2022-12-14", "DIRECTIVE (EU) 2022/2555 OF THE EUROPEAN"),
        ("udhr-1948-R", "1948-12-10", "Всеобщая декларация прав человека"),
        ("opentreaties-crc", "", "Convention on the Rights of the Child"),
    ],
)
def test_titles_of_real_texts_are_found(shared, name, dated, title):
    text = (shared / "data/texts" / f"{name}.txt").read_text().partition("\n")[2]
    reading = read(text.encode(), f"{name}.txt")
    assert reading.dated == dated
    assert reading.title.startswith(title)
