"""The names of the months as the six languages write them in dates. Chinese dates use numbers."""

# January to December; Arabic has two sets of names.
_NAMES = (
    "january janvier enero января январь يناير كانون_الثاني",
    "february février febrero февраля февраль فبراير شباط",
    "march mars marzo марта март مارس آذار",
    "april avril abril апреля апрель أبريل نيسان",
    "may mai mayo мая май مايو أيار",
    "june juin junio июня июнь يونيو حزيران",
    "july juillet julio июля июль يوليو تموز",
    "august août agosto августа август أغسطس آب",
    "september septembre septiembre сентября сентябрь سبتمبر أيلول",
    "october octobre octubre октября октябрь أكتوبر تشرين_الأول",
    "november novembre noviembre ноября ноябрь نوفمبر تشرين_الثاني",
    "december décembre diciembre декабря декабрь ديسمبر كانون_الأول",
)
_ABBREVIATIONS = (
    "jan janv ene янв",
    "feb févr февр",
    "mar мар",
    "apr avr abr апр",
    "",
    "jun июн",
    "jul juil июл",
    "aug ago авг",
    "sep sept сент",
    "oct окт",
    "nov нояб",
    "dec déc dic дек",
)


def _numbered(names_by_month: tuple[str, ...]) -> dict[str, int]:
    return {
        name.replace("_", " "): number
        for number, names in enumerate(names_by_month, start=1)
        for name in names.split()
    }


MONTHS = _numbered(_NAMES)
"""The numbers of the months by their names in lower case."""
ABBREVIATED_MONTHS = _numbered(_ABBREVIATIONS)
"""The numbers of the months by their abbreviations without the full stop."""
