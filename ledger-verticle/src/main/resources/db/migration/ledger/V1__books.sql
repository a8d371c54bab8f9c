-- The books. Accounts hold the newest figures; transfers hold all of history. Amounts are in minor units of the currency.

create table account (
  id                   uuid        primary key,
  owner                text        not null,
  code                 text        not null,
  currency             text        not null,
  kind                 text        not null check (kind in ('ASSET', 'LIABILITY', 'EQUITY', 'INCOME', 'EXPENSE')),
  limit_policy         text        not null check (limit_policy in ('NONE', 'NO_OVERDRAFT', 'OVERDRAFT')),
  overdraft_minor      bigint      not null,
  state                text        not null
    check (state in ('OPEN', 'FROZEN_DEBIT', 'FROZEN_CREDIT', 'FROZEN', 'CLOSED')),
  metadata             jsonb       not null,
  -- How many times limit, state or metadata have been set. Transfers count in version.
  revision             bigint      not null,
  -- On the account's normal side: debit for ASSET and EXPENSE, credit for the others.
  balance_minor        bigint      not null,
  -- What open pending transfers will write on either side.
  pending_debit_minor  bigint      not null check (pending_debit_minor >= 0),
  pending_credit_minor bigint      not null check (pending_credit_minor >= 0),
  -- How many transfers have touched the account.
  version              bigint      not null,
  opened_at            timestamptz not null,
  last_booked_at       timestamptz not null,

  -- Also what finds the accounts of one owner.
  constraint account_name unique (owner, code, currency),
  -- The journal refuses before it comes to this.
  constraint account_within_limit check (
    limit_policy = 'NONE'
    or balance_minor - (case when kind in ('ASSET', 'EXPENSE') then pending_credit_minor else pending_debit_minor end)
       >= -overdraft_minor),
  constraint account_closed_empty check (
    state <> 'CLOSED' or (balance_minor = 0 and pending_debit_minor = 0 and pending_credit_minor = 0))
) with (fillfactor = 70);

create index account_metadata on account using gin (metadata);

-- Every posting id that is spent: on transfers that happened together, or on a refusal.
create table posting (
  id             uuid        primary key,
  -- SHA-256 of what was asked for: tells a repeat from another posting under the same id.
  fingerprint    bytea       not null,
  reference      text        not null,
  metadata       jsonb,
  correlation_id text        not null,
  booked_at      timestamptz not null,
  -- Where it counts from another time than its booking.
  effective_at   timestamptz,
  -- In order; null when it was refused. Spares the transfer table an index.
  transfer_ids   uuid[],
  refusal_id     uuid
);

-- Every attempt that was refused, and why. Newest last: the ids are time-ordered.
create table refusal (
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

-- One amount from the account it debits to the account it credits, with what it left on both. Foreign keys are left out:
-- the journal, the only writer, holds both accounts locked and writes the posting in the same transaction.
create table transfer (
  id                   uuid        primary key,
  posting_id           uuid        not null,
  type                 text        not null
    check (type in ('DIRECT', 'PENDING', 'POST', 'VOID', 'EXPIRE', 'REVERSAL')),
  debit_account_id     uuid        not null,
  credit_account_id    uuid        not null,
  amount_minor         bigint      not null check (amount_minor > 0),
  currency             text        not null,
  code                 text        not null,
  booked_at            timestamptz not null,
  -- As in its posting.
  effective_at         timestamptz,
  -- The pending transfer that it ends.
  pending_id           uuid,
  -- The transfer that it moves back.
  reverses_id          uuid,
  -- Of a pending transfer that has a timeout.
  expires_at           timestamptz,
  debit_balance_minor  bigint      not null,
  debit_version        bigint      not null,
  credit_balance_minor bigint      not null,
  credit_version       bigint      not null,

  -- An account's entries in order: by time, and within a moment by version; the two never disagree.
  constraint transfer_debit_entry unique (debit_account_id, booked_at, debit_version),
  constraint transfer_credit_entry unique (credit_account_id, booked_at, credit_version),
  constraint transfer_between_two check (debit_account_id <> credit_account_id)
);

-- A pending transfer ends once, and a transfer is reversed once.
create unique index transfer_end on transfer (pending_id) where pending_id is not null;
create unique index transfer_reversal on transfer (reverses_id) where reverses_id is not null;
-- The few that count from another time: what a balance by effective time has to put right.
create index transfer_debit_effective on transfer (debit_account_id, effective_at) where effective_at is not null;
create index transfer_credit_effective on transfer (credit_account_id, effective_at) where effective_at is not null;
create index transfer_expired on transfer (booked_at) where type = 'EXPIRE';

-- The pending transfers that are open. Follows from the transfer table, and spares a search through it.
create table hold (
  pending_id        uuid        primary key,
  debit_account_id  uuid        not null,
  credit_account_id uuid        not null,
  amount_minor      bigint      not null,
  currency          text        not null,
  code              text        not null,
  booked_at         timestamptz not null,
  expires_at        timestamptz
);

create index hold_expiry on hold (expires_at) where expires_at is not null;
create index hold_debit on hold (debit_account_id, booked_at);
create index hold_credit on hold (credit_account_id, booked_at);

-- The postings of one transaction, sealed: the hash covers their content and the hash of the batch before it in its chain.
create table journal_batch (
  chain         int         not null,
  sequence      bigint      not null,
  -- Given out under the accounts' locks: along an account, and along a chain, it grows.
  number        bigint      generated by default as identity,
  posting_ids   uuid[]      not null,
  previous_hash bytea       not null,
  hash          bytea       not null,
  written_at    timestamptz not null default now(),

  primary key (chain, sequence)
);

-- Where each chain ends. A writer locks one of them until its transaction ends.
create table journal_chain (
  chain    int    primary key,
  sequence bigint not null,
  hash     bytea  not null
) with (fillfactor = 50);

insert into journal_chain (chain, sequence, hash)
  select chain, 0, decode(repeat('00', 32), 'hex') from generate_series(0, 15) as chain;

-- How far the journal has been told on Kafka: the last sequence of each chain.
create table journal_told (
  id        int      primary key check (id = 1),
  sequences bigint[] not null
);
insert into journal_told (id, sequences) select 1, array_agg(0::bigint) from generate_series(0, 15);

-- Both sides of every transfer, as accounts show them: for account_id, in order of booked_at and version.
create view entry as
  select debit_account_id as account_id, booked_at, debit_version as version, 'DEBIT' as direction, type, amount_minor,
         currency, debit_balance_minor as balance_minor, credit_account_id as counter_account_id, id as transfer_id,
         posting_id, code, effective_at, pending_id, reverses_id, expires_at
  from transfer
  union all
  select credit_account_id, booked_at, credit_version, 'CREDIT', type, amount_minor,
         currency, credit_balance_minor, debit_account_id, id,
         posting_id, code, effective_at, pending_id, reverses_id, expires_at
  from transfer;

-- History is written once: the service may add to it and read it, and no more.
grant select, insert, update on account to "${runtime_role}";
grant select, insert on posting, refusal, transfer, journal_batch to "${runtime_role}";
grant select, insert, delete on hold to "${runtime_role}";
grant select, update on journal_chain, journal_told to "${runtime_role}";
grant select on entry to "${runtime_role}";
