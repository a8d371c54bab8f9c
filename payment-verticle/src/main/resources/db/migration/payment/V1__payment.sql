create table if not exists payment (
  id                 uuid             primary key,

  -- The request
  kind               text             not null,
  caller             text             not null,
  idempotency_key    text,
  payer              text             not null,
  requested_payee    text             not null,
  amount_minor       bigint           not null,
  amount_currency    text             not null,
  fixed_side         text             not null,
  from_currency      text,
  target_currency    text             not null,
  quote_id           uuid,
  hold_seconds       bigint,
  refund_policy      text             not null,
  reference          text             not null,
  metadata           jsonb            not null,
  correlation_id     text             not null,
  created_at         timestamptz      not null,

  -- The plan: set together, before the payment is posted to the ledger, and never changed
  payee              text,
  source_minor       bigint,
  source_currency    text,
  target_minor       bigint,
  rate               numeric,
  planned_at         timestamptz,

  -- The decided end of the hold: set before it is posted to the ledger
  resolution_id      uuid,
  resolution_command text              ,
  resolution_minor   bigint,

  -- The outcome
  status             text             not null,
  captured_minor     bigint           not null default 0,
  refunded_minor     bigint           not null default 0,
  failure_code       text,
  reserved_at        timestamptz,
  ended_at           timestamptz,
  updated_at         timestamptz      not null,

  -- The refund in flight
  refund_id          uuid,
  -- Set only while the hold can still expire, so that the index payment_held is small
  hold_expires_at    timestamptz,
  expiry_announced   boolean          not null default false,
  -- An unfinished payment belongs to the worker that wrote it last until leased_until, afterwards to recovery.
  unfinished         boolean          not null,
  leased_until       timestamptz,
  version            bigint           not null,
  -- The last write: its batch, and the time at which its transaction began by the database's clock
  position           bigint           not null,
  changed_at         timestamptz      not null default now(),

  constraint payment_kind_known
    check (kind in ('PAYMENT', 'TOP_UP', 'WITHDRAWAL')),
  constraint payment_fixed_side_known
    check (fixed_side in ('SOURCE', 'TARGET')),
  constraint payment_refund_policy_known
    check (refund_policy in ('ORIGINAL_RATE', 'CURRENT_RATE')),
  constraint payment_status_known
    check (status in ('CREATED', 'FAILED', 'CANCELLED', 'RESERVED', 'COMPLETED', 'EXPIRED', 'PARTIALLY_REFUNDED', 'REFUNDED')),
  constraint payment_resolution_command_known
    check (resolution_command in ('COMPLETE', 'CANCEL', 'EXPIRE')),
  constraint payment_positive
    check (amount_minor > 0 and hold_seconds > 0 and source_minor > 0 and target_minor > 0 and rate > 0 and version > 0),
  constraint payment_plan_whole
    check (num_nulls(planned_at, source_minor, source_currency, target_minor, rate) in (0, 5)
      and (planned_at is null or payee is not null)),
  constraint payment_planned
    check (status in ('CREATED', 'FAILED', 'CANCELLED') or planned_at is not null),
  constraint payment_resolution_whole
    check (num_nulls(resolution_id, resolution_command, resolution_minor) in (0, 3)
      and (resolution_id is null or reserved_at is not null)),
  constraint payment_failure_code
    check ((status = 'FAILED') = (failure_code is not null)),
  constraint payment_refunded_at_most_captured
    check (0 <= refunded_minor and refunded_minor <= captured_minor and captured_minor <= target_minor)
);

create index if not exists payment_sent on payment (payer, id desc);
create index if not exists payment_received on payment (payee, id desc);
create index if not exists payment_held on payment (hold_expires_at) where hold_expires_at is not null;

create table if not exists refund (
  id                uuid          primary key,
  payment_id        uuid          not null references payment (id),
  caller            text          not null,
  idempotency_key   text,
  amount_minor      bigint        not null,
  amount_currency   text          not null,
  reason            text          not null,
  status            text          not null,

  -- The plan: set together
  returned_minor    bigint,
  returned_currency text,
  fx_result_minor   bigint,

  failure_code      text,
  correlation_id    text          not null,
  created_at        timestamptz   not null,
  updated_at        timestamptz   not null,

  constraint refund_status_known
    check (status in ('PENDING', 'COMPLETED', 'FAILED')),
  constraint refund_positive
    check (amount_minor > 0 and returned_minor > 0),
  constraint refund_plan_whole
    check (num_nulls(returned_minor, returned_currency, fx_result_minor) in (0, 3)),
  constraint refund_planned
    check (status <> 'COMPLETED' or returned_minor is not null),
  constraint refund_failure_code
    check ((status = 'FAILED') = (failure_code is not null))
);

create index if not exists refund_of_payment on refund (payment_id, id);

-- Idempotency keys; deleted once they have expired
create table if not exists idempotency_key (
  caller      text                 not null,
  key         text                 not null,
  fingerprint text                 not null,
  operation   text                 not null,
  payment_id  uuid                 not null,
  refund_id   uuid,
  -- The decided end of the hold that the request asked for
  resolution_id uuid,
  expires_at  timestamptz          not null,

  constraint idempotency_key_operation_known
    check (operation in ('PAY', 'CAPTURE', 'CANCEL', 'REFUND')),
  primary key (caller, key)
);

create index if not exists idempotency_key_expiry on idempotency_key (expires_at);

-- Ids of payments that were unfinished when they were written: one row for each batch of writes. Recovery reads and deletes a row
-- once it has expired; by then nearly all of its payments are finished, which their own rows say.
create table if not exists payment_lease (
  id          bigint      generated by default as identity primary key,
  payment_ids uuid[]      not null,
  expires_at  timestamptz not null
);

-- Written batches of payments: they give changes an order in which a reader misses none. A position that is missing between two
-- others belongs to a batch that is not committed yet, or never will be; a reader's cursor stays before it until that is known.
-- Positions up to the lowest row are known, so that row is never deleted.
create table if not exists payment_batch (
  position bigint      generated by default as identity primary key,
  begun_at timestamptz not null default now()
);
insert into payment_batch (position) values (0) on conflict do nothing;

-- The one row names the life of this database. A cursor of another life is not followed.
create table if not exists payment_feed (
  id    int  primary key default 1,
  epoch uuid not null default gen_random_uuid(),

  constraint payment_feed_single check (id = 1)
);
insert into payment_feed default values on conflict do nothing;

-- Changes of payments that are too old to be found among a user's newest, for the users who subscribe to them
create table if not exists payment_change (
  user_id    text        not null,
  position   bigint      not null,
  payment_id uuid        not null,
  changed_at timestamptz not null default now(),

  primary key (user_id, position, payment_id)
);

create index if not exists payment_change_age on payment_change (changed_at);

-- Payments and refunds are never deleted.
grant select, insert, update on payment, refund to "${runtime_role}";
grant select, insert, delete on idempotency_key, payment_change, payment_batch to "${runtime_role}";
grant select on payment_feed to "${runtime_role}";
grant select, insert, update, delete on payment_lease to "${runtime_role}";
grant usage on sequence payment_batch_position_seq, payment_lease_id_seq to "${runtime_role}";
