-- What an account and a transfer can be is said by policies from here on: PostgreSQL plans them with a statement, and a connection
-- keeps that plan. A check constraint it reads from its stored form and compiles again for each statement. All but superusers
-- are held to them.
alter table account
  drop constraint account_pending,
  drop constraint account_within_limit,
  drop constraint account_closed_empty;
alter table transfer
  drop constraint transfer_type_check,
  drop constraint transfer_amount_minor_check,
  drop constraint transfer_between_two;

alter table account enable row level security;
alter table account force row level security;
create policy account_of_anybody on account using (true);
create policy account_pending on account as restrictive using (true) with check (
  pending_debit_minor >= 0 and pending_credit_minor >= 0);
-- The journal refuses before it comes to this.
create policy account_within_limit on account as restrictive using (true) with check (
  limit_policy = 'NONE'
  or balance_minor - (case when kind < 'LIABILITY' then pending_credit_minor else pending_debit_minor end)
     >= -overdraft_minor);
create policy account_closed_empty on account as restrictive using (true) with check (
  state <> 'CLOSED' or (balance_minor = 0 and pending_debit_minor = 0 and pending_credit_minor = 0));

alter table transfer enable row level security;
alter table transfer force row level security;
create policy transfer_of_anybody on transfer using (true);
create policy transfer_type on transfer as restrictive using (true) with check (
  type in ('DIRECT', 'PENDING', 'POST', 'VOID', 'EXPIRE', 'REVERSAL'));
create policy transfer_positive on transfer as restrictive using (true) with check (amount_minor > 0);
create policy transfer_between_two on transfer as restrictive using (true) with check (
  debit_account_id <> credit_account_id);
