"""How figures become the rollup, as plain SQL that any engine runs: the same rules as `data.figures`, once more.

It reads three tables: `figures` (every version ever reported), `live` (the batches that count at the revision, with their
source) and `applications` (key, system). Whole numbers are never divided and nothing is of the type FLOAT, which has 32 bits
in Spark and 64 elsewhere.
"""

import hashlib
from collections.abc import Callable

from data.figures import QUALIFIERS
from data.measures import MEASURES

COLUMNS = ("system", "measure", "unit", "month", "value", "qualifier", "grade", "subjects")
SQL = """
WITH versions AS (
  SELECT f.measure, f.unit, f.month, f.subject, f.value, f.qualifier, f.grade, b.source,
         ROW_NUMBER() OVER (PARTITION BY f.measure, f.unit, f.month, f.subject ORDER BY f.batch DESC) AS place
  FROM figures f JOIN live b ON b.number = f.batch
), standing AS (
  SELECT measure, unit, month, subject, value, qualifier, grade, {rank} AS promise,
         CASE WHEN subject = '' THEN 1 ELSE 0 END AS own
  FROM versions
  WHERE place = 1 AND (value IS NOT NULL OR grade <> '') AND (subject = '' OR source <> 'published')
), whole AS (
  SELECT measure, unit, month, MAX(own) AS has_own,
         MAX(CASE WHEN own = 1 THEN value END) AS own_value, SUM(value) AS summed,
         MAX(CASE WHEN own = 1 THEN qualifier END) AS own_qualifier, MAX(promise) AS most, MIN(promise) AS least,
         MAX(CASE WHEN own = 1 THEN grade END) AS grade,
         {whole_subjects} AS subjects
  FROM standing
  WHERE own = 1 OR {adds_up}
  GROUP BY measure, unit, month
), by_system AS (
  SELECT a.system, s.measure, s.unit, s.month, SUM(s.value) AS value, MAX(s.promise) AS most, MIN(s.promise) AS least,
         {system_subjects} AS subjects
  FROM standing s JOIN applications a ON a.key = s.subject
  WHERE s.value IS NOT NULL AND s.own = 0
  GROUP BY a.system, s.measure, s.unit, s.month
)
SELECT '' AS system, measure, unit, month,
       CASE WHEN has_own = 1 THEN own_value ELSE summed END AS value,
       CASE WHEN has_own = 1 THEN own_qualifier ELSE {weakest} END AS qualifier,
       COALESCE(grade, '') AS grade,
       CASE WHEN has_own = 1 THEN '' ELSE COALESCE(subjects, '') END AS subjects
FROM whole
UNION ALL
SELECT system, measure, unit, month, value, {weakest} AS qualifier, '' AS grade, subjects
FROM by_system
"""


def sql(joined: Callable[[str], str]) -> str:
    """The statement for an engine; `joined` is how it puts texts together with BETWEEN between them, empty ones left out,
    which each engine calls otherwise."""
    indices = ", ".join(_quoted(key) for key, measure in MEASURES.items() if measure.kind == "index")
    ranks = " ".join(f"WHEN {_quoted(name)} THEN {rank}" for name, rank in QUALIFIERS.items())
    names = " ".join(f"WHEN {rank} THEN {_quoted(name)}" for name, rank in QUALIFIERS.items() if rank >= 0)
    return SQL.format(
        rank=f"CASE qualifier {ranks} END",
        weakest=f"CASE WHEN least = -1 AND most > 0 THEN 'about' WHEN least = -1 THEN 'under' ELSE CASE most {names} END END",
        adds_up=f"measure NOT IN ({indices})" if indices else "1 = 1",
        whole_subjects=joined("CASE WHEN value IS NOT NULL THEN subject END"),
        system_subjects=joined("s.subject"),
    )


def fingerprint() -> str:
    """What changes with the rules: another one makes everything anew."""
    return hashlib.sha256(sql("JOINED({})".format).encode()).hexdigest()


def _quoted(word: str) -> str:
    return "'" + word.replace("'", "''") + "'"
