-- The overview's figures as somebody would write them by hand over the same rollup: for the unit shown and its children,
-- the month's value with the number of units behind it, 环比 and 同比; and thirteen months of the unit itself.
-- Own report first: a report counts where no unit between it and the unit shown has reported whole.
WITH RECURSIVE
closure(unit, below) AS MATERIALIZED (
    SELECT code, code FROM unit_term WHERE code = :unit OR parent = :unit
    UNION ALL
    SELECT closure.unit, unit_term.code FROM closure JOIN unit_term ON unit_term.parent = closure.below
),
own AS MATERIALIZED (
    SELECT measure AS metric, unit, month, value AS over, NULL AS under FROM rollup
    WHERE system = '' AND measure IN ('data_records', 'visits') AND month BETWEEN :first AND :last
    UNION ALL
    SELECT over.measure, over.unit, over.month, over.value, under.value
    FROM rollup AS over
    JOIN rollup AS under ON under.unit = over.unit AND under.month = over.month AND under.system = ''
        AND under.measure = CASE over.measure
            WHEN 'satisfied' THEN 'rated' WHEN 'requests_met' THEN 'requests' WHEN 'active_users' THEN 'app_users' END
    WHERE over.system = '' AND over.measure IN ('satisfied', 'requests_met', 'active_users')
        AND over.month BETWEEN :first AND :last
),
sums AS MATERIALIZED (
    SELECT own.metric, closure.unit, own.month, SUM(own.over) AS over, SUM(own.under) AS under, COUNT(*) AS reported
    FROM own
    JOIN closure ON closure.below = own.unit
    JOIN unit_term AS place ON place.code = own.unit
    LEFT JOIN unit_term AS above ON above.code = place.parent
    LEFT JOIN own AS of_parent ON of_parent.metric = own.metric AND of_parent.month = own.month
        AND of_parent.unit = place.parent AND closure.unit <> own.unit
    LEFT JOIN own AS of_grandparent ON of_grandparent.metric = own.metric AND of_grandparent.month = own.month
        AND of_grandparent.unit = above.parent AND closure.unit = above.parent
    WHERE of_parent.unit IS NULL AND of_grandparent.unit IS NULL
    GROUP BY own.metric, closure.unit, own.month
)
SELECT now.metric, now.unit, now.month, COALESCE(now.over / now.under, now.over) AS value, now.reported,
    CASE WHEN now.under IS NULL THEN (now.over - before.over) / before.over
        ELSE now.over / now.under - before.over / before.under END AS mom,
    CASE WHEN now.under IS NULL THEN (now.over - earlier.over) / earlier.over
        ELSE now.over / now.under - earlier.over / earlier.under END AS yoy
FROM sums AS now
LEFT JOIN sums AS before ON before.metric = now.metric AND before.unit = now.unit
    AND before.month = DATE(now.month, '-1 month')
LEFT JOIN sums AS earlier ON earlier.metric = now.metric AND earlier.unit = now.unit
    AND earlier.month = DATE(now.month, '-1 year')
WHERE now.unit = :unit AND now.month > :shown OR now.month = :last
