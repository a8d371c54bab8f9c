package dev.corridor.payment.store;

/**
 * Where recovery looks for payments that somebody has to go on with. What is written together is one row, which is read once,
 * when the lease of who wrote it is over: by then nearly all of it is finished, and whoever has written to the others since has
 * added a row of their own.
 */
final class PaymentWork {
    /** Each is finished in a few milliseconds, all of them long before their lease is over. */
    private static final int MOST_TAKEN = 20;

    private static final int MOST_LOOKED_THROUGH = 1_000;

    /**
     * Leases some payments whose lease is over, and answers them. $1: the lease in seconds. The rows looked at are gone afterwards;
     * those of their payments that are left have a new one.
     */
    static final String TAKE =
            """
            with due as (
              select id, payment_ids from payment_work
              where due_at <= now()
              order by id
              limit %2$d
              for update skip locked),
            lapsed as materialized (
              select found.id
              from (select distinct unnest(payment_ids) as id from due) named
              cross join lateral (select * from payment where payment.id = named.id offset 0) found
              where unfinished and leased_until <= now()),
            taken as (
              update payment
              set version = version + 1, leased_until = now() + $1::float8 * interval '1 second'
              where id = any(array(select id from lapsed order by id limit %3$d)) and unfinished and leased_until <= now()
              returning %1$s, leased_until),
            looked_at as (delete from payment_work where id in (select id from due)),
            left_over as (
              insert into payment_work (payment_ids, due_at)
              select array_agg(id), max(leased_until) from taken having count(*) > 0
              union all
              select array_agg(id), now() from lapsed where id not in (select id from taken) having count(*) > 0)
            select * from taken
            """
                    .formatted(PaymentRows.READ, MOST_LOOKED_THROUGH, MOST_TAKEN);

    private PaymentWork() {}

    /**
     * Has those of the payments just written looked at that are unfinished.
     *
     * @param written a table with their id, unfinished and leased_until
     */
    static String leasing(String written) {
        return """
                insert into payment_work (payment_ids, due_at)
                select array_agg(id), max(leased_until)
                from %s
                where unfinished
                having count(*) > 0
                """
                .formatted(written);
    }

    /** The same of a single one, which is less work than a list of one. */
    static String leasingOne(String written) {
        return """
                insert into payment_work (payment_ids, due_at)
                select array[id], leased_until
                from %s
                where unfinished
                """
                .formatted(written);
    }
}
