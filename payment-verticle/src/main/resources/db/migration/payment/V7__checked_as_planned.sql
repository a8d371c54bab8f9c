-- What a payment can be is said by policies from here on: PostgreSQL plans them with a statement, and a connection keeps that plan. A
-- check constraint it reads from its stored form and compiles again for each statement. As with those, unknown is not refused; all
-- but superusers are held to them.
alter table payment
  drop constraint payment_positive,
  drop constraint payment_rate_check,
  drop constraint payment_refunded_of_captured,
  drop constraint payment_plan_whole,
  drop constraint payment_planned,
  drop constraint payment_failed_why,
  drop constraint payment_check1,
  drop constraint payment_check2,
  drop constraint payment_check3;

alter table payment enable row level security;
alter table payment force row level security;
create policy payment_of_anybody on payment using (true);

create policy payment_positive on payment as restrictive using (true) with check (
  (least(amount_minor, hold_seconds, source_minor, target_minor, version) > 0) is not false and (rate > 0) is not false);
create policy payment_refunded_of_captured on payment as restrictive using (true) with check (
  (0 <= refunded_minor and refunded_minor <= captured_minor and captured_minor <= target_minor) is not false);
create policy payment_plan_whole on payment as restrictive using (true) with check (
  num_nulls(planned_at, source_minor, source_currency, target_minor, rate) in (0, 5)
  and (planned_at is null or payee is not null));
create policy payment_planned on payment as restrictive using (true) with check (
  status < 'RESERVED' or planned_at is not null);
create policy payment_failed_why on payment as restrictive using (true) with check (
  (status = 'FAILED') = (failure_code is not null));
create policy payment_ending_whole on payment as restrictive using (true) with check (
  num_nulls(ending_id, ending_command, ending_minor) in (0, 3) and (ending_id is null or reserved_at is not null));
