-- What prices did, an interval a row. A gap, an interval without a tick, has no row.
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

-- Serves what is removed when it is old enough, and what a longer candle is restored from.
create index candle_by_age on candle (granularity, started_at);

-- Up to when candles have been built and kept; null: never yet.
create table candle_progress (
  id          int         primary key check (id = 1),
  built_until timestamptz
);

insert into candle_progress (id) values (1);

-- When nobody built candles, so that nobody knows what there was.
create table candle_outage (
  from_at timestamptz primary key,
  to_at   timestamptz not null check (to_at > from_at)
);

-- A candle that is over is never changed.
grant select, insert, delete on candle, candle_outage to "${runtime_role}";
grant select, update on candle_progress to "${runtime_role}";
