"""Names of bodies, levels, regions and subjects for the filters of a search."""

from collections.abc import Mapping

from flask_babel import get_locale
from sqlalchemy import select

from wgcop.bodies.body import Body
from wgcop.bodies.countries import country_name
from wgcop.bodies.levels import LEVEL_NAMES, REGION_NAMES, Level, Region
from wgcop.bodies.subjects import SUBJECT_NAMES, Subject
from wgcop.database import db
from wgcop.search_page.names import names_values
from wgcop.web.kept import each_kept


@names_values("body")
def bodies(values: list[str]) -> Mapping[str, str]:
    return each_kept(("names of bodies", str(get_locale())), values, _designations)


def _designations(codes: list[str]) -> Mapping[str, str]:
    rows = db.session.scalars(select(Body).where(Body.code.in_(codes)))
    return {body.code: body.designation for body in rows}


@names_values("level")
def levels(values: list[str]) -> Mapping[str, str]:
    return {level: str(LEVEL_NAMES[level]) for level in Level if level in values}


@names_values("region")
def regions(values: list[str]) -> Mapping[str, str]:
    return {region: str(REGION_NAMES[region]) for region in Region if region in values}


@names_values("country")
def countries(values: list[str]) -> Mapping[str, str]:
    return {code: country_name(code) for code in values}


@names_values("subject")
def subjects(values: list[str]) -> Mapping[str, str]:
    return {subject: str(SUBJECT_NAMES[subject]) for subject in Subject if subject in values}
