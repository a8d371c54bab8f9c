-- The books. Table account holds the newest figures, table transfer holds all of history.
-- Amounts are in minor units of the account's currency.

create table if not exists account (
  id                   uuid          primary key,
  owner                text          not null,
  code                 text          not null,
  currency             text          not null,
  kind                 text          not null,
  limit_policy         text          not null,
  overdraft_minor      bigint        not null,
  state                text          not null,
  metadata             jsonb         not null,
  -- Counts changes of limit, state and metadata. Transfers are counted by version.
  revision             bigint        not null,
  -- On the account's normal side: debit for ASSET and EXPENSE, credit for the others.
  balance_minor        bigint        not null,
  -- Sums of the open pending transfers on either side.
  pending_debit_minor  bigint        not null,
  pending_credit_minor bigint        not null,
  -- Counts the transfers of the account, pending ones and their ends included.
  version              bigint        not null,
  opened_at            timestamptz   not null,
  last_booked_at       timestamptz   not null,

  -- Its index also serves the list of one owner's accounts.
  constraint account_name unique (owner, code, currency),
  constraint account_kind_known check (kind in ('ASSET', 'EXPENSE', 'LIABILITY', 'EQUITY', 'INCOME')),
  constraint account_limit_policy_known check (limit_policy in ('NONE', 'NO_OVERDRAFT', 'OVERDRAFT')),
  constraint account_state_known check (state in ('OPEN', 'FROZEN_DEBIT', 'FROZEN_CREDIT', 'FROZEN', 'CLOSED')),
  constraint account_pending check (pending_debit_minor >= 0 and pending_credit_minor >= 0),
  -- A safety net: the journal refuses such a posting before it writes.
  constraint account_within_limit check (
    limit_policy = 'NONE'
    or balance_minor - (case when kind in ('ASSET', 'EXPENSE') then pending_credit_minor else pending_debit_minor end)
       >= -overdraft_minor),
  constraint account_closed_empty check (
    state <> 'CLOSED' or (balance_minor = 0 and pending_debit_minor = 0 and pending_credit_minor = 0))
);

create index if not exists account_metadata on account using gin (metadata);

-- Every posting id in use: a row has either transfers or a refusal.
create table if not exists posting (
  id             uuid        primary key,
  -- SHA-256 of the request. Tells a repeat from another posting under the same id.
  fingerprint    bytea       not null,
  reference      text        not null,
  metadata       jsonb,
  correlation_id text        not null,
  booked_at      timestamptz not null,
  -- Null unless it differs from booked_at.
  effective_at   timestamptz,
  -- In order; null for a refused posting. Saves an index on transfer (posting_id).
  transfer_ids   uuid[],
  refusal_id     uuid
);

-- Every refused attempt with its reason. The ids are ordered by time.
create table if not exists refusal (
  id             uuid        primary key,
  posting_id     uuid        not null,
  fingerprint    bytea       not null,
  reference      text        not null,
  correlation_id text        not null,
  code           text        not null,
  detail         text        not null,
  transfer_index int         not null,
  refused_at     timestamptz not null
);

-- One amount from a debit account to a credit account, with the balance and version of both accounts after it.
-- There are no foreign keys: the journal is the only writer, holds both accounts locked and inserts the posting in the
-- same transaction.
create table if not exists transfer (
  id                   uuid        primary key,
  posting_id           uuid        not null,
  type                 text        not null,
  debit_account_id     uuid        not null,
  credit_account_id    uuid        not null,
  amount_minor         bigint      not null,
  currency             text        not null,
  code                 text        not null,
  booked_at            timestamptz not null,
  -- As in its posting.
  effective_at         timestamptz,
  -- The pending transfer that this one ends.
  pending_id           uuid,
  -- The transfer that this one reverses.
  reverses_id          uuid,
  -- Of a pending transfer with a timeout.
  expires_at           timestamptz,
  debit_balance_minor  bigint      not null,
  debit_version        bigint      not null,
  credit_balance_minor bigint      not null,
  credit_version       bigint      not null,

  constraint transfer_type check (type in ('DIRECT', 'PENDING', 'POST', 'VOID', 'EXPIRE', 'REVERSAL')),
  constraint transfer_positive check (amount_minor > 0),
  constraint transfer_between_two check (debit_account_id <> credit_account_id),
  -- The entries of an account in order: booked_at and version always agree.
  constraint transfer_debit_entry unique (debit_account_id, booked_at, debit_version),
  constraint transfer_credit_entry unique (credit_account_id, booked_at, credit_version)
);

-- A pending transfer ends once, and a transfer is reversed once.
create unique index if not exists transfer_end on transfer (pending_id) where pending_id is not null;
create unique index if not exists transfer_reversal on transfer (reverses_id) where reverses_id is not null;
-- The few transfers whose effective time differs, for the balance by effective time.
create index if not exists transfer_debit_effective on transfer (debit_account_id, effective_at) where effective_at is not null;
create index if not exists transfer_credit_effective on transfer (credit_account_id, effective_at) where effective_at is not null;
create index if not exists transfer_expired on transfer (booked_at) where type = 'EXPIRE';

-- The open pending transfers. Derived from table transfer, so that expiry and lists need not search it.
create table if not exists hold (
  pending_id        uuid        primary key,
  debit_account_id  uuid        not null,
  credit_account_id uuid        not null,
  amount_minor      bigint      not null,
  currency          text        not null,
  code              text        not null,
  booked_at         timestamptz not null,
  expires_at        timestamptz
);

create index if not exists hold_expiry on hold (expires_at) where expires_at is not null;
create index if not exists hold_debit on hold (debit_account_id, booked_at);
create index if not exists hold_credit on hold (credit_account_id, booked_at);

-- The postings of one transaction, sealed: the hash covers their content and the previous hash of the chain.
create table if not exists journal_batch (
  chain         int         not null,
  sequence      bigint      not null,
  -- Drawn while the batch's accounts and chain are locked, so it grows along each account and each chain.
  number        bigint      generated by default as identity,
  posting_ids   uuid[]      not null,
  previous_hash bytea       not null,
  hash          bytea       not null,
  written_at    timestamptz not null default now(),

  primary key (chain, sequence)
);

-- The head of each hash chain. A writer locks one of them until its transaction ends.
create table if not exists journal_chain (
  chain    int    primary key,
  sequence bigint not null,
  hash     bytea  not null
);

insert into journal_chain (chain, sequence, hash)
select chain, 0, decode(repeat('00', 32), 'hex')
from generate_series(0, 15) as chain
on conflict do nothing;

-- The cursor of the relay to Kafka: the last published sequence of each chain.
create table if not exists journal_published (
  id        int      primary key,
  sequences bigint[] not null,

  constraint journal_published_single check (id = 1)
);

insert into journal_published (id, sequences)
select 1, array_agg(0::bigint)
from generate_series(0, 15)
on conflict do nothing;

-- Both sides of every transfer, as its accounts show them. Read it by account_id, in order of booked_at and version.
create or replace view entry as
  select debit_account_id as account_id, booked_at, debit_version as version, 'DEBIT' as direction, type, amount_minor,
         currency, debit_balance_minor as balance_minor, credit_account_id as counter_account_id, id as transfer_id,
         posting_id, code, effective_at, pending_id, reverses_id, expires_at
  from transfer
  union all
  select credit_account_id, booked_at, credit_version, 'CREDIT', type, amount_minor,
         currency, credit_balance_minor, debit_account_id, id,
         posting_id, code, effective_at, pending_id, reverses_id, expires_at
  from transfer;

-- History is append-only: the runtime role has no right to update or delete it.
grant select, insert, update on account to "${runtime_role}";
grant select, insert on posting, refusal, transfer, journal_batch to "${runtime_role}";
grant select, insert, delete on hold to "${runtime_role}";
grant select, update on journal_chain, journal_published to "${runtime_role}";
grant usage on sequence journal_batch_number_seq to "${runtime_role}";
grant select on entry to "${runtime_role}";
