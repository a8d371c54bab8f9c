-- What a payment posts has ids that follow from its own, so that posting it again is harmless. Those of older payments lie anywhere in
-- the ledger's indexes; those of new ones are in the order of the payments, and appended.
create type posting_ids as enum ('HASHED', 'ORDERED');
alter table payment add column posting_ids posting_ids not null default 'HASHED';
alter table payment alter column posting_ids set default 'ORDERED';
