create table person (
  id            uuid        primary key,
  username      text        not null constraint person_username_key unique,
  email         text        not null constraint person_email_key unique,
  full_name     text        not null,
  home_currency text        not null,
  verification  text        not null check (verification in ('PENDING', 'VERIFIED', 'SUSPENDED')),
  created_at    timestamptz not null,
  version       bigint      not null check (version > 0)
);

grant select, insert, update on person to "${runtime_role}";
