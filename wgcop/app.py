"""The application, put together: the only module that knows every feature."""

from collections.abc import Mapping
from typing import Any

from flask import Flask
from flask_compress import Compress
from sqlalchemy.orm import configure_mappers
from werkzeug.middleware.proxy_fix import ProxyFix

import config
from wgcop import (
    database,
    files,
    i18n,
    letters,
    live,
    mail,
    markup,
    meaning,
    settings,
    translator,
    web,
)
from wgcop.accounts import api as accounts_api
from wgcop.accounts import blueprint as accounts_blueprint
from wgcop.accounts import cutoff as accounts_cutoff
from wgcop.accounts import factors as accounts_factors
from wgcop.accounts import identity, kept_readers
from wgcop.accounts import in_audit as accounts_in_audit
from wgcop.accounts import presenters as accounts_presenters
from wgcop.accounts import views as accounts_views
from wgcop.agenda import blueprint as agenda_blueprint
from wgcop.agenda import leading as agenda_leading
from wgcop.agenda import papers as agenda_papers
from wgcop.agenda import queries as agenda_queries
from wgcop.agenda import views as agenda_views
from wgcop.agenda.sitting import sitting_name
from wgcop.agreed_language import queries as agreed_language_queries
from wgcop.agreed_language import views as agreed_language_views
from wgcop.audit import following as audit_following
from wgcop.audit import views as audit_views
from wgcop.biography import views as biography_views
from wgcop.bodies import aliases as body_aliases
from wgcop.bodies import redacting as bodies_redacting
from wgcop.bodies import search_names as bodies_search_names
from wgcop.brackets import news as brackets_news
from wgcop.brackets import outcomes as brackets_outcomes
from wgcop.brackets import presenters as brackets_presenters
from wgcop.brackets import queries as brackets_queries
from wgcop.brackets import redacting as brackets_redacting
from wgcop.brackets import views as brackets_views
from wgcop.brackets.packages import models as packages_models
from wgcop.brackets.packages import news as packages_news
from wgcop.brackets.packages import presenters as packages_presenters
from wgcop.brackets.packages import queries as packages_queries
from wgcop.brackets.packages import redacting as packages_redacting
from wgcop.calendars import views as calendars_views
from wgcop.chairing import views as chairing_views
from wgcop.contributions import fields as contribution_fields
from wgcop.contributions import news as contributions_news
from wgcop.contributions import subjects as talk_subjects
from wgcop.contributions.citations import follower as citation_follower
from wgcop.contributions.talk import presenters as talk_presenters
from wgcop.contributions.talk import rooms as talk_rooms
from wgcop.correspondence import addresses as correspondence_addresses
from wgcop.correspondence import letters as correspondence_letters
from wgcop.correspondence import queries as correspondence_queries
from wgcop.correspondence import redacting as correspondence_redacting
from wgcop.correspondence import views as correspondence_views
from wgcop.database import retention
from wgcop.demo import style_guide
from wgcop.discussions import chapters as discussions_chapters
from wgcop.discussions import redacting as discussions_redacting
from wgcop.discussions import views as discussions_views
from wgcop.documents import search_names as documents_search_names
from wgcop.documents import views as documents_views
from wgcop.drafting import api as drafting_api
from wgcop.drafting import presenters as drafting_presenters
from wgcop.drafting import redacting as drafting_redacting
from wgcop.drafting import views as drafting_views
from wgcop.editions import presenters as editions_presenters
from wgcop.editions import queries as editions_queries
from wgcop.editions import views as editions_views
from wgcop.events import channels as events_channels
from wgcop.events import delivery as events_delivery
from wgcop.events import presented as events_presented
from wgcop.events import views as events_views
from wgcop.floor import moving_on
from wgcop.floor import presenters as floor_presenters
from wgcop.floor import pushes as floor_pushes
from wgcop.floor import shown as shown_floors
from wgcop.floor import strip as floor_strip
from wgcop.floor import views as floor_views
from wgcop.following import daily_letter
from wgcop.following import newcomers as following_newcomers
from wgcop.following import news as following_news
from wgcop.following import presenters as following_presenters
from wgcop.following import views as following_views
from wgcop.following.digest import FollowedNews
from wgcop.following.models import LEVEL_NAMES
from wgcop.following.searches import news as searches_news
from wgcop.following.searches.letters import NewResults
from wgcop.health import views as health_views
from wgcop.home import api as home_api
from wgcop.home import navigation
from wgcop.home import views as home_views
from wgcop.implementation import news as implementation_news
from wgcop.implementation import presenters as implementation_presenters
from wgcop.implementation import queries as implementation_queries
from wgcop.implementation import redacting as implementation_redacting
from wgcop.implementation import replies as implementation_replies
from wgcop.implementation import views as implementation_views
from wgcop.implementation_reports import news as reports_news
from wgcop.implementation_reports import presenters as reports_presenters
from wgcop.implementation_reports import redacting as reports_redacting
from wgcop.implementation_reports import views as reports_views
from wgcop.initiatives import blueprint as initiatives_blueprint
from wgcop.initiatives import circles as initiatives_circles
from wgcop.initiatives import in_audit as initiatives_in_audit
from wgcop.initiatives import news as initiatives_news
from wgcop.initiatives import presenters as initiatives_presenters
from wgcop.initiatives import queries as initiatives_queries
from wgcop.initiatives import redacting as initiatives_redacting
from wgcop.initiatives import search_names as initiatives_search_names
from wgcop.initiatives import views as initiatives_views
from wgcop.languages.scripts import direction
from wgcop.meetings import news as meetings_news
from wgcop.meetings import presenters as meetings_presenters
from wgcop.meetings import redacting as meetings_redacting
from wgcop.meetings import views as meetings_views
from wgcop.merging import models as merging_models
from wgcop.merging import presenters as merging_presenters
from wgcop.merging import queries as merging_queries
from wgcop.merging import redacting as merging_redacting
from wgcop.merging import settling as merging_settling
from wgcop.merging import views as merging_views
from wgcop.numbering import blueprint as numbering_blueprint
from wgcop.numbering import views as numbering_views
from wgcop.observing import log
from wgcop.observing.version import version
from wgcop.outcomes import clauses as outcomes_clauses
from wgcop.outcomes import search_names as outcomes_search_names
from wgcop.outcomes import views as outcomes_views
from wgcop.outcomes.silence.queries import silence_about
from wgcop.paper.comparison.texts import difference
from wgcop.positions import carrying as positions_carrying
from wgcop.positions import directions, stances
from wgcop.positions import presenters as positions_presenters
from wgcop.positions import queries as positions_queries
from wgcop.positions import redacting as positions_redacting
from wgcop.positions import views as positions_views
from wgcop.priorwork import news as priorwork_news
from wgcop.priorwork import presenters as priorwork_presenters
from wgcop.priorwork import redacting as priorwork_redacting
from wgcop.priorwork import views as priorwork_views
from wgcop.privacy import views as privacy_views
from wgcop.proposal_map import queries as proposal_map_queries
from wgcop.proposal_map import views as proposal_map_views
from wgcop.proposals import alternatives as proposals_alternatives
from wgcop.proposals import in_papers as proposals_in_papers
from wgcop.proposals import news as proposals_news
from wgcop.proposals import presenters as proposals_presenters
from wgcop.proposals import queries as proposals_queries
from wgcop.proposals import redacting as proposals_redacting
from wgcop.proposals import symbols as proposals_symbols
from wgcop.proposals import views as proposals_views
from wgcop.push import presenters as push_presenters
from wgcop.push import views as push_views
from wgcop.radar import counterparts as radar_counterparts
from wgcop.radar import models as radar_models
from wgcop.radar import presenters as radar_presenters
from wgcop.radar import redacting as radar_redacting
from wgcop.radar import shingle_store
from wgcop.radar import views as radar_views
from wgcop.records import views as records_views
from wgcop.redaction import copies as redaction_copies
from wgcop.redaction import views as redaction_views
from wgcop.registration import views as registration_views
from wgcop.registry_sheets import redacting as registry_sheets_redacting
from wgcop.registry_sheets import views as registry_sheets_views
from wgcop.resolutions import presenters as resolutions_presenters
from wgcop.resolutions import queries as resolutions_queries
from wgcop.resolutions import search_names as resolutions_search_names
from wgcop.resolutions import typeset
from wgcop.resolutions import views as resolutions_views
from wgcop.rolling_files import presenters as rolling_files_presenters
from wgcop.rolling_files import redacting as rolling_files_redacting
from wgcop.rolling_files import views as rolling_files_views
from wgcop.search import followers as search_followers
from wgcop.search import outbox as search_outbox
from wgcop.search import record_dates
from wgcop.search_engines import choice as search_engines
from wgcop.search_page import addresses as search_addresses
from wgcop.search_page import api as search_api
from wgcop.search_page import names as search_names
from wgcop.search_page import views as search_views
from wgcop.signing_in import provider
from wgcop.signing_in import views as signing_in_views
from wgcop.suggestions import news as suggestions_news
from wgcop.suggestions import presenters as suggestions_presenters
from wgcop.suggestions import views as suggestions_views
from wgcop.takeaway import views as takeaway_views
from wgcop.thread_news import calls
from wgcop.thread_news import news as threads_news
from wgcop.thread_news import pushes as threads_pushes
from wgcop.thread_news import search_events as threads_search_events
from wgcop.thread_news.letters import MentionNews
from wgcop.threads import models as thread_models
from wgcop.threads import presenters as threads_presenters
from wgcop.threads import views as threads_views
from wgcop.threads.chairing import standings as thread_standings
from wgcop.threads.comments import suggestions as thread_suggestions
from wgcop.threads.page.rendering import rendered_comment
from wgcop.threads.page.text import rendered_clause
from wgcop.translations import views as translations_views
from wgcop.web import (
    assets,
    each_request,
    error_pages,
    frames,
    language_links,
    maintenance,
    once,
    other_names,
    reading_from_copy,
    received,
    waiting,
    words,
)
from wgcop.writing import channels as writing_channels

# The places where each feature keeps words of people, for the secretariat to redact them.
REDACTABLE = (
    bodies_redacting,
    brackets_redacting,
    packages_redacting,
    correspondence_redacting,
    drafting_redacting,
    implementation_redacting,
    initiatives_redacting,
    meetings_redacting,
    merging_redacting,
    positions_redacting,
    priorwork_redacting,
    proposals_redacting,
    radar_redacting,
    redaction_copies,
    registry_sheets_redacting,
    reports_redacting,
    rolling_files_redacting,
    discussions_redacting,
)

# Imported for what they register: tables, listeners and socket events.
REGISTERED = (
    accounts_cutoff,
    accounts_factors,
    accounts_presenters,
    accounts_in_audit,
    accounts_views,
    signing_in_views,
    audit_following,
    bodies_search_names,
    brackets_presenters,
    packages_presenters,
    correspondence_addresses,
    correspondence_letters,
    documents_search_names,
    outcomes_search_names,
    drafting_presenters,
    talk_subjects,
    talk_presenters,
    talk_rooms,
    following_newcomers,
    events_channels,
    events_delivery,
    implementation_presenters,
    implementation_replies,
    initiatives_circles,
    initiatives_in_audit,
    initiatives_presenters,
    initiatives_search_names,
    registry_sheets_views,
    outcomes_clauses,
    numbering_views,
    translations_views,
    documents_views,
    drafting_views,
    agenda_leading,
    agenda_papers,
    agenda_views,
    calendars_views,
    registration_views,
    outcomes_views,
    floor_views,
    records_views,
    meetings_views,
    meetings_presenters,
    merging_presenters,
    merging_settling,
    floor_presenters,
    floor_pushes,
    moving_on,
    positions_carrying,
    positions_presenters,
    priorwork_presenters,
    proposals_in_papers,
    proposals_presenters,
    reports_presenters,
    resolutions_search_names,
    resolutions_presenters,
    search_outbox,
    discussions_chapters,
    suggestions_presenters,
    threads_search_events,
    threads_presenters,
    threads_pushes,
    writing_channels,
)

BLUEPRINTS = (
    home_api.bp,
    home_views.bp,
    health_views.bp,
    events_views.bp,
    following_views.bp,
    accounts_api.bp,
    accounts_blueprint.bp,
    push_views.bp,
    audit_views.bp,
    resolutions_views.bp,
    threads_views.bp,
    chairing_views.bp,
    discussions_views.bp,
    suggestions_views.bp,
    positions_views.bp,
    proposals_views.bp,
    proposal_map_views.bp,
    biography_views.bp,
    rolling_files_views.bp,
    editions_views.bp,
    brackets_views.bp,
    merging_views.bp,
    priorwork_views.bp,
    initiatives_blueprint.bp,
    implementation_views.bp,
    agenda_blueprint.bp,
    floor_views.room.bp,
    calendars_views.calendars,
    meetings_views.groups.groups,
    drafting_api.bp,
    numbering_blueprint.bp,
    reports_views.bp,
    privacy_views.bp,
    correspondence_views.bp,
    takeaway_views.bp,
    redaction_views.bp,
    radar_views.bp,
    agreed_language_views.bp,
    search_views.bp,
    search_api.bp,
)

# Followers are told, in this order, of every record that is put into the search index or dropped
# from it.
FOLLOWERS = (
    record_dates.RecordDatesFollower(),
    radar_counterparts.CounterpartFollower(),
    shingle_store.ShingleFollower(),
    citation_follower.CitationFollower(),
)

DAILY_NEWS = (MentionNews(), FollowedNews(), NewResults())
"""The parts of the daily letter, in their order."""

# What is new to a reader, in the order of the home page.
NEWS = (
    threads_news.NEWS,
    calls.NEWS,
    suggestions_news.NEWS,
    proposals_news.NEWS,
    brackets_news.NEWS,
    packages_news.NEWS,
    contributions_news.NEWS,
    meetings_news.NEWS,
    initiatives_news.NEWS,
    implementation_news.NEWS,
    reports_news.NEWS,
    priorwork_news.NEWS,
    searches_news.NEWS,
)

# What features offer to the templates of any feature.
FILTERS = {
    "amendment_name": proposals_symbols.symbol_name,
    "bracket_deed": brackets_outcomes.deed_name,
    "package_move": packages_models.move_name,
    "bracket_outcome": brackets_outcomes.outcome_name,
    "closing_name": merging_models.closing_name,
    "comment_type": thread_models.type_name,
    "difference": difference,
    "direction": direction,
    "direction_name": directions.direction_name,
    "finding_name": radar_models.finding_name,
    "inline": typeset.typeset,
    "layer_name": stances.layer_name,
    "kind_name": search_names.kind_name,
    "language_name": i18n.language_name,
    "markdown": markup.render,
    "meaning": meaning.differences,
    "name_of": search_names.name_of,
    "opened": search_addresses.opened,
    "outcome_name": thread_suggestions.outcome_name,
    "rendered_comment": rendered_comment,
    "sitting_name": sitting_name,
    "excerpt": markup.excerpt,
    "stance_name": stances.stance_name,
    "stance_sign": stances.sign_of,
    "standing_name": thread_standings.standing_name,
    "when": search_names.when,
}
GLOBALS = {
    "floors_on_now": shown_floors.floors_on_now,
    "floor_strip": floor_strip.floor_strip,
    "discussions_of_clause": agenda_queries.discussions_of_clause,
    "silence_about": silence_about,
    "workspace_version": version,
    "follow_button": following_presenters.follow_button,
    "own_devices": push_presenters.own_devices,
    "written_in_papers": contribution_fields.WRITTEN,
    "actions_on_clause": implementation_queries.actions_on_clause,
    "initiatives_serving": initiatives_queries.initiatives_serving,
    "may_edit_registry": initiatives_blueprint.may_edit,
    "may_propose_initiative": initiatives_views.entries.may_propose,
    "comment_types": list(thread_models.CommentType),
    "rendered_clause": rendered_clause,
    "can_be_redacted": redaction_views.can_be_redacted,
    "positions_on": positions_queries.released_at,
    "position_strips": positions_queries.strips_of,
    "decides_for_members": suggestions_presenters.decides_for_members,
    "may_propose_words": proposals_views.clause.may_propose,
    "proposals_on": proposals_queries.released_at,
    "outdated_citations": agreed_language_queries.outdated_citations,
    "proposal_counts": proposals_queries.counts_of,
    "proposal_maps_of": proposal_map_queries.mapped_at,
    "may_cut_rolling_text": rolling_files_presenters.may_cut_rolling_text,
    "may_adopt_editions": editions_presenters.may_adopt_editions,
    "line_of_clause": editions_queries.line_of,
    "newer_edition": resolutions_queries.newer_edition,
    "brackets_on": brackets_queries.brackets_at,
    "packages_on": packages_queries.packages_on,
    "bracket_counts": brackets_queries.open_counts_of,
    "chairs_text_on": merging_queries.shown_text,
    "words_on_floor": proposals_alternatives.words_on_floor,
    "prior_work_of": radar_presenters.prior_work_of,
    "standing_names": thread_standings.STANDING_NAMES,
    "words_of_scripts": words.words,
    "follow_levels": LEVEL_NAMES,
    "has_drafts_by_mail": correspondence_queries.has_drafts_by_mail,
}


def create_app(overrides: Mapping[str, Any] | None = None) -> Flask:
    """Create the workspace with settings from the environment, changed by `overrides`."""
    app = Flask(
        "wgcop", root_path=str(config.ROOT), static_folder="static", template_folder="templates"
    )
    app.config.from_object(config)
    app.config.update(overrides or {})
    settings.complete(app)
    log.configure()
    if app.config["TRUSTED_PROXIES"]:
        count = app.config["TRUSTED_PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]

    database.init_app(app)
    files.init_app(app)
    identity.init_app(app)
    provider.init_app(app)
    i18n.init_app(app)
    each_request.init_app(app)
    reading_from_copy.init_app(app)
    web.init_app(app)
    language_links.init_app(app)
    other_names.init_app(app)
    once.init_app(app)
    error_pages.init_app(app)
    waiting.init_app(app)
    maintenance.init_app(app)
    received.init_app(app)
    mail.init_app(app)
    letters.init_app(app)
    translator.init_app(app)
    retention.init_app(app)
    live.init_app(app)
    events_presented.init_app(app)
    body_aliases.init_app(app)
    search_engines.init_app(app)
    search_followers.init_app(app, FOLLOWERS)
    following_news.init_app(app, NEWS)
    daily_letter.init_app(app, DAILY_NEWS)
    shingle_store.init_app(app)
    radar_counterparts.init_app(app)
    # Flask-Compress chooses a faster setting by default, whose output is a tenth larger.
    app.config.setdefault("COMPRESS_ALGORITHM", ["br", "zstd", "gzip"])
    app.config.setdefault("COMPRESS_BR_LEVEL", 5)
    Compress(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    navigation.init_app(app)
    assets.init_app(app)
    style_guide.init_app(app)
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.globals.update(GLOBALS)
    app.extensions["audiences_of_email"] = identity.audiences_of_email
    app.extensions[frames.EXTENSION] = kept_readers.frame_reader
    kept_readers.FURTHER_FILLS[floor_strip.STRIP] = floor_strip.StripOf
    configure_mappers()
    return app
