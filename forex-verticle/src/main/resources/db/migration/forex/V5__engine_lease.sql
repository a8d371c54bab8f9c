-- The one tick engine: which process runs it, until when, where the others hear it, and where its market stands.
create table engine_lease (
  id int primary key check (id = 1),
  holder uuid,
  address text not null,
  expires_at timestamptz not null,
  step bigint not null check (step >= 0),
  -- No step beyond this one has been published.
  reserved_step bigint not null check (reserved_step >= step),
  currencies text[] not null,
  deviations float8[] not null,
  seqs bigint[] not null
);

insert into engine_lease (id, address, expires_at, step, reserved_step, currencies, deviations, seqs)
values (1, '', '1970-01-01T00:00:00Z', 0, 0, array[]::text[], array[]::float8[], array[]::bigint[]);

grant select, update on engine_lease to "${runtime_role}";
