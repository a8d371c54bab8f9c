-- The books. Accounts hold the newest balance; transfers hold all of history. Amounts are in minor units of the currency.

create table account (
  id             uuid        primary key,
  owner          text        not null,
  code           text        not null,
  currency       text        not null,
  kind           text        not null check (kind in ('ASSET', 'LIABILITY', 'EQUITY', 'INCOME', 'EXPENSE')),
  limit_policy   text        not null check (limit_policy in ('NONE', 'NO_OVERDRAFT')),
  -- On the account's normal side: debit for ASSET and EXPENSE, credit for the others.
  balance_minor  bigint      not null,
  -- How many transfers have touched the account.
  version        bigint      not null,
  opened_at      timestamptz not null,
  last_booked_at timestamptz not null,

  -- Also what finds the accounts of one owner.
  constraint account_name unique (owner, code, currency),
  -- The journal refuses before it comes to this.
  constraint account_within_limit check (limit_policy <> 'NO_OVERDRAFT' or balance_minor >= 0)
);

-- Transfers that happened together.
create table posting (
  id             uuid        primary key,
  reference      text        not null,
  correlation_id text        not null,
  booked_at      timestamptz not null
);

-- One amount from the account it debits to the account it credits, with what it left on both. Foreign keys are left out:
-- the journal, the only writer, holds both accounts locked and writes the posting in the same transaction.
create table transfer (
  id                   uuid        primary key,
  posting_id           uuid        not null,
  position             int         not null,
  debit_account_id     uuid        not null,
  credit_account_id    uuid        not null,
  amount_minor         bigint      not null check (amount_minor > 0),
  currency             text        not null,
  code                 text        not null,
  booked_at            timestamptz not null,
  debit_balance_minor  bigint      not null,
  debit_version        bigint      not null,
  credit_balance_minor bigint      not null,
  credit_version       bigint      not null,

  constraint transfer_position unique (posting_id, position),
  -- An account's entries in order, and the proof that two writers never gave out the same version.
  constraint transfer_debit_entry unique (debit_account_id, debit_version),
  constraint transfer_credit_entry unique (credit_account_id, credit_version),
  constraint transfer_between_two check (debit_account_id <> credit_account_id)
);

-- Both sides of every transfer, as accounts show them: for account_id, in order of version.
create view entry as
  select debit_account_id as account_id, debit_version as version, 'DEBIT' as direction, amount_minor, currency,
         debit_balance_minor as balance_minor, credit_account_id as counter_account_id, id as transfer_id, posting_id, code, booked_at
  from transfer
  union all
  select credit_account_id, credit_version, 'CREDIT', amount_minor, currency,
         credit_balance_minor, debit_account_id, id, posting_id, code, booked_at
  from transfer;

-- History is written once: the service may add to it and read it, and no more.
grant select, insert, update on account to "${runtime_role}";
grant select, insert on posting to "${runtime_role}";
grant select, insert on transfer to "${runtime_role}";
grant select on entry to "${runtime_role}";
