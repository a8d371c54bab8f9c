-- PostgreSQL reads a table's check constraints from their stored form again for each statement that writes to it. Lists of allowed
-- values were most of that; the labels of a type are read once. What else is checked is said as shortly as it can be.

create type payment_kind as enum ('PAYMENT', 'TOP_UP', 'WITHDRAWAL');
create type payment_fix as enum ('SOURCE', 'TARGET');
create type refund_policy as enum ('ORIGINAL_RATE', 'CURRENT_RATE');
create type ending_command as enum ('COMPLETE', 'CANCEL', 'EXPIRE');
-- From RESERVED on there is a plan.
create type payment_status as enum
  ('CREATED', 'FAILED', 'CANCELLED', 'RESERVED', 'COMPLETED', 'EXPIRED', 'PARTIALLY_REFUNDED', 'REFUNDED');
create type refund_status as enum ('PENDING', 'COMPLETED', 'FAILED');
create type key_operation as enum ('PAY', 'CAPTURE', 'CANCEL', 'REFUND');

alter table payment
  drop constraint payment_kind_check,
  drop constraint payment_fix_check,
  drop constraint payment_refund_policy_check,
  drop constraint payment_ending_command_check,
  drop constraint payment_status_check,
  drop constraint payment_amount_minor_check,
  drop constraint payment_hold_seconds_check,
  drop constraint payment_source_minor_check,
  drop constraint payment_target_minor_check,
  drop constraint payment_version_check,
  drop constraint payment_captured_minor_check,
  drop constraint payment_refunded_minor_check,
  drop constraint payment_check,
  drop constraint payment_check4,
  drop constraint payment_check5,
  drop constraint payment_check6,
  drop constraint payment_check7;
alter table payment
  alter kind type payment_kind using kind::payment_kind,
  alter fix type payment_fix using fix::payment_fix,
  alter refund_policy type refund_policy using refund_policy::refund_policy,
  alter ending_command type ending_command using ending_command::ending_command,
  alter status type payment_status using status::payment_status;
alter table payment
  add constraint payment_positive check (least(amount_minor, hold_seconds, source_minor, target_minor, version) > 0),
  add constraint payment_refunded_of_captured
    check (0 <= refunded_minor and refunded_minor <= captured_minor and captured_minor <= target_minor),
  add constraint payment_plan_whole
    check (num_nulls(planned_at, source_minor, source_currency, target_minor, rate) in (0, 5)),
  add constraint payment_planned check (status < 'RESERVED' or planned_at is not null),
  add constraint payment_failed_why check ((status = 'FAILED') = (failure_code is not null));

alter table refund
  drop constraint refund_status_check,
  drop constraint refund_check1,
  drop constraint refund_check2;
alter table refund alter status type refund_status using status::refund_status;
alter table refund
  add constraint refund_failed_why check ((status = 'FAILED') = (failure_code is not null)),
  add constraint refund_returned check (status <> 'COMPLETED' or returned_minor is not null);

alter table idempotency_key drop constraint idempotency_key_operation_check;
alter table idempotency_key alter operation type key_operation using operation::key_operation;
