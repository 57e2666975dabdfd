-- Prefect's own database beside ours, with the extension that its migrations need.
CREATE DATABASE prefect;
\connect prefect
CREATE EXTENSION IF NOT EXISTS pg_trgm;
