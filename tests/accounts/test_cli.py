import pytest

from wgcop.cli import main


@pytest.fixture
def run(app):
    """`run("invite", …)`: what `wgcop people …` prints, on this test's data."""

    def people(*arguments):
        return app.test_cli_runner().invoke(main, ["people", *arguments])

    return people


def test_the_first_person_of_an_installation_is_invited_from_its_machine(http, run, app):
    result = run("invite", "sec@example.org", "--role", "secretariat")
    assert result.exit_code == 0
    link = result.stdout.strip()
    assert link.startswith("http://127.0.0.1:5000/invitations/")
    browser = http()
    data = {"name": "Sela Ortin", "password": "copper lantern walks"}
    assert browser.post(link.removeprefix("http://127.0.0.1:5000"), data=data).status_code == 303
    assert browser.get("/people/invitations").status_code == 200


def test_a_delegate_is_invited_for_a_delegation(run, http, world):
    result = run(
        "invite",
        "mira@example.org",
        "--role",
        "head",
        "--role",
        "rapporteur",
        "--delegation",
        "kenya",
    )
    path = result.stdout.strip().removeprefix("http://127.0.0.1:5000")
    page = http().get(path).text
    assert "Kenya" in page
    assert "Rapporteur" in page


@pytest.mark.settings(PUBLIC_URL="https://cop.example/")
def test_the_link_carries_the_public_address(run, app):
    result = run("invite", "sec@example.org", "--role", "secretariat")
    assert result.stdout.startswith("https://cop.example/invitations/")


def test_somebody_who_has_an_account_gets_the_role_at_once(run, world):
    result = run("invite", "amina@example.org", "--role", "chair")
    assert result.exit_code == 0
    assert result.stdout.strip() == "http://127.0.0.1:5000/sign-in"
    assert "has an account already" in result.stderr
    assert [c.label for c in world.amina.capacities] == ["Kenya · Head of delegation", "Chair"]


@pytest.mark.parametrize(
    "arguments, said",
    [
        (["nonsense", "--role", "chair"], "not an e-mail address"),
        (["mira@example.org"], "--role"),
        (["mira@example.org", "--role", "emperor"], "emperor"),
        (["mira@example.org", "--role", "head"], "--delegation"),
        (["mira@example.org", "--role", "head", "--delegation", "Kenia"], "Near are: Kenya."),
        (["mira@example.org", "--role", "head", "--delegation", "Xqzw"], "There is no delegation"),
    ],
)
def test_a_wrong_command_prints_what_to_do(run, world, arguments, said):
    result = run("invite", *arguments)
    assert result.exit_code != 0
    assert said in result.stderr
    assert result.stdout == ""


def test_a_link_for_a_new_password_is_made_on_the_machine_itself(http, run, world):
    link = run("reset", "Amina@example.org").stdout.strip()
    path = link.removeprefix("http://127.0.0.1:5000")
    new = {"new_password": "copper lantern walks", "repeated": "copper lantern walks"}
    assert http().post(path, data=new).status_code == 303
    nobody = run("reset", "amino@example.org")
    assert nobody.exit_code == 1
    assert "Nobody who can sign in has the address “amino@example.org”." in nobody.stderr
