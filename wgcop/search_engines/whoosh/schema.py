"""The format of an index that this version of the code writes."""

import hashlib

from wgcop.search.question import analysis
from wgcop.search_engines.fields import TERMS_FIELDS
from wgcop.search_engines.hits import SUMMARY_FIELDS
from wgcop.search_engines.whoosh.codec import PARTS
from wgcop.search_engines.whoosh.stored import VERSION as STORED

FORMAT = hashlib.sha256(
    repr(
        (analysis.VERSION, STORED, SUMMARY_FIELDS, list(PARTS), list(TERMS_FIELDS.items()))
    ).encode()
).hexdigest()
"""A fingerprint that changes whenever an existing index could not be read or would give other
answers.
"""
