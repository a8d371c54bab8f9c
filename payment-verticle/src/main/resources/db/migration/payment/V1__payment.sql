create table payment (
  id              uuid        primary key,
  kind            text        not null check (kind in ('PAYMENT', 'TOP_UP')),

  -- What was asked for
  caller          text        not null,
  idempotency_key text,
  fingerprint     text        not null,
  payer           text        not null,
  payee_named     text        not null,
  amount_minor    bigint      not null check (amount_minor > 0),
  amount_currency text        not null,
  from_currency   text,
  reference       text        not null,

  -- What was decided. Set together, before the ledger hears of the payment, and never changed.
  payee           text,
  source_minor    bigint      check (source_minor > 0),
  source_currency text,
  rate            numeric     check (rate > 0),

  -- What came of it
  status          text        not null check (status in
    ('CREATED', 'RESERVED', 'COMPLETED', 'FAILED', 'CANCELLED', 'EXPIRED', 'PARTIALLY_REFUNDED', 'REFUNDED')),
  failure_code    text,

  correlation_id  text        not null,
  created_at      timestamptz not null,
  updated_at      timestamptz not null,
  -- Until then somebody is working on it; afterwards recovery may.
  leased_until    timestamptz not null,
  version         bigint      not null check (version > 0),

  check ((source_minor is null) = (source_currency is null) and (source_minor is null) = (rate is null)),
  check (source_minor is null or payee is not null),
  check ((status = 'FAILED') = (failure_code is not null)),
  check (status not in ('RESERVED', 'COMPLETED', 'PARTIALLY_REFUNDED', 'REFUNDED') or source_minor is not null)
);

create unique index payment_idempotency on payment (caller, idempotency_key) where idempotency_key is not null;
create index payment_sent on payment (payer, id desc);
create index payment_received on payment (payee, id desc);
create index payment_unfinished on payment (leased_until) where status = 'CREATED';

-- Payments are never deleted.
grant select, insert, update on payment to "${runtime_role}";
