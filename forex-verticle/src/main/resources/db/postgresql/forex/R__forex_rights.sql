-- A quote is never changed, except that it is used; an alert only by its trigger.
grant update (used_by, used_at) on quote to "${runtime_role}";
grant update (triggered_at, triggered_price, triggered_seq) on alert to "${runtime_role}";
