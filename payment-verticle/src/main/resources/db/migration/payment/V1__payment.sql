create table payment (
  id              uuid        primary key,

  -- What was asked for
  kind            text        not null check (kind in ('PAYMENT', 'TOP_UP', 'WITHDRAWAL')),
  caller          text        not null,
  idempotency_key text,
  payer           text        not null,
  payee_named     text        not null,
  amount_minor    bigint      not null check (amount_minor > 0),
  amount_currency text        not null,
  fix             text        not null check (fix in ('SOURCE', 'TARGET')),
  from_currency   text,
  target_currency text        not null,
  quote_id        uuid,
  hold_seconds    bigint      check (hold_seconds > 0),
  refund_policy   text        not null check (refund_policy in ('ORIGINAL_RATE', 'CURRENT_RATE')),
  reference       text        not null,
  metadata        jsonb       not null,
  correlation_id  text        not null,
  created_at      timestamptz not null,

  -- What was decided. Set together, before the ledger hears of the payment, and never changed.
  payee           text,
  source_minor    bigint      check (source_minor > 0),
  source_currency text,
  target_minor    bigint      check (target_minor > 0),
  rate            numeric     check (rate > 0),
  planned_at      timestamptz,

  -- How its hold is being ended, or was; set before the ledger hears of that
  ending_id       uuid,
  ending_command  text        check (ending_command in ('COMPLETE', 'CANCEL', 'EXPIRE')),
  ending_minor    bigint,

  -- What came of it
  status          text        not null check (status in
    ('CREATED', 'RESERVED', 'COMPLETED', 'FAILED', 'CANCELLED', 'EXPIRED', 'PARTIALLY_REFUNDED', 'REFUNDED')),
  captured_minor  bigint      not null check (captured_minor >= 0),
  refunded_minor  bigint      not null check (refunded_minor >= 0),
  failure_code    text,
  reserved_at     timestamptz,
  ended_at        timestamptz,
  updated_at      timestamptz not null,

  -- The refund that is under way
  refund_id       uuid,
  -- When the hold lapses, and whether that was announced
  hold_ends_at    timestamptz,
  lapse_announced boolean     not null default false,
  -- Somebody has to go on with it: until then whoever holds the lease, afterwards recovery may.
  unfinished      boolean     not null,
  leased_until    timestamptz not null,
  version         bigint      not null check (version > 0),

  check ((planned_at is null) = (source_minor is null)
    and (planned_at is null) = (source_currency is null)
    and (planned_at is null) = (target_minor is null)
    and (planned_at is null) = (rate is null)),
  check (planned_at is null or payee is not null),
  check ((ending_id is null) = (ending_command is null) and (ending_id is null) = (ending_minor is null)),
  check (ending_id is null or reserved_at is not null),
  check ((status = 'FAILED') = (failure_code is not null)),
  check (status not in ('RESERVED', 'COMPLETED', 'PARTIALLY_REFUNDED', 'REFUNDED', 'EXPIRED') or planned_at is not null),
  check (captured_minor = 0 or captured_minor <= target_minor),
  check (refunded_minor <= captured_minor)
) with (fillfactor = 50); -- a payment is changed two or three times in its first moments: room for that in the same page

create index payment_sent on payment (payer, id desc);
create index payment_received on payment (payee, id desc);
create index payment_unfinished on payment (id) where unfinished;
create index payment_held on payment (hold_ends_at) where status = 'RESERVED';

create table refund (
  id              uuid        primary key,
  payment_id      uuid        not null references payment (id),
  caller          text        not null,
  idempotency_key text,
  amount_minor    bigint      not null check (amount_minor > 0),
  amount_currency text        not null,
  reason          text        not null,
  status          text        not null check (status in ('PENDING', 'COMPLETED', 'FAILED')),
  returned_minor  bigint      check (returned_minor > 0),
  returned_currency text,
  result_minor    bigint,
  failure_code    text,
  correlation_id  text        not null,
  created_at      timestamptz not null,
  updated_at      timestamptz not null,

  check ((returned_minor is null) = (returned_currency is null) and (returned_minor is null) = (result_minor is null)),
  check ((status = 'FAILED') = (failure_code is not null)),
  check (status <> 'COMPLETED' or returned_minor is not null)
);

create index refund_of_payment on refund (payment_id, id);

-- Who asked for what under which key. Forgotten when its time is over.
create table idempotency_key (
  caller      text        not null,
  key         text        not null,
  fingerprint text        not null,
  operation   text        not null check (operation in ('PAY', 'CAPTURE', 'CANCEL', 'REFUND')),
  payment_id  uuid        not null,
  refund_id   uuid,
  kept_until  timestamptz not null,

  primary key (caller, key)
);

create index idempotency_key_age on idempotency_key (kept_until);

-- That a payment has changed, for whoever follows their own; by the database's clock, which is the same for all processes.
create table payment_change (
  person     text        not null,
  changed_at timestamptz not null default now(),
  payment_id uuid        not null,
  version    bigint      not null,

  primary key (person, changed_at, payment_id, version)
);

create index payment_change_age on payment_change (changed_at);

-- Payments and refunds are never deleted.
grant select, insert, update on payment, refund to "${runtime_role}";
grant select, insert, delete on idempotency_key, payment_change to "${runtime_role}";
