-- Prices that were promised. A quote is used up by one taker, once: whoever sets used_by has it.
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

-- What was promised is never changed, only used up.
grant select, insert on quote to "${runtime_role}";
grant update (used_by, used_at) on quote to "${runtime_role}";
