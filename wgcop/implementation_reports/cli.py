"""`wgcop report`: writes the report on implementation to a file, as its page offers it, and
verifies adopted copies.
"""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from wgcop import clock
from wgcop.errors import Invalid, Refused
from wgcop.implementation_reports import actions, queries
from wgcop.implementation_reports.cover import CopySeal
from wgcop.implementation_reports.models import AdoptedCopy, ImplementationReport
from wgcop.implementation_reports.printed import FORMATS, PrintedReport, printed_copy
from wgcop.printing import PrintingFailed
from wgcop.web import site


@click.command("report")
@click.argument("slug")
@click.option("--format", "form", type=click.Choice(FORMATS), help="Word, tagged PDF, or a page.")
@click.option(
    "--output",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="The file to write. Without it, SLUG with the ending of the format.",
)
@click.option("--draft", is_flag=True, help="What is being written, and not what was adopted.")
@click.option("--copy", "number", type=int, help="An earlier copy: 0 is the report, 1 is Rev.1.")
@click.option("--verify", is_flag=True, help="Compare each adopted copy with its checksum.")
@with_appcontext
def report_command(
    slug: str,
    form: str | None,
    output: Path | None,
    draft: bool,
    number: int | None,
    verify: bool,
) -> None:
    """Write the report on implementation with this SLUG to a file, or verify its adopted copies."""
    report = report_called(slug)
    if verify:
        verify_copies(report)
    if form is None:
        if not verify:
            raise click.UsageError("Say which --format to write, or --verify.")
        return
    with current_app.test_request_context(base_url=site()):  # templates and words of a page
        data = written(printed(report, number, draft=draft), form)
    file = output or Path(f"{slug}.{form}")
    try:
        file.write_bytes(data)
    except OSError as error:
        raise Invalid(f"{file}: {error.strerror}.") from error
    click.echo(f"{file}: {report.title}, {len(data):,} bytes.")


def report_called(slug: str) -> ImplementationReport:
    report = queries.report_by_slug(slug)
    if report is None:
        known = ", ".join(queries.slugs()) or "none"
        raise Refused(f"There is no report {slug}. There are: {known}.")
    return report


def verify_copies(report: ImplementationReport) -> None:
    if not report.copies:
        raise Refused(f"{report.slug} was not adopted yet: there is no copy to verify.")
    broken = 0
    for copy in report.copies:
        verified = actions.verify(copy_called(report, copy.number))
        broken += not verified.is_intact
        state = "intact" if verified.is_intact else f"CHANGED, its content has {verified.found}"
        click.echo(f"{copy.name or 'Original'} {copy.adopted_at:%Y-%m-%d} {copy.checksum} {state}")
    if broken:
        raise Refused("A copy is not what was adopted. Bring it back from a backup.")


def printed(report: ImplementationReport, number: int | None, *, draft: bool) -> PrintedReport:
    """Return the report to print: the copy with this number, the draft if it is asked for,
    otherwise the copy adopted last, or the draft if no copy has been adopted.
    """
    if number is not None:
        return printed_copy(copy_called(report, number), site())
    if draft or not report.copies:
        if not report.is_open:
            raise Refused(f"{report.slug} is adopted, and no revision of it is being written.")
        return PrintedReport(actions.composed_now(report), CopySeal(clock.now()), site())
    return printed_copy(copy_called(report, report.copies[-1].number), site())


def copy_called(report: ImplementationReport, number: int) -> AdoptedCopy:
    copy = queries.copy_with_content(report, number)
    if copy is None:
        raise Refused(f"{report.slug} has no copy {number}.")
    return copy


def written(report: PrintedReport, form: str) -> bytes:
    try:
        return report.written_as(form)
    except PrintingFailed as error:
        raise Refused(f"The report could not be printed: {error}") from error
