package dev.corridor.forex.engine.store;

import dev.corridor.forex.engine.domain.Checkpoint;
import dev.corridor.kit.config.HostPort;
import dev.corridor.kit.sql.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Lease that decides which process runs the tick engine: one row, timed by the clock of the database. */
public final class EngineLease {
    /** The epoch is part of each message; a part of the id tells two lives apart. */
    private static final int EPOCH_LENGTH = 8;

    private final Database database;

    public EngineLease(Database database) {
        this.database = database;
    }

    /**
     * Reading of the lease by any process.
     *
     * @param epoch life of the sequence numbers
     * @param holder gRPC address of the holder; empty when nobody holds the lease
     */
    public record Standing(String epoch, Optional<HostPort> holder) {}

    /** @param reservedStep the last step that may have been published */
    public record Acquired(Checkpoint checkpoint, long reservedStep) {}

    public Future<Standing> read() {
        return database.execute(
                        """
                        select epoch, address, expires_at < now() as expired
                        from engine_lease
                        where id = 1
                        """)
                .map(rows -> standing(rows.iterator().next()));
    }

    /** Acquires the lease for three seconds if nobody holds it. */
    public Future<Optional<Acquired>> acquire(UUID holder, HostPort address) {
        return database.execute(
                        """
                        update engine_lease
                        set holder = $1, address = $2, expires_at = now() + interval '3 seconds'
                        where id = 1 and expires_at < now()
                        returning step, reserved_step, currencies, deviations, seqs
                        """,
                        Tuple.of(holder, address.toString()))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(acquired(rows.iterator().next())));
    }

    /**
     * Renews the lease for three seconds and stores the checkpoint.
     *
     * @return whether this holder still had the lease
     */
    public Future<Boolean> renew(UUID holder, Checkpoint checkpoint, long reservedStep) {
        return write(
                """
                update engine_lease
                set expires_at = now() + interval '3 seconds',
                    step = $2, reserved_step = $3, currencies = $4, deviations = $5, seqs = $6
                where id = 1 and holder = $1
                """,
                holder,
                checkpoint,
                reservedStep);
    }

    /** Releases the lease, so that the next holder continues from the checkpoint at once. */
    public Future<Boolean> release(UUID holder, Checkpoint checkpoint) {
        return write(
                """
                update engine_lease
                set holder = null, expires_at = '1970-01-01T00:00:00Z',
                    step = $2, reserved_step = $3, currencies = $4, deviations = $5, seqs = $6
                where id = 1 and holder = $1
                """,
                holder,
                checkpoint,
                checkpoint.step());
    }

    private Future<Boolean> write(String update, UUID holder, Checkpoint checkpoint, long reservedStep) {
        return database.execute(
                        update,
                        Tuple.of(
                                holder,
                                checkpoint.step(),
                                reservedStep,
                                checkpoint.currencies().toArray(String[]::new),
                                checkpoint.deviations().toArray(Double[]::new),
                                checkpoint.seqs().toArray(Long[]::new)))
                .map(written -> written.rowCount() == 1);
    }

    private static Standing standing(Row row) {
        return new Standing(
                row.getUUID("epoch").toString().substring(0, EPOCH_LENGTH),
                row.getBoolean("expired") ? Optional.empty() : Optional.of(HostPort.parse(row.getString("address"))));
    }

    private static Acquired acquired(Row row) {
        var checkpoint = new Checkpoint(
                row.getLong("step"),
                List.of(row.getArrayOfStrings("currencies")),
                List.of(row.getArrayOfDoubles("deviations")),
                List.of(row.getArrayOfLongs("seqs")));
        return new Acquired(checkpoint, row.getLong("reserved_step"));
    }
}
