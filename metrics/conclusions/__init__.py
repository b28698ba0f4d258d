"""What is wrong, in sentences: the worst first, each with whose it is and where one acts.

`evidence.py` reads the store once; each rule (`shares`, `goals`, `leaps`, `reports`) looks at the evidence and says what it
finds; `choosing.py` puts the worst first. Thresholds are the owner's (`config.toml`, `[conclusions]`).
"""

from metrics.conclusions.choosing import RULES, conclusions
from metrics.conclusions.conclusion import GRADES, NOTHING, Conclusion, Grade, none_found

__all__ = ["GRADES", "NOTHING", "RULES", "Conclusion", "Grade", "conclusions", "none_found"]
