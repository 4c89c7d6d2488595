"""`wgcop setup`: asks at a terminal, or takes options; first checks everything, then acts, and can
be run again.
"""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import parseaddr
from pathlib import Path
from typing import Any

import click

import config
from wgcop.app import create_app
from wgcop.database import db, migrations, writing
from wgcop.errors import Invalid, Refused
from wgcop.upkeep.setting_up import checks, file
from wgcop.upkeep.setting_up.actions import invite_secretary
from wgcop.upkeep.setting_up.answers import (
    SetupAnswers,
    host_of,
    is_on_this_machine,
    mail_address,
    port_of,
    public_address,
)

DEPLOY = config.ROOT / "deploy"
OF_MACHINE = Path("/etc/wgcop")
UNIT = Path("/etc/systemd/system/wgcop.service")
SERVICE = "IN_CONTAINER"
"""The variable in which the image, or the compose file, gives the name of this container's service.
"""


@dataclass
class Asking:
    """The questions of a setup: answers that options gave are taken, others are asked for at a
    terminal. A wrong answer is asked for again.
    """

    somebody: bool
    missing: list[str] = field(default_factory=list)

    def __call__(
        self,
        option: str,
        question: str,
        given: str | None,
        check: Callable[[str], str],
        *,
        default: str | None = None,
        hidden: bool = False,
    ) -> str:
        if given is not None:
            return check(given)
        if not self.somebody:
            if default is None:
                self.missing.append(option)
                return ""
            return check(default)
        while True:
            typed = click.prompt(
                question, default=default, hide_input=hidden, show_default=bool(default), err=True
            )
            try:
                return check(str(typed).strip())
            except (Invalid, Refused) as error:
                click.secho(f"  {error}", fg="red", err=True)

    def agrees(self, question: str, *, default: bool) -> bool:
        if not self.somebody:
            return default
        while True:
            typed = click.prompt(
                f"{question} [{'Y/n' if default else 'y/N'}]",
                default="",
                show_default=False,
                err=True,
            )
            if not typed.strip():
                return default
            if typed.strip().lower() in ("y", "yes", "n", "no"):
                return typed.strip().lower().startswith("y")
            click.secho("  Answer y or n.", fg="red", err=True)


@click.command("setup")
@click.option("--url", envvar="PUBLIC_URL", help="The address that people will type: https://…")
@click.option(
    "--mail-url",
    envvar="MAIL_URL",
    help="smtp://user:password@host:587, or '' for no mail. A password is safer in the variable MAIL_URL.",
)
@click.option("--mail-sender", envvar="MAIL_SENDER", help="The sender address of e-mails.")
@click.option("--test-letter", is_flag=True, help="Send the first secretary a test e-mail.")
@click.option("--database-url", envvar="DATABASE_URL", help="Empty for SQLite in the data folder.")
@click.option("--redis-url", envvar="REDIS_URL", help="Only for several server processes.")
@click.option(
    "--proxies",
    envvar="TRUSTED_PROXIES",
    type=click.IntRange(0, 9),
    help="How many proxies are in front.  [default: 1, or 0 for an address on this machine]",
)
@click.option(
    "--secretary-email", help="The first person of the secretariat, who invites all others."
)
@click.option("--secretary-name", help="Their name, as others should see it.")
@click.option(
    "--data-dir", type=click.Path(path_type=Path), help="Where data are kept.  [default: DATA_DIR]"
)
@click.option(
    "--file",
    "settings_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where settings are kept.  [default: SETTINGS_FILE]",
)
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    help="The port that the server will use.  [default: 5000, or that of an address on this machine]",
)
@click.option("--replace", is_flag=True, help="Write over settings that differ.")
@click.option("--yes", is_flag=True, help="Ask nothing; what no option says keeps its default.")
def setup_command(
    url: str | None,
    mail_url: str | None,
    mail_sender: str | None,
    test_letter: bool,
    database_url: str | None,
    redis_url: str | None,
    proxies: int | None,
    secretary_email: str | None,
    secretary_name: str | None,
    data_dir: Path | None,
    settings_file: Path | None,
    port: int | None,
    replace: bool,
    yes: bool,
) -> None:
    """Set up a workspace. May be run again.

    Asks for the address, mail and the first secretary, or takes them as options. Checks each. Then
    writes the file of settings, makes the data folder and the database, and prints the link that
    lets the first secretary join.
    """
    ask = Asking(somebody=sys.stdin.isatty() and not yes)
    folder = (data_dir or config.DATA_DIR).resolve()
    place = (settings_file or Path(config.SETTINGS_FILE or folder / "environment")).resolve()

    checks.require_owner(folder)
    url = ask("--url", "Address of the workspace (https://…)", url, public_address)
    if ask.somebody:
        say(f"Address:  {url}")
    database_url = ask(
        "--database-url",
        "PostgreSQL, or nothing for SQLite",
        database_url,
        checked(checks.require_database),
        default="",
    )
    redis_url = checked(checks.require_redis)(redis_url or "")
    mail_url = ask_for_mail(ask, mail_url)
    mail_sender = ask(
        "--mail-sender",
        "E-mails come from",
        mail_sender,
        checked(checks.require_sender),
        default=checks.sender_for(host_of(url), config.MAIL_SENDER),
    )
    is_new = not place.exists()
    email = ask(
        "--secretary-email",
        "E-mail address of the first secretary" + ("" if is_new else ", or nothing for nobody new"),
        secretary_email,
        checked(lambda typed: checks.require_person(typed) if typed or is_new else None),
        default=None if is_new else "",
    )
    nameless = None if ask.somebody else ""
    name = ""
    if email:
        name = ask(
            "--secretary-name",
            "Their name",
            secretary_name,
            checked(checks.require_name),
            default=nameless,
        )
    if ask.missing:
        raise Refused(f"Say {' and '.join(ask.missing)}, or run this at a terminal to be asked.")
    if email:
        mail_url = try_mail(ask, mail_url, mail_sender, email, url, sends=test_letter)

    if proxies is None:
        proxies = 0 if is_on_this_machine(url) else 1
    answers = SetupAnswers(url, mail_url, mail_sender, database_url, redis_url, proxies)
    settings = answers.settings()
    if data_dir is not None or str(place) != config.SETTINGS_FILE:
        settings["DATA_DIR"] = str(folder)
    before = file.content_of(place)
    text = file.written_with(settings, before)

    checks.require_folder(folder)
    if before and before != text:
        for line in file.difference(before, text):
            click.echo(f"  {line}", err=True)
        if not replace and not (
            ask.somebody and ask.agrees(f"Write this over {place}?", default=False)
        ):
            raise Refused(
                f"{place} says something else, and was not changed. Add --replace to change it."
            )
    file.require_place(place)

    link = make(folder, place, text, settings, email=email, name=name)
    service = os.environ.get(SERVICE)
    say(f"Settings: {place}" + (", in the volume" if service else ""))
    say(f"Data:     {folder}" + (", which is the volume" if service else ""))
    if not checks.resolves(host_of(answers.url)):
        say(
            f"Note: {host_of(answers.url)} has no address yet. Ask whoever keeps your names for one."
        )
    if service:
        tell_what_is_next_in_containers(answers, service)
    else:
        tell_what_is_next(answers, port=port or port_of(answers.url), place=place)
    say(f"  4. {of_the_link(answers, email=email, is_new=link is not None)}")
    click.echo(link or f"{answers.url}/sign-in")


def checked(check: Callable[[str], object]) -> Callable[[str], str]:
    """Return a function that runs the check and returns the answer unchanged."""

    def run(typed: str) -> str:
        check(typed)
        return typed

    return run


def ask_for_mail(ask: Asking, given: str | None) -> str:
    def check(url: str) -> str:
        url = mail_address(url)
        checks.require_mail(url, unencrypted=config.MAIL_UNENCRYPTED)
        return url

    if given is not None or not ask.somebody:
        return check(given or "")
    while True:
        server = click.prompt(
            "Mail server as host:port or smtp://user:password@host:587, or nothing for no mail",
            default="",
            show_default=False,
            err=True,
        ).strip()
        user = password = ""
        try:
            checks.require_known(mail_address(server))
            if server and "://" not in server:
                user = click.prompt("  User there", default="", show_default=False, err=True)
                user = user.strip()
                if user:
                    password = click.prompt("  Password", hide_input=True, err=True)
            return check(mail_address(server, user, password))
        except (Invalid, Refused) as error:
            click.secho(f"  {error}", fg="red", err=True)


def try_mail(
    ask: Asking, mail_url: str, sender: str, recipient: str, url: str, *, sends: bool
) -> str:
    """Return the mail server, after checking that it takes letters to the first secretary; if
    wished, a letter is sent. At a terminal another server can be named.
    """
    if mail_url and ask.somebody and not sends:
        sends = ask.agrees(f"Send {recipient} a test e-mail?", default=True)
    while mail_url:
        letter = checks.test_letter(sender, recipient, url) if sends else None
        envelope = None if sends else (parseaddr(sender)[1], recipient)
        try:
            checks.require_mail(
                mail_url, unencrypted=config.MAIL_UNENCRYPTED, envelope=envelope, letter=letter
            )
        except Refused as error:
            if not ask.somebody:
                raise
            click.secho(f"  {error}", fg="red", err=True)
            mail_url = ask_for_mail(ask, None)
        else:
            if sends:
                say(f"A test e-mail went to {recipient}.")
            break
    return mail_url


def make(
    folder: Path, place: Path, text: str, settings: dict[str, str], *, email: str, name: str
) -> str | None:
    """Make the database, the file and the invitation; the last two are made together. Return the
    link of a person who is new, otherwise None.
    """
    typed: dict[str, Any] = {**settings, "TRUSTED_PROXIES": int(settings["TRUSTED_PROXIES"])}
    app = create_app({**typed, "DATA_DIR": folder})
    with app.app_context():
        migrations.upgrade(db.engine)
        with writing():
            link = invite_secretary(email, name) if email else None
            file.write(place, text)
            db.session.commit()
        return link


def of_the_link(answers: SetupAnswers, *, email: str, is_new: bool) -> str:
    """Return the sentence that introduces the link, which is printed last."""
    if is_new and answers.mail_url:
        return f"{email} gets an e-mail as soon as it runs. The link in it, which works once:"
    if is_new:
        return f"Hand this link to {email}. It works once, for two weeks:"
    if email:
        return f"{email} has an account already, and signs in at:"
    return "Nobody new was invited. People sign in at:"


def tell_what_is_next_in_containers(answers: SetupAnswers, service: str) -> None:
    """Tell the next steps in containers, where systemd units and a proxy on the machine do not
    apply.
    """
    compose = "podman compose"
    if service == "web":
        compose += " --file compose.large.yaml"
    say("Next, outside this container, in the folder of the compose file:")
    say(
        f"  1. Give the proxy a certificate for {host_of(answers.url)}: fullchain.pem and privkey.pem in /etc/wgcop/tls, "
        "or in the folder that TLS names. Write the name of the host into nginx.conf."
    )
    say(f"  2. Start it: {compose} up --detach")
    say(f"  3. Ask whether all is well: {compose} exec {service} wgcop doctor")


def tell_what_is_next(answers: SetupAnswers, *, port: int, place: Path) -> None:
    runs = checks.is_taken(port)
    if runs and not UNIT.exists():
        say(
            f"Note: something answers on port {port} already. If it is an earlier workspace, restart it."
        )
    from_file = "" if str(place) == config.SETTINGS_FILE else f"SETTINGS_FILE={place} "
    units = DEPLOY / "systemd"
    say("Next:")
    if runs and UNIT.exists():
        say("  1. Restart it, so that it reads the settings: sudo systemctl restart wgcop")
    elif UNIT.exists():
        say("  1. Start it: sudo systemctl enable --now wgcop")
    else:
        say(
            f"  1. Start it: {from_file}wgcop serve --port {port} (units for systemd are in {units})"
        )
    if answers.proxies:
        say(
            f"  2. Put a proxy with a certificate in front of it, if there is none: {DEPLOY / 'nginx.conf'} is an example."
        )
    else:
        say("  2. It is for this machine alone; nothing has to be in front of it.")
    as_whom = f"sudo -u {checks.name_of(os.geteuid())} " if place.parent == OF_MACHINE else ""
    say(f"  3. Ask whether all is well: {as_whom}{from_file}wgcop doctor")


def say(line: str) -> None:
    """Print a line to standard error; only the link goes to standard output."""
    click.echo(line, err=True)
