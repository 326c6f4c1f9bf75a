-- The dependency screen in plain SQL: oracle of the compiled kernel, and a start for other
-- questions. Reads `flows` (k product, j importer, i exporter, v value), one row a flow, and
-- three parameters; gives one row for every importer and product with imports.
WITH trade AS (
    SELECT k, j, i, CAST(v AS DOUBLE) AS v FROM flows WHERE v > 0 AND i <> j
),
bought AS (
    SELECT
        k, j,
        sum(v) AS imports,
        sum(v * v) / (sum(v) * sum(v)) AS hhi,
        max(v) / sum(v) AS top_share,
        arg_max(i, v) AS top_supplier,
        count(*) AS suppliers
    FROM trade
    GROUP BY k, j
),
sold AS (
    SELECT k, i, sum(v) AS exports FROM trade GROUP BY k, i
),
world AS (
    SELECT
        k,
        sum(exports) AS world_exports,
        sum(exports * exports) / (sum(exports) * sum(exports)) AS world_hhi
    FROM sold
    GROUP BY k
)
SELECT
    b.k, b.j, b.imports, b.hhi, b.top_share, b.top_supplier, b.suppliers,
    coalesce(s.exports, 0.0) AS exports,
    w.world_exports, w.world_hhi,
    CASE WHEN s.exports IS NULL THEN 'inf'::DOUBLE ELSE b.imports / s.exports END AS ratio,
    b.hhi > $import_hhi
        AND w.world_hhi > $world_hhi
        AND (s.exports IS NULL OR b.imports / s.exports > $ratio) AS flagged
FROM bought AS b
JOIN world AS w USING (k)
LEFT JOIN sold AS s ON s.k = b.k AND s.i = b.j
