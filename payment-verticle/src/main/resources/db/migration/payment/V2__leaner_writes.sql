-- When a payment was last written, by the database's clock, which is the same for all processes: whoever follows their own
-- payments reads on from there. That was a table of its own, of three rows a payment.
alter table payment add column changed_at timestamptz not null default now();
create index payment_sent_changed on payment (payer, changed_at);
create index payment_received_changed on payment (payee, changed_at);
drop table payment_change;

-- Nothing has come of a new payment yet.
alter table payment alter column captured_minor set default 0;
alter table payment alter column refunded_minor set default 0;
