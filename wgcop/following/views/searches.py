"""The pages of the reader's saved searches, with the number of new results and the results
themselves.
"""

from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wgcop import clock
from wgcop.accounts.identity import current_person
from wgcop.database import db
from wgcop.errors import Invalid
from wgcop.following.searches import actions, queries
from wgcop.following.searches.changes import changes_since
from wgcop.following.searches.forms import SavedSearchForm
from wgcop.following.searches.models import SavedSearch
from wgcop.following.views.blueprint import bp
from wgcop.search_engines.choice import current_engine
from wgcop.search_page.addresses import Address
from wgcop.search_page.names import choices_in_words
from wgcop.search_page.search_request import requested_address, requested_page
from wgcop.web import (
    commit_and_show,
    filters_by_language,
    found_or_404,
    received,
    require_sign_in,
    site,
    uncached,
)


@bp.get("/search/saved")
def saved_searches() -> str:
    require_sign_in()
    news = queries.news(current_engine(), current_person())
    choices = [choice for each in news for choice in each.search.address.choices]
    return render_template("following/searches.html", news=news, words=choices_in_words(choices))


@bp.get("/search/saved/new")
@filters_by_language
def new_search() -> str:
    require_sign_in()
    address = requested_address()
    return new_page(address, SavedSearchForm(name=address.typed[:120]))


@bp.post("/search/saved")
def save_search() -> ResponseReturnValue:
    require_sign_in()
    address = Address.read(request.form.to_dict(flat=False))
    form = SavedSearchForm(request.form)
    if not form.validate():
        return new_page(address, form), 422
    try:
        search = actions.save(address, **form.settings, by=current_person())
    except Invalid as error:
        form.form_errors.append(str(error))
        return new_page(address, form), 422
    db.session.commit()
    flash(_("The search is saved. New results will be counted here."), "success")
    return redirect(url_for("following.saved_searches", _anchor=f"search-{search.id}"), 303)


@bp.get("/search/saved/<int:search_id>")
def saved_search(search_id: int) -> str:
    require_sign_in()
    return search_page(own_search(search_id))


@bp.post("/search/saved/<int:search_id>/looks")
def look(search_id: int) -> ResponseReturnValue:
    """Record that the reader has looked, so that nothing counts as new from now on, and redirect to
    an address at which the new results are still shown.
    """
    require_sign_in()
    search = own_search(search_id)
    since = search.look()
    db.session.commit()
    page = url_for("following.saved_search", search_id=search.id, since=since.isoformat())
    return redirect(page, 303)


@bp.post("/search/saved/<int:search_id>")
def change_search(search_id: int) -> ResponseReturnValue:
    require_sign_in()
    search = own_search(search_id)
    form = SavedSearchForm(request.form)
    if not form.validate():
        return search_page(search, form), 422
    actions.change(search, **form.settings)
    return commit_and_show(search, _("The search is changed."))


@bp.post("/search/saved/<int:search_id>/deletion")
def delete_search(search_id: int) -> ResponseReturnValue:
    require_sign_in()
    actions.delete(own_search(search_id), by=current_person())
    return commit_and_show(url_for("following.saved_searches"), _("The search is deleted."))


@bp.post("/search/saved/<int:search_id>/feed")
def open_feed(search_id: int) -> ResponseReturnValue:
    """Make the secret address of the feed and show it. Only its hash is stored, so that it cannot
    be shown again.
    """
    require_sign_in()
    search = own_search(search_id)
    token = actions.open_feed(search, by=current_person())
    db.session.commit()
    address = site() + url_for("following.feed", token=token)
    return uncached(search_page(search, feed_address=address))


@bp.post("/search/saved/<int:search_id>/feed/removal")
def close_feed(search_id: int) -> ResponseReturnValue:
    require_sign_in()
    search = own_search(search_id)
    actions.close_feed(search, by=current_person())
    return commit_and_show(search, _("The address of the feed no longer works."))


def own_search(search_id: int) -> SavedSearch:
    return found_or_404(queries.saved_search(search_id, current_person()))


def new_page(address: Address, form: SavedSearchForm) -> str:
    words = choices_in_words(address.choices)
    return render_template("following/new_search.html", address=address, words=words, form=form)


def search_page(
    search: SavedSearch, form: SavedSearchForm | None = None, feed_address: str = ""
) -> str:
    since = since_in_address() or search.looked_at
    return render_template(
        "following/search.html",
        search=search,
        words=choices_in_words(search.address.choices),
        since=since,
        results=queries.results_since(
            current_engine(),
            search,
            current_person(),
            changes_since(since),
            since,
            page=requested_page(),
        ),
        form=form or SavedSearchForm(obj=search),
        feed_address=feed_address,
        page_address=lambda page: url_for(
            "following.saved_search", search_id=search.id, since=since.isoformat(), page=page
        ),
    )


def since_in_address() -> datetime | None:
    """Return the moment in the address since which results count as new, or None."""
    moment = request.args.get("since", type=received.instant)
    return min(moment, clock.now()) if moment else None
