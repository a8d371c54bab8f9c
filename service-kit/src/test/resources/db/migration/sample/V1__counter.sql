create table counter (
  id    int primary key,
  value int not null
);
insert into counter (id, value) values (1, 0), (2, 0);

grant select, update on counter to "${runtime_role}";
