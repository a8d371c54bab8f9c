create table users (
  id            uuid        primary key,
  username      text        not null constraint users_username_key unique,
  email         text        not null constraint users_email_key unique,
  full_name     text        not null,
  home_currency text        not null,
  verification  text        not null check (verification in ('PENDING', 'VERIFIED', 'SUSPENDED')),
  created_at    timestamptz not null,
  version       bigint      not null check (version > 0)
);

-- Users are never deleted, so the role of the running service has no right to.
grant select, insert, update on users to "${runtime_role}";
