-- Reference rates as their provider published them: what one euro buys of a currency.
create table reference_rate (
  provider text not null,
  as_of date not null,
  currency text not null check (length(currency) = 3),
  rate numeric not null check (rate > 0),
  loaded_at timestamptz not null default now(),
  primary key (provider, as_of, currency)
);

-- The files that have been read to their end, so that a restart need not read them again.
create table reference_file (
  file text not null,
  size_bytes bigint not null,
  loaded_at timestamptz not null default now(),
  primary key (file, size_bytes)
);

-- What has been published is never changed or deleted.
grant select, insert on reference_rate, reference_file to "${runtime_role}";
