-- Passwords of people who signed up. The user is the profile service's.
create table if not exists accounts (
  user_id       text        primary key,
  username      text        not null constraint accounts_username_key unique,
  password_hash text        not null,
  created_at    timestamptz not null
);

-- Failed sign-ins of one username, whether or not it exists.
create table if not exists sign_in_failures (
  username       text        primary key,
  failures       int         not null constraint sign_in_failures_failures_positive check (failures > 0),
  last_failed_at timestamptz not null
);

-- Signed-in browsers.
create table if not exists sessions (
  secret_hash bytea       primary key,
  user_id     text        not null,
  username    text        not null,
  expires_at  timestamptz not null
);
create index if not exists sessions_expiry on sessions (expires_at);
create index if not exists sessions_of_user on sessions (user_id);

create table if not exists applications (
  id          uuid        primary key,
  owner_id    text        not null,
  name        text        not null,
  description text        not null,
  created_at  timestamptz not null,
  constraint applications_name_key unique (owner_id, name)
);

create table if not exists clients (
  id             text        primary key,
  application_id uuid        not null references applications (id) on delete cascade,
  name           text        not null,
  -- Null for a public client.
  secret_hash    text,
  grant_types    text[]      not null,
  redirect_uris  text[]      not null,
  scopes         text[]      not null,
  is_platform    boolean     not null,
  created_at     timestamptz not null
);
create index if not exists clients_of_application on clients (application_id, created_at);

create table if not exists subscriptions (
  id             uuid        primary key,
  application_id uuid        not null references applications (id) on delete cascade,
  api_name       text        not null,
  api_version    text        not null,
  plan           text        not null,
  created_at     timestamptz not null,
  constraint subscriptions_api_key unique (application_id, api_name, api_version)
);

-- Authorizations that users gave to clients.
create table if not exists grants (
  id         uuid        primary key,
  client_id  text        not null references clients (id) on delete cascade,
  user_id    text        not null,
  scopes     text[]      not null,
  created_at timestamptz not null,
  -- When the last token of it can have expired.
  expires_at timestamptz not null
);
create index if not exists grants_of_user on grants (user_id, created_at);
create index if not exists grants_of_client on grants (client_id);
create index if not exists grants_expiry on grants (expires_at);

create table if not exists authorization_codes (
  secret_hash  bytea       primary key,
  grant_id     uuid        not null references grants (id) on delete cascade,
  redirect_uri text        not null,
  challenge    text        not null,
  nonce        text,
  expires_at   timestamptz not null,
  -- A used code is kept until it expires, to notice that it was stolen.
  used_at      timestamptz
);
create index if not exists authorization_codes_of_grant on authorization_codes (grant_id);

create table if not exists refresh_tokens (
  secret_hash bytea       primary key,
  grant_id    uuid        not null references grants (id) on delete cascade,
  expires_at  timestamptz not null,
  -- A used token is kept as long as its grant, to notice that it was stolen.
  used_at     timestamptz
);
create index if not exists refresh_tokens_of_grant on refresh_tokens (grant_id);

-- Tokens that are refused before they expire. Positions are in the order of the commits: see edge_state.
create table if not exists revocations (
  position   bigint      primary key,
  kind       text        not null constraint revocations_kind_known check (kind in ('TOKEN', 'GRANT', 'USER', 'CLIENT')),
  value      text        not null,
  revoked_at timestamptz not null,
  expires_at timestamptz not null
);
create index if not exists revocations_expiry on revocations (expires_at);

-- One row. Whoever changes revocations or subscriptions changes it in the same transaction, so that its row lock puts them in
-- order, and edges notice a change by reading one row.
create table if not exists edge_state (
  id                    int    primary key constraint edge_state_single check (id = 1),
  -- Tells the positions of this database from those of one that it replaced.
  epoch                 uuid   not null,
  revocation_position   bigint not null,
  subscriptions_version bigint not null
);
insert into edge_state (id, epoch, revocation_position, subscriptions_version) values (1, gen_random_uuid(), 0, 0) on conflict do nothing;

grant select, insert, update on accounts to "${runtime_role}";
grant select, insert, update, delete on sign_in_failures to "${runtime_role}";
grant select, insert, delete on sessions to "${runtime_role}";
grant select, insert, update, delete on applications, clients, subscriptions to "${runtime_role}";
grant select, insert, update, delete on grants, authorization_codes, refresh_tokens to "${runtime_role}";
grant select, insert, delete on revocations to "${runtime_role}";
grant select, update on edge_state to "${runtime_role}";
