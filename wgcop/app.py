"""Putting the workspace together: the only module that knows every feature."""

import logging
import os
import secrets
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import structlog
from flask import Flask
from flask_compress import Compress
from sqlalchemy.orm import configure_mappers
from werkzeug.middleware.proxy_fix import ProxyFix

import config as settings
from wgcop import (
    assets,
    home,
    i18n,
    live,
    mail,
    markup,
    navigation,
    received,
    style_guide,
    web,
    words,
)
from wgcop import db as database
from wgcop.accounts import api as accounts_api
from wgcop.accounts import cutoff as accounts_cutoff
from wgcop.accounts import identity
from wgcop.accounts import presenters as accounts_presenters
from wgcop.accounts import views as accounts_views
from wgcop.bodies import aliases as body_aliases
from wgcop.bodies import found as bodies_found
from wgcop.contributions import found as contributions_found
from wgcop.contributions import presenters as contributions_presenters
from wgcop.contributions import views as contributions_views
from wgcop.following import delivery as following_delivery
from wgcop.following import views as following_views
from wgcop.history import channels as history_channels
from wgcop.history import delivery as history_delivery
from wgcop.history import views as history_views
from wgcop.initiatives import presenters as initiatives_presenters
from wgcop.initiatives import views as initiatives_views
from wgcop.meetings import presenters as meetings_presenters
from wgcop.meetings import views as meetings_views
from wgcop.priorwork import presenters as priorwork_presenters
from wgcop.priorwork import views as priorwork_views
from wgcop.radar import models as radar_models
from wgcop.radar import views as radar_views
from wgcop.resolutions import found as resolutions_found
from wgcop.resolutions import presenters as resolutions_presenters
from wgcop.resolutions import typeset
from wgcop.resolutions import views as resolutions_views
from wgcop.search import api as search_api
from wgcop.search import counterparts as search_counterparts
from wgcop.search import engines as search_engines
from wgcop.search import names as search_names
from wgcop.search import outbox as search_outbox
from wgcop.search import views as search_views
from wgcop.threads import found as threads_found
from wgcop.threads import models as thread_models
from wgcop.threads import presenters as threads_presenters
from wgcop.threads import standings as thread_standings
from wgcop.threads import views as threads_views
from wgcop.threads.shown import shown

LARGEST_REQUEST = 2 * 1024 * 1024

# Imported for what they register: tables, listeners and socket events.
REGISTERED = (
    accounts_cutoff,
    accounts_presenters,
    bodies_found,
    contributions_found,
    contributions_presenters,
    following_delivery,
    history_channels,
    history_delivery,
    initiatives_presenters,
    meetings_presenters,
    priorwork_presenters,
    resolutions_found,
    resolutions_presenters,
    search_outbox,
    threads_found,
    threads_presenters,
)

BLUEPRINTS = (
    home.bp,
    history_views.bp,
    following_views.bp,
    accounts_api.bp,
    accounts_views.bp,
    resolutions_views.bp,
    threads_views.bp,
    priorwork_views.bp,
    initiatives_views.bp,
    meetings_views.bp,
    contributions_views.bp,
    radar_views.bp,
    search_views.bp,
    search_api.bp,
)


def create_app(config: Mapping[str, Any] | None = None) -> Flask:
    """The workspace with settings from the environment, overridden by `config`."""
    app = Flask(
        "wgcop", root_path=str(settings.ROOT), static_folder="static", template_folder="templates"
    )
    app.config.from_object(settings)
    app.config.update(config or {})
    complete_settings(app)
    configure_logging(app)
    if app.config["TRUSTED_PROXIES"]:
        count = app.config["TRUSTED_PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]

    database.init_app(app)
    identity.init_app(app)
    i18n.init_app(app)
    web.init_app(app)
    received.init_app(app)
    mail.init_app(app)
    live.init_app(app)
    body_aliases.init_app(app)
    search_engines.init_app(app)
    search_counterparts.init_app(app)
    Compress(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    navigation.init_app(app)
    assets.register(app)
    style_guide.register(app)
    app.add_template_filter(markup.render, "markdown")
    app.add_template_filter(markup.direction, "direction")
    app.add_template_filter(typeset.typeset, "inline")
    app.add_template_filter(radar_models.finding_name, "finding_name")
    app.add_template_filter(search_names.kind_name, "kind_name")
    app.add_template_filter(search_names.name_of, "name_of")
    app.add_template_filter(thread_models.type_name, "comment_type")
    app.add_template_filter(shown, "shown")
    app.add_template_filter(thread_standings.standing_name, "standing_name")
    app.jinja_env.globals["comment_types"] = list(thread_models.CommentType)
    app.jinja_env.globals["standing_names"] = thread_standings.STANDING_NAMES
    app.add_template_global(words.words, "words_of_scripts")
    app.extensions["audiences_of_email"] = identity.audiences_of_email
    configure_mappers()
    return app


def complete_settings(app: Flask) -> None:
    """What depends on other settings, and what is made and kept when nobody gave it."""
    folder = Path(app.config["DATA_DIR"])
    folder.mkdir(parents=True, exist_ok=True)
    app.config["DATABASE_URL"] = app.config["DATABASE_URL"] or f"sqlite:///{folder / 'wgcop.db'}"
    app.config["SQLALCHEMY_ENGINES"] = {
        "default": database.engine_options(app.config["DATABASE_URL"])
    }
    app.config["SECRET_KEY"] = app.config["SECRET_KEY"] or kept_secret(folder / "secret-key")
    secure = app.config["PUBLIC_URL"].startswith("https://")
    app.config["MAX_CONTENT_LENGTH"] = app.config["MAX_CONTENT_LENGTH"] or LARGEST_REQUEST
    app.config.setdefault("RATELIMIT_STORAGE_URI", app.config["REDIS_URL"] or "memory://")
    app.config.update(
        SESSION_COOKIE_NAME="wgcop",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=secure,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        JSON_SORT_KEYS=False,
    )


def kept_secret(file: Path) -> str:
    """A key of this installation's own, made once; two processes that start together agree on one."""
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text()
    with os.fdopen(descriptor, "w") as handle:
        handle.write(secrets.token_hex(32))
    return file.read_text()


def configure_logging(app: Flask) -> None:
    """One line an event: JSON where a machine reads it, words where a person does."""
    renderer: Any = (
        structlog.dev.ConsoleRenderer()
        if sys.stderr.isatty()
        else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
