"""Signs that figures may have been made up (刷数据): questions to ask, never an accusation.

`signs` says what is odd about a run of months and how often honest ones look so, `looking` goes through what units reported.
Shown to who approves figures, on a page of its own; no number, list or wall is changed by it.
"""
