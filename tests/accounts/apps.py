"""An authenticator app, as a person holds it beside the browser."""

import re

import pyotp

KEY = re.compile(r"<code dir=.ltr.>([A-Z2-7 ]+)</code>")
CODE = re.compile(r"<code dir=.ltr.>([a-z2-9]{5}-[a-z2-9]{5})</code>")
APP, SECOND = "/account/second-factor/app", "/sign-in/second"


def now_of(secret, clock):
    return pyotp.TOTP(secret).at(clock.advance(seconds=30))
