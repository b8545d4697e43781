-- One statement a line, each of which has to be refused before it runs.
DROP TABLE metrics
DELETE FROM metrics
INSERT INTO metrics SELECT * FROM metrics
UPDATE metrics SET p99_ms = 0
CREATE TABLE t AS SELECT 1
CREATE TEMP VIEW metrics AS SELECT 1
ALTER TABLE metrics ADD COLUMN x INTEGER
TRUNCATE metrics
VACUUM
CHECKPOINT
SELECT 1; DROP TABLE metrics
SELECT 1; SELECT 2
;
SELECT
WITH d AS (DELETE FROM metrics RETURNING *) SELECT * FROM d
WITH d AS (INSERT INTO metrics SELECT * FROM metrics RETURNING 1) SELECT * FROM d
WITH d AS (UPDATE metrics SET p99_ms = 1 RETURNING 1) SELECT * FROM d
WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) SELECT max(n) FROM r
WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n * 2 FROM r WHERE n < 1e300) SELECT * FROM r
SELECT * FROM read_text('/etc/passwd')
SELECT * FROM read_csv('/etc/passwd')
SELECT * FROM read_blob('/etc/shadow')
SELECT * FROM read_parquet('x.parquet')
SELECT * FROM read_json('x.json')
SELECT * FROM read_json_auto('http://127.0.0.1/x')
SELECT * FROM glob('/*')
SELECT * FROM '/etc/passwd'
SELECT * FROM 'metrics.csv'
SELECT * FROM "/etc/passwd"
COPY metrics TO '/tmp/x.csv'
COPY (SELECT 1) TO '/tmp/x.csv'
EXPORT DATABASE '/tmp/x'
IMPORT DATABASE '/tmp/x'
ATTACH '/tmp/x.duckdb'
DETACH x
INSTALL httpfs
LOAD httpfs
SET memory_limit = '100GB'
RESET memory_limit
PRAGMA database_list
PRAGMA table_info('metrics')
CALL pragma_version()
SELECT * FROM query('SELECT 1')
SELECT * FROM query_table('metrics')
SELECT * FROM duckdb_settings()
SELECT * FROM duckdb_tables()
SELECT * FROM duckdb_secrets()
SELECT * FROM pragma_database_list()
SELECT * FROM information_schema.tables
SELECT * FROM sqlite_master
SELECT * FROM pg_catalog.pg_tables
SELECT getenv('PATH')
SELECT current_setting('temp_directory')
SELECT repeat('x', 2000000000)
SELECT lpad('x', 2000000000, 'y')
SELECT rpad('x', 2000000000, 'y')
SELECT range(1000000000)
SELECT * FROM range(1000000000)
SELECT unnest(generate_series(1, 1000000000))
SELECT list(p99_ms) FROM metrics
SELECT string_agg(pod, ',') FROM metrics
SELECT array_agg(pod) FROM metrics
SELECT s||s||s||s||s||s||s||s||s||s||s||s FROM (SELECT 'xxxxxxxx' AS s)
SELECT replace('xxxxxxxx', 'x', pod) FROM metrics
SELECT regexp_replace(pod, '(.)', '\1\1\1\1', 'g') FROM metrics
SELECT count(*) FROM metrics USING SAMPLE 10
SELECT random()
SELECT now()
SELECT uuid()
SELECT version()
SELECT nextval('s')
SELECT * FROM metrics AT (VERSION => 1)
EXPLAIN ANALYZE SELECT 1
DESCRIBE metrics
SHOW TABLES
SUMMARIZE metrics
PIVOT metrics ON region USING max(p99_ms)
SELECT * FROM main.metrics
SELECT * FROM memory.main.metrics
SELECT * FROM metrics2
SELECT lower(pod) FROM (FROM read_csv('/etc/passwd'))
SELECT (SELECT content FROM read_text('/etc/passwd'))
SELECT * FROM metrics WHERE pod IN (SELECT filename FROM read_text('/etc/*'))
SELECT printf('%1000000000d', 1)
SELECT format('{:1000000000d}', 1)
SELECT bar(1, 0, 1, 1000000000)
SELECT list_aggregate([1], 'sum')
SELECT [x FOR x IN [1, 2, 3]]
SELECT map([1], [2])
SELECT json_serialize_sql('SELECT 1')
SELECT write_log('x')
SELECT add_parquet_key('a', 'b')
SELECT read_text('/etc/passwd')
BEGIN TRANSACTION
PREPARE q AS SELECT 1
EXECUTE q
USE memory
LISTEN x
KILL 1
