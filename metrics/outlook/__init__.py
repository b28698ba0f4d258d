"""Looking ahead: where a number will stand in three months and at the year's end, how sure that is, and what it means for
its target.

`series` says what can be forecast and on which scale, `methods` forecasts, `backtest` says how far that was wrong before and
chooses by it, `making` keeps what changed, `goals` sets it against the target, `telling` puts it in words. The formulas and
where they come from: docs/numbers.md, “Outlook”.
"""
