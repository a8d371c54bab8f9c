-- PostgreSQL counts and sorts the values of each column again whenever a table has grown by a tenth. It needs that of columns that rows are
-- looked for by, and of no others.
alter table payment
  alter kind set statistics 0,
  alter caller set statistics 0,
  alter idempotency_key set statistics 0,
  alter payee_named set statistics 0,
  alter amount_minor set statistics 0,
  alter amount_currency set statistics 0,
  alter fix set statistics 0,
  alter from_currency set statistics 0,
  alter quote_id set statistics 0,
  alter hold_seconds set statistics 0,
  alter refund_policy set statistics 0,
  alter metadata set statistics 0,
  alter correlation_id set statistics 0,
  alter source_minor set statistics 0,
  alter source_currency set statistics 0,
  alter rate set statistics 0,
  alter planned_at set statistics 0,
  alter ending_id set statistics 0,
  alter ending_command set statistics 0,
  alter ending_minor set statistics 0,
  alter captured_minor set statistics 0,
  alter refunded_minor set statistics 0,
  alter failure_code set statistics 0,
  alter ended_at set statistics 0,
  alter updated_at set statistics 0,
  alter refund_id set statistics 0,
  alter lapse_announced set statistics 0,
  alter leased_until set statistics 0,
  alter posting_ids set statistics 0,
  alter version set statistics 0;
alter table idempotency_key
  alter fingerprint set statistics 0,
  alter operation set statistics 0,
  alter payment_id set statistics 0,
  alter refund_id set statistics 0;

-- The leases of a batch are ids made in a row: PostgreSQL compressed them and stored them elsewhere, for a moment.
alter table payment_work set (toast_tuple_target = 8160);
