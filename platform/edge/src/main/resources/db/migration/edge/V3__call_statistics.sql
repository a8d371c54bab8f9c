-- Calls for the analytics page, added up in three resolutions at once: minutes are kept for two days, hours for 90 days, days for
-- two years. A latency is counted under the upper bound of its bucket.
create table if not exists call_statistics (
  resolution     text        not null constraint call_statistics_resolution_known check (resolution in ('MINUTE', 'HOUR', 'DAY')),
  starts_at      timestamptz not null,
  api            text        not null,
  version        text        not null,
  operation      text        not null,
  -- '' when the caller's application is not known.
  application    text        not null,
  status_class   int         not null constraint call_statistics_status_class_valid check (status_class between 1 and 5),
  latency_ms_max int         not null,
  calls          bigint      not null constraint call_statistics_calls_positive check (calls > 0),
  latency_us_sum bigint      not null,
  primary key (resolution, starts_at, api, version, operation, application, status_class, latency_ms_max)
);

grant select, insert, update, delete on call_statistics to "${runtime_role}";
