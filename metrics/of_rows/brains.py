"""What brains are good for: whether their warnings were true and dealt with, and how far their forecasts were off."""

import pandas as pd


def warnings(rows: pd.DataFrame) -> pd.DataFrame:
    """Each capability that raised warnings, those that cried wolf first: the rows with `true_share` (of those raised, how
    many were true) and `handled_share` (of those raised, how many were dealt with; NaN where nobody says)."""
    raised = rows[(rows["kind"] == "warn") & (rows["raised"] > 0)]
    shares = raised.assign(
        true_share=raised["true_ones"] / raised["raised"], handled_share=raised["handled"] / raised["raised"]
    )
    return shares.sort_values(["true_share", "key"], ignore_index=True, na_position="first")


def forecasts(rows: pd.DataFrame) -> pd.DataFrame:
    """Each capability that forecasts, with `error` as a share: the largest first, those that nobody has measured before."""
    found = rows[rows["kind"] == "forecast"]
    return found.sort_values(["error", "key"], ascending=[False, True], ignore_index=True, na_position="first")
