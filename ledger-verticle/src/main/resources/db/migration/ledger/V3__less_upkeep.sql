-- PostgreSQL counts and sorts the values of each column again whenever a table has grown by a tenth. It needs that of columns that rows are
-- looked for by, and of no others.
alter table posting
  alter fingerprint set statistics 0,
  alter reference set statistics 0,
  alter metadata set statistics 0,
  alter correlation_id set statistics 0,
  alter transfer_ids set statistics 0,
  alter refusal_id set statistics 0;
alter table transfer
  alter amount_minor set statistics 0,
  alter currency set statistics 0,
  alter code set statistics 0,
  alter expires_at set statistics 0,
  alter debit_balance_minor set statistics 0,
  alter debit_version set statistics 0,
  alter credit_balance_minor set statistics 0,
  alter credit_version set statistics 0;
alter table journal_batch
  alter posting_ids set statistics 0,
  alter previous_hash set statistics 0,
  alter hash set statistics 0,
  alter written_at set statistics 0;

-- The ids of a batch do not get shorter by being compressed; stored beside the others they are found at once.
alter table journal_batch set (toast_tuple_target = 8160);
