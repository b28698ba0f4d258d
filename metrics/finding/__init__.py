"""Search and go (一键直达): whatever has a page found by its name, within what one may read.

`places` where each kind of thing is opened; `declared` what is found without asking the store; `search` all of it, ranked.
"""

from metrics.finding.places import ADDRESSES, PAGES, Page, Place
from metrics.finding.search import KINDS, Found, Seeker, find

__all__ = ["ADDRESSES", "KINDS", "PAGES", "Found", "Page", "Place", "Seeker", "find"]
