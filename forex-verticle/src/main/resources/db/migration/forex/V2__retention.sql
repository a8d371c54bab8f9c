-- Quotes that were never used are deleted some time after they expired. Used ones stay: a payment may repeat its use.
create index if not exists quote_unused on quote (expires_at) where used_by is null;

grant delete on quote to "${runtime_role}";

-- Alerts are deleted some time after they triggered or expired.
create index if not exists alert_ended on alert (coalesce(triggered_at, expires_at));
