-- Reference rates as their provider published them: how much of a currency one euro buys.
create table reference_rate (
  provider  text        not null,
  as_of     date        not null,
  currency  text        not null check (length(currency) = 3),
  rate      numeric     not null check (rate > 0),
  loaded_at timestamptz not null default now(),

  primary key (provider, as_of, currency)
);

-- The days of publication, so that a time series finds its points without reading every rate.
create table reference_publication (
  provider text not null,
  as_of    date not null,

  primary key (provider, as_of)
);

-- The files that have been read to their end, so that a restart does not read them again.
create table reference_file (
  file       text        not null,
  size_bytes bigint      not null,
  loaded_at  timestamptz not null default now(),

  primary key (file, size_bytes)
);

-- Published rates are never changed or deleted.
grant select, insert on reference_rate, reference_publication, reference_file to "${runtime_role}";

-- Quotes: prices promised to their owner. A quote is used once: by the request that sets used_by.
create table quote (
  id              uuid        primary key,
  owner           text        not null,
  source_minor    bigint      not null check (source_minor > 0),
  source_currency text        not null,
  target_minor    bigint      not null check (target_minor > 0),
  target_currency text        not null,
  rate            numeric     not null check (rate > 0),
  mid             numeric     not null check (mid >= rate),
  created_at      timestamptz not null,
  expires_at      timestamptz not null,
  used_by         uuid,
  used_at         timestamptz,

  check ((used_by is null) = (used_at is null)),
  check (source_currency <> target_currency)
);

-- A quote is never changed, except that it is used.
grant select, insert on quote to "${runtime_role}";
grant update (used_by, used_at) on quote to "${runtime_role}";

-- The lease of the tick engine, in one row: the process that runs it, its address, and the state of its market.
create table engine_lease (
  id            int         primary key check (id = 1),
  -- Life of the sequence numbers: they begin again with this row.
  epoch         uuid        not null default gen_random_uuid(),
  holder        uuid,
  address       text        not null,
  expires_at    timestamptz not null,
  step          bigint      not null check (step >= 0),
  -- No step beyond this one has been published.
  reserved_step bigint      not null check (reserved_step >= step),
  currencies    text[]      not null,
  deviations    float8[]    not null,
  seqs          bigint[]    not null
);

insert into engine_lease (id, address, expires_at, step, reserved_step, currencies, deviations, seqs)
values (1, '', '1970-01-01T00:00:00Z', 0, 0, array[]::text[], array[]::float8[], array[]::bigint[]);

grant select, update on engine_lease to "${runtime_role}";

-- Closed candles. An interval without ticks has no row.
create table candle (
  pair        text        not null,
  granularity text        not null check (granularity in ('1s', '1m', '5m', '15m', '1h', '1d')),
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
  ticks       bigint      not null check (ticks > 0),
  -- There may have been more ticks than were counted.
  partial     boolean     not null,

  primary key (pair, granularity, started_at)
);

-- Serves the deletion of expired candles, and the reading of the shorter candles that a longer one is restored from.
create index candle_by_age on candle (granularity, started_at);

-- The moment up to which all candles are stored; null while none has ever been stored.
create table candle_progress (
  id           int         primary key check (id = 1),
  stored_until timestamptz
);

insert into candle_progress (id) values (1);

-- Periods in which no process built candles.
create table candle_outage (
  from_at timestamptz primary key,
  to_at   timestamptz not null check (to_at > from_at)
);

-- A closed candle is never changed.
grant select, insert, delete on candle, candle_outage to "${runtime_role}";
grant select, update on candle_progress to "${runtime_role}";

-- Alerts: prices that their owners wait for. An alert triggers once: in the transaction that sets triggered_at.
create table alert (
  id              uuid        primary key,
  owner           text        not null,
  pair            text        not null,
  side            text        not null check (side in ('bid', 'ask', 'mid')),
  direction       text        not null check (direction in ('above', 'below', 'crosses')),
  price           numeric     not null check (price > 0),
  -- Whether the alert triggers when the price rises to its price, not when it falls to it.
  rising          boolean     not null,
  created_at      timestamptz not null default now(),
  expires_at      timestamptz,
  triggered_at    timestamptz,
  triggered_price numeric,
  triggered_seq   bigint,

  check ((triggered_at is null) = (triggered_price is null)),
  check ((triggered_at is null) = (triggered_seq is null))
);

create index alert_by_owner on alert (owner, id);
create index alert_by_creation on alert (created_at);
create index alert_by_trigger on alert (triggered_at);

-- One row per owner, locked while the owner's alerts are counted, so that two requests cannot exceed the limit together.
create table alert_owner (
  owner text primary key
);

grant select, insert, delete on alert to "${runtime_role}";
grant update (triggered_at, triggered_price, triggered_seq) on alert to "${runtime_role}";
grant select, insert, update on alert_owner to "${runtime_role}";
