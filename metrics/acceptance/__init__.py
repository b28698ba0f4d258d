"""The five ‘ones’ (五个“一”) as acceptance tests of the cockpit itself: what each promises is tried on the store as it stands.

A file a promise (`screen dispatch through services oversight`), a function a test; `tried` runs all of them, `recording`
writes what came of it as rows of the register `five_ones`.
"""

from metrics.acceptance.running import tried
from metrics.acceptance.trial import Trial

__all__ = ["Trial", "tried"]
