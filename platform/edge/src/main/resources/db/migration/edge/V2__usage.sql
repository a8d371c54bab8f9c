-- Billable calls of each application, by month. A journal (one event loop of one edge) writes its own totals, so writing them again
-- changes nothing. When a journal ends, its rows are added to those of the journal 0.
create table if not exists usage_calls (
  month       date   not null,
  application text   not null,
  api         text   not null,
  version     text   not null,
  plan        text   not null,
  journal     uuid   not null,
  calls       bigint not null constraint usage_calls_calls_valid check (calls >= 0),
  primary key (month, application, api, version, plan, journal)
);
create index if not exists usage_calls_of_journal on usage_calls (journal);

-- Journals whose calls have been added to those of the journal 0. What is left of their files is not counted again.
create table if not exists usage_journals_ended (
  journal  uuid        primary key,
  ended_at timestamptz not null
);
create index if not exists usage_journals_ended_age on usage_journals_ended (ended_at);

grant select, insert, update, delete on usage_calls to "${runtime_role}";
grant select, insert, delete on usage_journals_ended to "${runtime_role}";
