-- PostgreSQL reads a table's check constraints from their stored form again for each statement that writes to it. Lists of allowed
-- values were half of that; the labels of a type are read once. What else is checked is said as shortly as it can be.

-- Those before LIABILITY have debit as their normal side.
create type account_kind as enum ('ASSET', 'EXPENSE', 'LIABILITY', 'EQUITY', 'INCOME');
create type limit_policy as enum ('NONE', 'NO_OVERDRAFT', 'OVERDRAFT');
create type account_state as enum ('OPEN', 'FROZEN_DEBIT', 'FROZEN_CREDIT', 'FROZEN', 'CLOSED');

alter table account
  drop constraint account_kind_check,
  drop constraint account_limit_policy_check,
  drop constraint account_state_check,
  drop constraint account_pending_debit_minor_check,
  drop constraint account_pending_credit_minor_check,
  drop constraint account_within_limit,
  drop constraint account_closed_empty;
alter table account
  alter kind type account_kind using kind::account_kind,
  alter limit_policy type limit_policy using limit_policy::limit_policy,
  alter state type account_state using state::account_state;
alter table account
  add constraint account_pending check (least(pending_debit_minor, pending_credit_minor) >= 0),
  -- The journal refuses before it comes to this.
  add constraint account_within_limit check (
    limit_policy = 'NONE'
    or balance_minor - (case when kind < 'LIABILITY' then pending_credit_minor else pending_debit_minor end)
       >= -overdraft_minor),
  add constraint account_closed_empty check (
    state <> 'CLOSED' or (balance_minor = 0 and pending_debit_minor + pending_credit_minor = 0));
