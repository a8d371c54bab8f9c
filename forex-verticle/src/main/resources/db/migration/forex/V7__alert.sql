-- "Tell me when": a price that somebody waits for. It is triggered once: whoever sets triggered_at has done it.
create table alert (
  id              uuid        primary key,
  owner           text        not null,
  pair            text        not null,
  side            text        not null check (side in ('bid', 'ask', 'mid')),
  direction       text        not null check (direction in ('above', 'below', 'crosses')),
  price           numeric     not null check (price > 0),
  -- Whether it waits for the price from below.
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

-- Locked while somebody's alerts are counted, so that two at once do not make one too many.
create table alert_owner (
  owner text primary key
);

grant select, insert, delete on alert to "${runtime_role}";
grant update (triggered_at, triggered_price, triggered_seq) on alert to "${runtime_role}";
grant select, insert, update on alert_owner to "${runtime_role}";
