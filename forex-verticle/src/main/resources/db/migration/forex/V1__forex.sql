-- Reference rates as their provider published them: how much of a currency one euro buys.
create table if not exists reference_rate (
  provider  text        not null,
  as_of     date        not null,
  currency  text        not null constraint reference_rate_currency_valid check (length(currency) = 3),
  rate      numeric     not null constraint reference_rate_rate_positive check (rate > 0),
  loaded_at timestamptz not null default now(),

  primary key (provider, as_of, currency)
);

-- The days of publication, so that a time series finds its points without reading every rate.
create table if not exists reference_publication (
  provider text not null,
  as_of    date not null,

  primary key (provider, as_of)
);

-- The files that have been read to their end, so that a restart does not read them again.
create table if not exists reference_file (
  file       text        not null,
  size_bytes bigint      not null,
  loaded_at  timestamptz not null default now(),

  primary key (file, size_bytes)
);

-- Published rates are never changed or deleted.
grant select, insert on reference_rate, reference_publication, reference_file to "${runtime_role}";

-- Quotes: prices promised to their owner. A quote is used once: by the request that sets used_by.
create table if not exists quote (
  id              uuid        primary key,
  owner           text        not null,
  source_minor    bigint      not null constraint quote_source_minor_positive check (source_minor > 0),
  source_currency text        not null,
  target_minor    bigint      not null constraint quote_target_minor_positive check (target_minor > 0),
  target_currency text        not null,
  rate            numeric     not null constraint quote_rate_positive check (rate > 0),
  mid             numeric     not null constraint quote_mid_valid check (mid >= rate),
  created_at      timestamptz not null,
  expires_at      timestamptz not null,
  used_by         uuid,
  used_at         timestamptz,

  constraint quote_used_whole check ((used_by is null) = (used_at is null)),
  constraint quote_of_two_currencies check (source_currency <> target_currency)
);

-- Each database has its own grant for the one change of a quote: that it is used.
grant select, insert on quote to "${runtime_role}";

-- The lease of the tick engine, in one row: the process that runs it, its address, and the state of its market.
create table if not exists engine_lease (
  id            int         primary key constraint engine_lease_single check (id = 1),
  -- Life of the sequence numbers: they begin again with this row.
  epoch         uuid        not null default gen_random_uuid(),
  holder        uuid,
  address       text        not null,
  expires_at    timestamptz not null,
  step          bigint      not null constraint engine_lease_step_valid check (step >= 0),
  -- No step beyond this one has been published.
  reserved_step bigint      not null constraint engine_lease_reserved_step_valid check (reserved_step >= step),
  currencies    text[]      not null,
  deviations    float8[]    not null,
  seqs          bigint[]    not null
);

insert into engine_lease (id, address, expires_at, step, reserved_step, currencies, deviations, seqs)
values (1, '', '1970-01-01T00:00:00Z', 0, 0, array[]::text[], array[]::float8[], array[]::bigint[])
on conflict do nothing;

grant select, update on engine_lease to "${runtime_role}";

-- Closed candles. An interval without ticks has no row.
create table if not exists candle (
  pair        text        not null,
  granularity text        not null constraint candle_granularity_known check (granularity in ('1s', '1m', '5m', '15m', '1h', '1d')),
  started_at  timestamptz not null,
  bid_open    numeric     not null,
  bid_high    numeric     not null,
  bid_low     numeric     not null,
  bid_close   numeric     not null,
  ask_open    numeric     not null,
  ask_high    numeric     not null,
  ask_low     numeric     not null,
  ask_close   numeric     not null,
  mid_open    numeric     not null,
  mid_high    numeric     not null,
  mid_low     numeric     not null,
  mid_close   numeric     not null,
  ticks       bigint      not null constraint candle_ticks_positive check (ticks > 0),
  -- There may have been more ticks than were counted.
  partial     boolean     not null,

  primary key (pair, granularity, started_at)
);

-- Serves the deletion of expired candles, and the reading of the shorter candles that a longer one is restored from.
create index if not exists candle_by_age on candle (granularity, started_at);

-- The moment up to which all candles are stored; null while none has ever been stored.
create table if not exists candle_progress (
  id           int         primary key constraint candle_progress_single check (id = 1),
  stored_until timestamptz
);

insert into candle_progress (id) values (1) on conflict do nothing;

-- Periods in which no process built candles.
create table if not exists candle_outage (
  from_at timestamptz primary key,
  to_at   timestamptz not null constraint candle_outage_to_at_valid check (to_at > from_at)
);

-- A closed candle is never changed.
grant select, insert, delete on candle, candle_outage to "${runtime_role}";
grant select, update on candle_progress to "${runtime_role}";

-- Alerts: prices that their owners wait for. An alert triggers once: in the transaction that sets triggered_at.
create table if not exists alert (
  id              uuid        primary key,
  owner           text        not null,
  pair            text        not null,
  side            text        not null constraint alert_side_known check (side in ('bid', 'ask', 'mid')),
  direction       text        not null constraint alert_direction_known check (direction in ('above', 'below', 'crosses')),
  price           numeric     not null constraint alert_price_positive check (price > 0),
  -- Whether the alert triggers when the price rises to its price, not when it falls to it.
  rising          boolean     not null,
  created_at      timestamptz not null default now(),
  expires_at      timestamptz,
  triggered_at    timestamptz,
  triggered_price numeric,
  triggered_seq   bigint,

  constraint alert_trigger_priced check ((triggered_at is null) = (triggered_price is null)),
  constraint alert_trigger_counted check ((triggered_at is null) = (triggered_seq is null))
);

create index if not exists alert_by_owner on alert (owner, id);
create index if not exists alert_by_creation on alert (created_at);
create index if not exists alert_by_trigger on alert (triggered_at);

-- One row per owner, locked while the owner's alerts are counted, so that two requests cannot exceed the limit together.
create table if not exists alert_owner (
  owner text primary key
);

grant select, insert, delete on alert to "${runtime_role}";
grant select, insert, update on alert_owner to "${runtime_role}";
