"""The words with which headings of resolutions begin in the other languages of the Union, by the English
ones. Each is the beginning of a word or of words.
"""

HEADINGS: dict[str, tuple[str, ...]] = {
    "recalling": ("rappelant", "recordando", "إذ (?:ي|ت)ذك", "إذ يستذكر", "напоминая", "回顾"),
    "recognizing": (
        *("reconnaissant", "reconociendo", "وإذ (?:ي|ت)درك", "إذ (?:ي|ت)درك"),
        *("إذ (?:ي|ت)قر", "وإذ (?:ي|ت)قر", "признавая", "认识到"),
    ),
    "considering": (
        *("considérant", "considerando", "إذ (?:ي|ت)ضع في اعتبار", "وإذ (?:ي|ت)ضع في اعتبار"),
        *("учитывая", "考虑到"),
    ),
    "noting": ("notant", "observando", "إذ (?:ي|ت)لاحظ", "وإذ (?:ي|ت)لاحظ", "отмечая", "注意到"),
    "aware": ("consciente?", "وإذ (?:ي|ت)عي", "إذ (?:ي|ت)عي", "сознавая", "意识到"),
    "taking into account": (
        *("tenant compte", "teniendo en cuenta", "إذ (?:ي|ت)أخذ", "وإذ (?:ي|ت)أخذ"),
        *("принимая во внимание", "顾及"),
    ),
    "reaffirming": (
        "réaffirmant",
        "reafirmando",
        "وإذ (?:ي|ت)ؤكد",
        "إذ (?:ي|ت)ؤكد",
        "подтверждая",
        "重申",
    ),
    "emphasizing": (
        "soulignant",
        "destacando",
        "وإذ (?:ي|ت)شدد",
        "إذ (?:ي|ت)شدد",
        "подчеркивая",
        "强调",
    ),
    "convinced": (
        "convaincue?",
        "convencid[oa]",
        "واقتناع",
        "إذ (?:ي|ت)قتنع",
        "будучи убежден",
        "深信",
    ),
    "welcoming": (
        "se félicitant",
        "acogiendo",
        "إذ (?:ي|ت)رحب",
        "وإذ (?:ي|ت)رحب",
        "приветствуя",
        "欢迎",
    ),
    "resolves": ("décide", "resuelve", "(?:ي|ت)قرر", "решает", "做出决议", "决定"),
    "instructs": ("charge", "encarga", "(?:ي|ت)كل[فّ]", "поручает", "责成"),
    "invites": ("invite", "invita", "(?:ي|ت)دعو", "предлагает", "请"),
    "requests": ("demande", "pide", "(?:ي|ت)طلب", "просит", "要求"),
    "urges": ("prie instamment", "exhorte", "insta", "(?:ي|ت)حث", "настоятельно призывает", "敦促"),
    "encourages": ("encourage", "alienta", "(?:ي|ت)شجع", "поощряет", "鼓励"),
    "calls upon": ("appelle", "engage", "hace un llamamiento", "(?:ي|ت)ناشد", "призывает", "呼吁"),
}
