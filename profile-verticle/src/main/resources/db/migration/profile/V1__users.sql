create table if not exists users (
  id            uuid        primary key,
  username      text        not null constraint users_username_key unique,
  email         text        not null constraint users_email_key unique,
  full_name     text        not null,
  home_currency text        not null,
  verification  text        not null constraint users_verification_known check (verification in ('PENDING', 'VERIFIED', 'SUSPENDED')),
  created_at    timestamptz not null,
  version       bigint      not null constraint users_version_positive check (version > 0)
);

-- One row for the creation of a user and for each change of its verification since.
create table if not exists verification_changes (
  user_id        uuid        not null references users (id),
  version        bigint      not null constraint verification_changes_version_positive check (version > 0),
  previous       text        constraint verification_changes_previous_known check (previous in ('PENDING', 'VERIFIED', 'SUSPENDED')),
  verification   text        not null constraint verification_changes_verification_known check (verification in ('PENDING', 'VERIFIED', 'SUSPENDED')),
  reason         text        not null constraint verification_changes_reason_valid check (char_length(reason) between 1 and 200),
  decided_by     text        not null,
  decided_at     timestamptz not null,
  correlation_id text        not null,
  primary key (user_id, version),
  constraint verification_changes_first check ((previous is null) = (version = 1))
);

-- Users are never deleted and the history never changes, so the role of the running service has no right to.
grant select, insert, update on users to "${runtime_role}";
grant select, insert on verification_changes to "${runtime_role}";
