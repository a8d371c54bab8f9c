-- Storage parameters, which only PostgreSQL knows.

-- A payment is updated two or three times within seconds: its new versions fit into the same page.
alter table payment set (fillfactor = 50);

-- Statistics are needed only for columns that rows are found by. Without this PostgreSQL samples and sorts the values of every
-- column whenever a table has grown by a tenth.
alter table payment
  alter kind set statistics 0,
  alter caller set statistics 0,
  alter idempotency_key set statistics 0,
  alter requested_payee set statistics 0,
  alter amount_minor set statistics 0,
  alter amount_currency set statistics 0,
  alter fixed_side set statistics 0,
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
  alter resolution_id set statistics 0,
  alter resolution_command set statistics 0,
  alter resolution_minor set statistics 0,
  alter captured_minor set statistics 0,
  alter refunded_minor set statistics 0,
  alter failure_code set statistics 0,
  alter ended_at set statistics 0,
  alter updated_at set statistics 0,
  alter refund_id set statistics 0,
  alter expiry_announced set statistics 0,
  alter leased_until set statistics 0,
  alter version set statistics 0,
  alter position set statistics 0,
  alter changed_at set statistics 0;
alter table idempotency_key
  alter fingerprint set statistics 0,
  alter operation set statistics 0,
  alter payment_id set statistics 0,
  alter refund_id set statistics 0,
  alter resolution_id set statistics 0;

-- The ids of a batch are consecutive, so PostgreSQL would compress them and store them in another table, for seconds.
alter table payment_lease set (toast_tuple_target = 8160);
