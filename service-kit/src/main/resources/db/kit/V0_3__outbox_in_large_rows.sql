-- Events wait for a moment: to compress a row of them, or to store it elsewhere, takes longer than all else that is done with it.
alter table outbox set (toast_tuple_target = 8160);
