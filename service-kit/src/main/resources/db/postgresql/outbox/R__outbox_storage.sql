-- Rows are short-lived: compressing one, or storing it elsewhere, takes longer than all other work on it.
alter table outbox set (toast_tuple_target = 8160);
