-- Lines of customs declarations added up to yearly flows of six-digit products. Reads `lines`:
--   date DATE, reporter, partner VARCHAR (the economies), flow VARCHAR ('import' or 'export'),
--   hs10 VARCHAR (ten digits, leading zeros kept), firm VARCHAR,
--   value (thousand USD), quantity (tonnes).
-- Both sides' declarations stay apart by `reported_by`. `v` is the sum of the values there are;
-- `q` is NULL unless every line has a quantity, because a part is not a total. A line whose date,
-- economies, flow or code cannot be read keeps its place under a NULL, where it can be counted.
SELECT
    CASE flow WHEN 'import' THEN 'importer' WHEN 'export' THEN 'exporter' END AS reported_by,
    year(date) AS year,
    CASE WHEN regexp_matches(hs10, '^[0-9]{10}$') THEN substr(hs10, 1, 6) END AS k,
    CASE flow WHEN 'import' THEN reporter WHEN 'export' THEN partner END AS j,
    CASE flow WHEN 'import' THEN partner WHEN 'export' THEN reporter END AS i,
    sum(CAST(value AS DOUBLE)) AS v,
    CASE WHEN count(quantity) = count(*) THEN sum(CAST(quantity AS DOUBLE)) END AS q,
    count(*) AS lines,
    count(*) - count(value) AS lines_without_value,
    count(*) - count(quantity) AS lines_without_quantity,
    count(DISTINCT firm) AS firms
FROM lines
GROUP BY 1, 2, 3, 4, 5
