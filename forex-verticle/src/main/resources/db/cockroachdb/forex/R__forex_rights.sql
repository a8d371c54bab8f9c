-- CockroachDB grants no rights to single columns: https://www.cockroachlabs.com/docs/stable/grant
grant update on quote, alert to "${runtime_role}";
