-- The days of publication, so that a series finds its points without reading every figure.
create table reference_publication (
  provider text not null,
  as_of date not null,
  primary key (provider, as_of)
);

insert into reference_publication (provider, as_of)
select distinct provider, as_of
from reference_rate;

-- What has been published is never changed or deleted.
grant select, insert on reference_publication to "${runtime_role}";
