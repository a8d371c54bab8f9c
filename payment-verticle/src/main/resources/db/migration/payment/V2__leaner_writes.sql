-- The end of a payment changes its row, and no column of it that an index is over: PostgreSQL then writes the new row beside the
-- old one, and leaves the indexes alone. What is looked for by something that changes has a table of its own.

-- Payments that somebody has to go on with: until the lease is over whoever holds it, afterwards recovery may.
create table payment_work (
  payment_id   uuid        primary key,
  leased_until timestamptz not null
);
insert into payment_work (payment_id, leased_until) select id, leased_until from payment where unfinished;
drop index payment_unfinished;
alter table payment drop column leased_until;

-- Only a hold that may still lapse has a time at which it does.
drop index payment_held;
update payment set hold_ends_at = null where status not in ('CREATED', 'RESERVED');
create index payment_held on payment (hold_ends_at) where hold_ends_at is not null;

-- When a payment was last written, by the database's clock, which is the same for all processes. Whoever follows their own payments
-- finds the changes of young ones among the youngest; only those of older ones are noted in payment_change.
alter table payment add column changed_at timestamptz not null default now();

-- Nothing has come of a new payment yet.
alter table payment alter column captured_minor set default 0;
alter table payment alter column refunded_minor set default 0;

grant select, insert, update, delete on payment_work to "${runtime_role}";
