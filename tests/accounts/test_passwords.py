import pytest

from wgcop.accounts import passwords, tokens

AMINA = "amina.barasa@example.org"


@pytest.fixture(autouse=True)
def cheap(app):
    app.config.update(ARGON2_TIME_COST=1, ARGON2_MEMORY_COST=64)
    with app.app_context():
        yield


@pytest.fixture
def database(templates, tmp_path):
    """Passwords know no database; one kind is enough."""
    with templates.get(None, with_world=False).copy(tmp_path / "var") as settings:
        yield settings


def test_four_unrelated_words_are_a_good_password():
    assert passwords.problem_with("copper lantern walks sideways", email=AMINA) is None


def test_letters_of_every_script_are_accepted():
    assert passwords.problem_with("слон читает газету утром", email=AMINA) is None
    assert passwords.problem_with("象は朝に新聞を静かに読んでいる", email=AMINA) is None


@pytest.mark.parametrize(
    "silly",
    [
        "short one",
        "aaaaaaaaaaaaaaaa",
        "password1234",
        "Password-Password!",
        "qwertyuiop12",
        "WG-COP wgcop 12",
        "amina.barasa@example.org",
        "Amina.Barasa1",
        "x" * 300 + "yzabc" * 50,
    ],
)
def test_a_password_that_others_would_guess_is_refused_with_a_reason(silly):
    problem = passwords.problem_with(silly, email=AMINA)
    assert problem and problem.endswith(".")


def test_a_password_matches_only_itself():
    stored_hash = passwords.hash_of("copper lantern walks sideways")
    assert stored_hash.startswith("$argon2id$")
    assert passwords.matches("copper lantern walks sideways", stored_hash)
    assert not passwords.matches("copper lantern walks sidewayz", stored_hash)


def test_the_same_letters_typed_on_another_keyboard_match():
    stored_hash = passwords.hash_of("caf\u00e9 lantern walks sideways")
    assert passwords.matches("cafe\u0301 lantern walks sideways", stored_hash)


def test_no_password_matches_an_empty_hash():
    assert not passwords.matches("", "")
    assert not passwords.matches("nobody has this password", "")


def test_a_hash_with_other_parameters_needs_a_rehash(app):
    stored_hash = passwords.hash_of("copper lantern walks sideways")
    assert not passwords.needs_rehash(stored_hash)
    app.config["ARGON2_TIME_COST"] = 2
    assert passwords.needs_rehash(stored_hash)
    assert passwords.matches("copper lantern walks sideways", stored_hash)


def test_tokens_are_long_and_their_hash_tells_nothing():
    token = tokens.make()
    assert len(token) >= 43
    assert token != tokens.make()
    assert token not in tokens.hash_of(token)
    assert len(tokens.hash_of(token)) == 64
