"""Does a text agree with the store? Every figure of it is found, matched to metric, unit and month, and judged.

`scanning` finds the figures, `passed` what has digits and is none; `figure` which values are printed so; `context` the words
around one, with unit, application and month; `naming` the metrics those words name; `known` what the store holds of them for a
reader; `verdicts` what is said; `checking` all of it; `documents` the same of a document that was given, and its copy with the
verdicts as comments. Nothing is called agreeing that was not matched.
"""

from metrics.proofreading.checking import Finding, proofread, worst_first
from metrics.proofreading.scanning import figures
from metrics.proofreading.verdicts import VERDICTS

__all__ = ["VERDICTS", "Finding", "figures", "proofread", "worst_first"]
