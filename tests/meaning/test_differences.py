"""What changed in the meaning of a clause is told in six languages, and nothing is told that did not change."""

import pytest

from wgcop.meaning import Finding, MeaningKind, MeaningWeight, differences

WHO = ("Member States", "Sector Members")


def told(language: str, old: str, new: str) -> list[tuple[str, str, str]]:
    return [(each.kind.value, each.old, each.new) for each in differences(old, new, language)]


@pytest.mark.parametrize(
    "language, old, new, findings",
    [
        (
            "en",
            "invites Member States to report on hotlines",
            "invites Sector Members to report on hotlines",
            [("addressee-changed", "Member States", "Sector Members")],
        ),
        (
            "en",
            "instructs the Director of the Telecommunication Development Bureau to publish a toolkit",
            "invites the Secretary-General to publish a toolkit",
            [
                ("verb-weaker", "instructs", "invites"),
                (
                    "addressee-changed",
                    "Director of the Telecommunication Development Bureau",
                    "Secretary-General",
                ),
            ],
        ),
        (
            "en",
            "that each administration should publish the results for parents",
            "that each administration shall publish the results for parents",
            [("verb-stronger", "should", "shall")],
        ),
        (
            "en",
            "to publish the guide for teachers",
            "to publish the guide for teachers, within available resources",
            [("scope-added", "", "within available resources")],
        ),
        (
            "en",
            "to work with all stakeholders in schools",
            "to work with relevant stakeholders in schools",
            [("scope-changed", "all", "relevant")],
        ),
        (
            "en",
            "to hold two workshops in each region by 2027",
            "to hold 3 workshops in each region by the end of 2028",
            [
                ("quantity-changed", "two", "3"),
                ("deadline-changed", "by 2027", "by the end of 2028"),
            ],
        ),
        (
            "en",
            "under Resolution 67 (Hyderabad, 2010), to continue the work",
            "under Resolution 67 (Rev. Dubai, 2014), to continue the work",
            [
                (
                    "edition-changed",
                    "Resolution 67 (Hyderabad, 2010)",
                    "Resolution 67 (Rev. Dubai, 2014)",
                )
            ],
        ),
        (
            "en",
            "to bring the findings of WG-COP/3/7 to the next WTDC for decision",
            "to bring the findings of WG-COP/3/9 to the next Plenipotentiary Conference for decision",
            [
                ("reference-changed", "WG-COP/3/7", "WG-COP/3/9"),
                ("reference-changed", "WTDC", "Plenipotentiary Conference"),
            ],
        ),
        (
            "en",
            "that the names of children shall be published",
            "that the names of children shall not be published",
            [("negation-added", "", "not")],
        ),
        (
            "fr",
            "charge le Secrétaire général de publier le guide",
            "invite le Directeur du BDT à publier le guide",
            [
                ("verb-weaker", "charge", "invite"),
                ("addressee-changed", "Secrétaire général", "Directeur du BDT"),
            ],
        ),
        (
            "fr",
            "de coopérer avec tous les acteurs et de publier les résultats d'ici à 2027",
            "de coopérer avec les acteurs et de publier les résultats d'ici à 2028, le cas échéant",
            [
                ("scope-removed", "tous", ""),
                ("deadline-changed", "d'ici à 2027", "d'ici à 2028"),
                ("scope-added", "", "le cas échéant"),
            ],
        ),
        (
            "fr",
            "que les noms des enfants doivent être publiés en vertu de la Résolution 67 (Hyderabad, 2010)",
            "que les noms des enfants ne doivent pas être publiés en vertu de la Résolution 67 (Rév. Dubaï, 2014)",
            [
                ("negation-added", "", "pas"),
                (
                    "edition-changed",
                    "Résolution 67 (Hyderabad, 2010)",
                    "Résolution 67 (Rév. Dubaï, 2014)",
                ),
            ],
        ),
        (
            "es",
            "encarga al Director de la BDT que organice dos talleres sobre seguridad",
            "invita al Secretario General a que organice tres talleres sobre seguridad",
            [
                ("verb-weaker", "encarga", "invita"),
                ("addressee-changed", "Director de la BDT", "Secretario General"),
                ("quantity-changed", "dos", "tres"),
            ],
        ),
        (
            "es",
            "que los datos de los menores deben conservarse en las escuelas",
            "que los datos de los menores no deben conservarse en las escuelas",
            [("negation-added", "", "no")],
        ),
        (
            "es",
            "que presenten un informe sobre las líneas de ayuda",
            "que presenten un informe sobre las líneas de ayuda a más tardar el 31 de marzo de 2027",
            [("deadline-added", "", "a más tardar el 31 de marzo de 2027")],
        ),
        (
            "ru",
            "предлагает Государствам-Членам представить доклад о горячих линиях",
            "поручает Генеральному секретарю представить доклад о горячих линиях до 2027 года",
            [
                ("verb-stronger", "предлагает", "поручает"),
                ("addressee-changed", "Государствам-Членам", "Генеральному секретарю"),
                ("deadline-added", "", "до 2027 года"),
            ],
        ),
        (
            "ru",
            "что администрациям следует публиковать имена детей",
            "что администрациям не следует публиковать имена детей",
            [("negation-added", "", "не")],
        ),
        (
            "ru",
            "в соответствии с Резолюцией 67 (Хайдарабад, 2010 г.) провести два семинара в школах",
            "в соответствии с Резолюцией 67 (Пересм. Дубай, 2014 г.) провести три семинара в школах",
            [
                ("quantity-changed", "два", "три"),
                (
                    "edition-changed",
                    "Резолюцией 67 (Хайдарабад, 2010 г.)",
                    "Резолюцией 67 (Пересм. Дубай, 2014 г.)",
                ),
            ],
        ),
        (
            "ar",
            "يدعو الدول الأعضاء إلى نشر الدليل في المدارس",
            "يكلف الأمين العام بنشر الدليل في المدارس",
            [
                ("verb-stronger", "يدعو", "يكلف"),
                ("addressee-changed", "الدول الأعضاء", "الأمين العام"),
            ],
        ),
        (
            "ar",
            "التعاون مع جميع المنظمات من أجل سلامة الأطفال",
            "التعاون مع المنظمات من أجل سلامة الأطفال بحلول عام 2027",
            [("scope-removed", "جميع", ""), ("deadline-added", "", "بحلول عام 2027")],
        ),
        (
            "ar",
            "عملا بالقرار 67 (حيدر آباد، 2010) بشأن حماية الأطفال",
            "عملا بالقرار 67 (المراجع في دبي، 2014) بشأن حماية الأطفال",
            [
                (
                    "edition-changed",
                    "القرار 67 (حيدر آباد، 2010)",
                    "القرار 67 (المراجع في دبي، 2014)",
                )
            ],
        ),
        (
            "zh",
            "请成员国向学校提供这一指南",
            "责成秘书长向学校提供这一指南",
            [("verb-stronger", "请", "责成"), ("addressee-changed", "成员国", "秘书长")],
        ),
        (
            "zh",
            "根据第67号决议（2010年，海得拉巴）在2027年之前与所有学校合作",
            "根据第67号决议（2014年，迪拜，修订版）在2028年之前与学校合作",
            [
                ("deadline-changed", "在2027年之前", "在2028年之前"),
                ("scope-removed", "所有", ""),
                (
                    "edition-changed",
                    "第67号决议（2010年，海得拉巴）",
                    "第67号决议（2014年，迪拜，修订版）",
                ),
            ],
        ),
        (
            "zh",
            "儿童的姓名应公布在网站上",
            "儿童的姓名不应公布在网站上",
            [("negation-added", "", "不应")],
        ),
    ],
)
def test_each_kind_of_difference_is_told_with_its_words(language, old, new, findings):
    assert told(language, old, new) == findings


@pytest.mark.parametrize(
    "language, one, other",
    [
        # in another order
        (
            "en",
            "to inform parents, teachers and all children",
            "to inform all children, teachers and parents",
        ),
        ("en", "by 2027, to train two teachers", "to train two teachers by 2027"),
        ("fr", "avec les parents et tous les enfants", "avec tous les enfants et les parents"),
        ("ru", "до 2027 года провести два семинара", "провести два семинара до 2027 года"),
        # spelling and punctuation
        (
            "en",
            "to organise programmes, for all children",
            "to organize programs for all children;",
        ),
        ("en", "the Secretary-General’s report", "the Secretary‑General's report"),
        ("fr", "l’État doit agir d’ici à 2027", "l'État doit agir d'ici à 2027 ;"),
        ("es", "la Resolución 67 (Rev. Dubái, 2014)", "la Resolución 67 (Rev. Dubái, 2014),"),
        ("zh", "鼓励成员国，与学校合作。", "鼓励成员国与学校合作；"),
        ("ar", "يدعو الدول الأعضاء، إلى التعاون", "يدعو الدول الأعضاء إلى التعاون"),
        # singular and plural, case of nouns
        ("en", "invites Member States to help children", "invites Member States to help a child"),
        ("en", "invites each Member State to act", "invites Member States to act"),
        ("ru", "предлагает Государствам-Членам помочь", "предлагает Государству-Члену помочь"),
        ("es", "a los Estados Miembros interesados", "al Estado Miembro interesado"),
        # numbers in words and in digits
        ("en", "to hold two workshops within six months", "to hold 2 workshops within 6 months"),
        (
            "fr",
            "tenir trois réunions dans un délai de six mois",
            "tenir 3 réunions dans un délai de 6 mois",
        ),
        ("es", "en un plazo de tres meses", "en un plazo de 3 meses"),
        ("ru", "провести три семинара", "провести 3 семинара"),
        ("ar", "في غضون ستة أشهر", "في غضون 6 أشهر"),
        ("zh", "在三个月内举行两次会议", "在3个月内举行2次会议"),
        # the same in other words
        (
            "en",
            "to report where appropriate on 1,000 schools",
            "to report as appropriate on 1000 schools",
        ),
        ("en", "requests Member States to act", "urges Member States to act"),
        ("en", "no later than 31 March 2027", "by 31 March 2027"),
        # words that look like those of the rules
        ("en", "not only parents are to be heard", "parents are to be heard"),
        (
            "en",
            "Kenya reported in May on the request of parents",
            "Kenya reported in June on the wish of parents",
        ),
        ("en", "as set out in resolves 2 above", "as set out in resolves 3 above"),
        ("en", "No. 5 of the list of hotlines", "the list of hotlines"),
        ("en", "of the meeting of 4 March in Geneva", "of the meeting of 9 March in Geneva"),
        ("en", "not before 2027, to report to schools", "before 2027, to report to schools"),
        ("fr", "de publier la note sur les écoles", "de publier la demande sur les écoles"),
        (
            "es",
            "el presupuesto para 2027 de las escuelas",
            "el presupuesto para 2030 de las escuelas",
        ),
        ("fr", "les réseaux de communication sans fil", "les réseaux de communication"),
        ("es", "las organizaciones no gubernamentales", "las organizaciones"),
        ("ru", "не только родителям, но и детям", "родителям и детям"),
        ("zh", "不断加强合作", "加强合作"),
        ("ar", "المنظمات غير الحكومية", "المنظمات الحكومية"),
    ],
)
def test_nothing_is_told_where_the_meaning_stayed(language, one, other):
    assert told(language, one, other) == []
    assert told(language, other, one) == []


def test_a_clause_that_took_the_place_of_another_is_no_new_wording_of_it():
    old = "to publish all guides for parents and teachers in the six languages of the Union by 2027"
    new = "that broadband networks shall not reach remote islands without support from two regional funds"
    assert told("en", old, new) == []


def test_what_comes_with_a_new_sentence_says_nothing_of_the_rest():
    old = "to publish the guide for teachers"
    new = (
        "to publish the guide for teachers and to train relevant volunteers, who shall not be paid"
    )
    assert told("en", old, new) == []


def test_somebody_whom_the_rules_do_not_know_keeps_them_silent_about_addressees():
    old = "invites Member States, broadcasters and Sector Members to act"
    new = "invites Member States and Sector Members to act"
    assert told("en", old, new) == []


def test_a_reference_that_comes_or_goes_is_told_wherever_it_is():
    old = "recalling Resolution 175 (Rev. Dubai, 2018) on accessibility"
    new = "recalling Resolution 175 (Rev. Dubai, 2018) on accessibility, and A/RES/70/125 on the summit"
    assert told("en", old, new) == [("reference-added", "", "A/RES/70/125")]
    assert told("en", new, old) == [("reference-removed", "A/RES/70/125", "")]


def test_a_resolution_in_a_list_whose_edition_is_named_once_is_not_missed():
    old = "recalling Resolution 44 (Rev. Hammamet, 2016) on bridging the standardization gap"
    new = "recalling Resolutions 32, 44 and 54 (Rev. Hammamet, 2016) on bridging the standardization gap"
    assert [each for each in told("en", old, new) if "44" in each[1] + each[2]] == []


def test_the_heading_in_front_tells_verb_and_addressee_by_itself():
    assert told("en", "invites Member States", "instructs the Secretary-General") == [
        ("verb-stronger", "invites", "instructs"),
        ("addressee-changed", "Member States", "Secretary-General"),
    ]


def test_the_weightiest_comes_first():
    found = differences(
        "under Resolution 1 (Geneva, 2010) Member States shall act on hotlines",
        "under Resolution 1 (Rev. Kigali, 2022) Member States may act on hotlines",
        "en",
    )
    assert [each.weight for each in found] == [MeaningWeight.HEAVY, MeaningWeight.LIGHT]


def test_a_finding_says_where_its_words_are():
    old, new = "Member States shall act", "Member States should act"
    (finding,) = differences(old, new, "en")
    assert isinstance(finding, Finding) and finding.kind is MeaningKind.VERB_WEAKER
    assert old[slice(*finding.old_span)] == finding.old == "shall"
    assert new[slice(*finding.new_span)] == finding.new == "should"
    assert "\u2068shall\u2069" in str(finding.label) and "weaker" in str(finding.label)


def test_other_languages_and_equal_wordings_have_no_findings():
    assert (
        differences("Die Staaten sollen handeln.", "Die Staaten sollen nicht handeln.", "de") == []
    )
    assert differences("shall act", "shall act", "en") == []
    assert told("en-GB", "States shall act on this", "States may act on this") != []


def test_a_deadline_that_comes_elsewhere_while_another_goes_is_no_other_date_for_it():
    old = "to report to schools by 2024 and to study new hotlines for children"
    new = "to report to schools and to study new hotlines for children within two years"
    assert told("en", old, new) == told("en", new, old) == []


@pytest.mark.parametrize(
    "language, old, new",
    [
        (
            "en",
            "that the reports of Member States should be published for all parents",
            "that the reports of Sector Members should be published for all parents",
        ),
        (
            "fr",
            "que les rapports des administrations devraient être publiés pour les parents",
            "que les rapports des États Membres devraient être publiés pour les parents",
        ),
        (
            "es",
            "que los informes de las administraciones deberían publicarse para los padres",
            "que los informes de los Estados Miembros deberían publicarse para los padres",
        ),
        (
            "ru",
            "что доклады, которые администрации могут публиковать для родителей",
            "что доклады, которые Государства-Члены могут публиковать для родителей",
        ),
    ],
)
def test_whoever_is_named_in_the_middle_of_a_statement_is_not_addressed(language, old, new):
    assert told(language, old, new) == []


@pytest.mark.parametrize("label", ["", "1 ", "a) ", "that all ", "having noted this; all "])
def test_whoever_begins_a_statement_is_addressed_by_its_modal(label):
    old, new = (f"{label}{who} should publish reports for parents" for who in WHO)
    assert told("en", old, new) == [("addressee-changed", *WHO)]


def test_a_resolution_of_another_conference_is_no_other_edition():
    old = "under Resolution 67 (Rev. Buenos Aires, 2017) of the WTDC, to continue the work"
    new = "under Resolution 67 (Rev. Geneva, 2022) of the WTSA, to continue the work"
    assert {kind for kind, _old, _new in told("en", old, new)} == {"reference-changed"}
    undated = "under Resolution 67 of the WTDC, to continue the work"
    assert [kind for kind, _old, _new in told("en", undated, old)] == ["reference-changed"]


@pytest.mark.parametrize(
    "language, one, other",
    [
        ("en", "invites schools to publish guides", "encourages schools to publish guides"),
        ("fr", "invite les écoles à publier un guide", "encourage les écoles à publier un guide"),
        ("es", "invita a las escuelas a publicar", "alienta a las escuelas a publicar"),
        ("ru", "предлагает школам помочь детям", "призывает школам помочь детям"),
        ("ar", "يدعو المدارس إلى التعاون", "يشجع المدارس إلى التعاون"),
        ("zh", "请学校向儿童提供指南", "鼓励学校向儿童提供指南"),
    ],
)
def test_an_invitation_is_no_weaker_than_an_encouragement(language, one, other):
    assert told(language, one, other) == told(language, other, one) == []


def test_a_reference_that_is_spelled_in_another_way_takes_the_place_of_one():
    old = "having read document S/77 on the safety of children"
    new = "having read document S/Agenda/88/Rev.1 on the safety of children"
    assert told("en", old, new) == [("reference-changed", "S/77", "S/Agenda/88/Rev.1")]
    assert told("en", old, old.replace("S/77", "S/77/Rev. 1")) == [
        ("reference-changed", "S/77", "S/77/Rev. 1")
    ]
    old = "in accordance with Article 9 of the statute of the school"
    new = "in accordance with Chapter IV of the statute of the school"
    assert told("en", old, new) == [("reference-changed", "Article 9", "Chapter IV")]


@pytest.mark.parametrize(
    "whole, broken_off",
    [
        ("recalling the school board resolution 12 of", "recalling the school board resolution"),
        (
            "to report to schools on hotlines by 1 May 2027",
            "to report to schools on hotlines no later than",
        ),
    ],
)
def test_a_line_that_breaks_off_before_a_number_has_lost_nothing(whole, broken_off):
    assert told("en", whole, broken_off) == told("en", broken_off, whole) == []


def test_a_deadline_for_another_act_is_no_new_deadline():
    old = (
        "calls upon the parties to the school charter to help the teachers in the use of this guide"
    )
    new = "requests the teachers to report to the board within three days on the use of this guide"
    assert told("en", old, new) == told("en", new, old) == []


def test_a_paragraph_that_is_no_clause_is_not_judged():
    short, long = "Member States shall act. ", "may 1,1,1 Article 1 invites States " * 6_000
    assert told("en", short, short.replace("shall", "may")) != []
    for filler in (long, long[:6_000]):
        assert told("en", short + filler, short.replace("shall", "may") + filler) == []


@pytest.mark.parametrize(
    "old, new",
    [
        (
            "( 15 ) Journal of the schools, page 35",
            "( 16 ) Journal of the schools, page 35",
        ),
        (
            "( *8 ) Journal of the schools, page 35",
            "( *9 ) Journal of the schools, page 35",
        ),
        ("to report on paragraphs 4 and 5 above", "to report on paragraphs 4 and 7 above"),
        ("the schools of step 1 or 2 under the plan", "the schools of step 1 or 3 under the plan"),
        (
            "notes the plan. 13. Directs the board to act",
            "notes the plan. 11. Directs the board to act",
        ),
        ("opens at 00.01 hours each day", "opens at 0001 hours each day"),
    ],
)
def test_notes_labels_times_and_numbers_in_a_list_are_no_quantities(old: str, new: str):
    assert told("en", old, new) == []


def test_a_number_before_a_word_is_a_quantity_beside_such_numbers():
    old = "to open 15 schools under paragraphs 4 and 5 above"
    assert told("en", old, old.replace("15", "20")) == [("quantity-changed", "15", "20")]


@pytest.mark.parametrize(
    "old, new",
    [
        ("publish the list for a period of six months", "publish the list until 31 May 2031"),
        (
            "publish the list within two weeks of the meeting",
            "publish the list one week after the meeting",
        ),
        ("publish the list by 1 May 2030", "publish the list on 1 July 2031"),
    ],
)
def test_a_deadline_is_not_told_as_added_or_removed_where_another_time_changed(old: str, new: str):
    kept = (
        "instructs the board of the schools to {} for the teachers and the parents of the children"
    )
    told_of = [kind for kind, _old, _new in told("en", kept.format(old), kept.format(new))]
    assert not {"deadline-added", "deadline-removed"} & set(told_of)


def test_a_date_before_which_something_is_to_be_done_is_a_deadline():
    old = "schools that opened prior to 31 December 2031 may keep the list of the teachers"
    assert told("en", old, old.replace("2031", "2033")) == [
        ("deadline-changed", "prior to 31 December 2031", "prior to 31 December 2033")
    ]


def test_a_year_is_no_number_of_a_resolution_and_a_symbol_no_edition():
    old = "the board of resolution 66 (2009) of 6 August 2009 (S/2009/94) on the safety of children"
    kinds = [kind for kind, *_words in told("en", old, old.replace("S/2009/94", "S/2010/9"))]
    assert kinds == ["reference-changed"]


def test_a_resolution_that_is_named_with_its_year_is_the_same():
    old = "recalling resolution 769 on the safety of children"
    assert told("en", old, old.replace("769", "769 (2027)")) == []


def test_a_symbol_that_lacks_a_stroke_is_the_same():
    old = "recalling the statement (S/PRST2029/9) on the safety of children"
    assert told("en", old, old.replace("PRST2029", "PRST/2029")) == []


def test_a_letter_after_the_number_of_an_article_belongs_to_it():
    old = "under Article 7 of the statute of the school"
    assert told("en", old, old.replace("7", "7a")) == [
        ("reference-changed", "Article 7", "Article 7a")
    ]


def test_the_number_above_a_title_is_no_reference():
    assert told("en", "CHAPTER V THE BOARD OF THE SCHOOL", "THE BOARD OF THE SCHOOL") == []


def test_a_document_of_another_date_takes_the_place_of_one():
    old = (
        "having read the report of the board of 4 March 2030 (S/2030/159) on the safety of children"
    )
    new = "having read the report of the board of 12 September 2030 (S/2030/743) on the safety of children"
    assert told("en", old, new) == [("reference-changed", "S/2030/159", "S/2030/743")]


def test_references_of_which_more_came_than_went_are_not_told_as_changed():
    old = "recalling resolutions 33 (2008) and 68 (2009) on the safety of children in schools"
    new = "recalling resolutions 90 (2010), 91 (2011) and 92 (2012) on the safety of children in schools"
    assert told("en", old, new) == []


def test_a_pair_of_negations_for_one_is_not_told():
    old = "the terms of the lease, which are not known to the school or the parents of the children"
    new = "the terms of the lease, which are known neither to the school nor the parents of the children"
    assert told("en", old, new) == []
    assert told("en", new, old) == []


def test_the_number_of_a_journal_is_no_negation():
    assert (
        told("en", "see the journal of the school No L 222", "see the journal of the school L 222")
        == []
    )


def test_words_about_what_is_possible_are_the_same_with_when_and_where():
    old = "information that is checked, when possible, by the board of the schools"
    assert told("en", old, old.replace("when", "where")) == []
