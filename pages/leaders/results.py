"""Results: what was made of the reform, what does it rest on, is it alive a year later, and do printed totals agree?"""

from ui.page import show
from ui.reform import results
from ui.scope import pick_scope

scope = pick_scope()

show(results.panels(scope), scope, key="results")
