-- The price that a payment asked for, where it did not take the one of the moment.
alter table payment add column quote_id uuid;
