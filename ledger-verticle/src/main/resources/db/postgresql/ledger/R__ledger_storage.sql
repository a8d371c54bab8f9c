-- Storage parameters, which only PostgreSQL knows.

-- Free space in each page, so that an update finds room beside the old row and touches no index.
alter table account set (fillfactor = 70);
alter table journal_chain set (fillfactor = 50);

-- PostgreSQL collects statistics of every column whenever a table has grown by a tenth. Only columns that queries
-- search by need them.
alter table posting
  alter fingerprint    set statistics 0,
  alter reference      set statistics 0,
  alter metadata       set statistics 0,
  alter correlation_id set statistics 0,
  alter transfer_ids   set statistics 0,
  alter refusal_id     set statistics 0;
alter table transfer
  alter amount_minor         set statistics 0,
  alter currency             set statistics 0,
  alter code                 set statistics 0,
  alter expires_at           set statistics 0,
  alter debit_balance_minor  set statistics 0,
  alter debit_version        set statistics 0,
  alter credit_balance_minor set statistics 0,
  alter credit_version       set statistics 0;
alter table journal_batch
  alter posting_ids   set statistics 0,
  alter previous_hash set statistics 0,
  alter hash          set statistics 0,
  alter written_at    set statistics 0;

-- Compression does not shorten the ids of a batch; stored in the row they need no second read.
alter table journal_batch set (toast_tuple_target = 8160);
