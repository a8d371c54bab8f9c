package dev.corridor.ledger.journal;

import static dev.corridor.kit.sql.SqlTime.utc;
import static dev.corridor.ledger.store.RowMapping.buffer;
import static dev.corridor.ledger.store.RowMapping.column;
import static dev.corridor.ledger.store.RowMapping.utcOrNull;

import dev.corridor.kit.sql.Database;
import dev.corridor.kit.value.MetadataJson;
import dev.corridor.ledger.domain.account.Account;
import dev.corridor.ledger.domain.journal.JournalBatch;
import dev.corridor.ledger.domain.posting.BookedPosting;
import dev.corridor.ledger.domain.posting.BookedTransfer;
import dev.corridor.ledger.domain.posting.TransferType;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Statement that writes a whole batch: new account figures, postings, transfers, holds, the batch's row and the head of
 * its hash chain. Run by itself it is a transaction of one round trip.
 *
 * <p>It updates the accounts first, in id order, and the chain second: every writer locks them in this order. The update
 * of an account that is not as expected finds no row; then the update of the chain finds none either, and the row of the
 * batch has no sequence, which its table refuses. So a conflict fails the statement, and PostgreSQL undoes what it had
 * written. Locking the accounts before updating them would raise no error, but would find each row twice.
 *
 * <p>{@code account.id = any($1)} seems redundant. It keeps the plan, which a connection makes once while the table is
 * small, from joining with a scan of the whole primary key.
 */
final class BatchStatement {
    /** {@code JournalPlansIT} checks its plan. */
    static final String SQL =
            """
            with updated_account as (
              update account
              set version = changed.version,
                  balance_minor = changed.balance_minor,
                  pending_debit_minor = changed.pending_debit_minor,
                  pending_credit_minor = changed.pending_credit_minor,
                  last_booked_at = changed.last_booked_at
              from (
                select *
                from unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[],
                            $8::timestamptz[])
                  as each (id, revision, version_before, version, balance_minor, pending_debit_minor,
                           pending_credit_minor, last_booked_at)
                order by id
              ) as changed
              where account.id = any($1::uuid[])
                and account.id = changed.id
                and account.revision = changed.revision
                and account.version = changed.version_before
              returning account.id
            ),
            updated_chain as (
              update journal_chain
              set sequence = $11, hash = $12
              where chain = $9
                and hash = $10
                and (select count(*) from updated_account) = cardinality($1::uuid[])
              returning sequence
            ),
            inserted_batch as (
              insert into journal_batch (chain, sequence, previous_hash, hash, posting_ids)
              values ($9, (select sequence from updated_chain), $10, $12, $13::uuid[])
              returning sequence
            ),
            inserted_posting as (
              insert into posting
                (id, fingerprint, reference, metadata, correlation_id, booked_at, effective_at, transfer_ids)
              select id, fingerprint, reference, metadata::jsonb, correlation_id, booked_at, effective_at,
                     transfer_ids::uuid[]
              from unnest($13::uuid[], $14::bytea[], $15::text[], $16::text[], $17::text[], $18::timestamptz[],
                          $19::timestamptz[], $20::text[])
                as booked (id, fingerprint, reference, metadata, correlation_id, booked_at, effective_at, transfer_ids)
            ),
            inserted_transfer as (
              insert into transfer
                (id, posting_id, type, debit_account_id, credit_account_id, amount_minor, currency, code, booked_at,
                 effective_at, pending_id, reverses_id, expires_at, debit_balance_minor, debit_version,
                 credit_balance_minor, credit_version)
              select *
              from unnest($21::uuid[], $22::uuid[], $23::text[], $24::uuid[], $25::uuid[], $26::bigint[], $27::text[],
                          $28::text[], $29::timestamptz[], $30::timestamptz[], $31::uuid[], $32::uuid[],
                          $33::timestamptz[], $34::bigint[], $35::bigint[], $36::bigint[], $37::bigint[]) as booked
              returning id, type, debit_account_id, credit_account_id, amount_minor, currency, code, booked_at, expires_at
            ),
            inserted_hold as (
              insert into hold
                (pending_id, debit_account_id, credit_account_id, amount_minor, currency, code, booked_at, expires_at)
              select id, debit_account_id, credit_account_id, amount_minor, currency, code, booked_at, expires_at
              from inserted_transfer
              where type = 'PENDING'
            )
            select sequence from inserted_batch
            """;

    private BatchStatement() {}

    /**
     * Writes the batch, unless an account or the chain differs from what the batch was decided on.
     *
     * @param before the accounts that the batch was decided on
     * @param changed the accounts that the batch changed, as they are after it
     * @return fails on a conflict, see {@link #isConflict}: nothing was written
     */
    static Future<Void> execute(
            SqlClient client, JournalBatch batch, Map<UUID, Account> before, Collection<Account> changed) {
        var values = new ArrayList<Object>();
        addAccounts(values, before, List.copyOf(changed));
        values.addAll(List.of(batch.chain(), buffer(batch.previous()), batch.sequence(), buffer(batch.hash())));
        addPostings(values, batch.postings());
        addTransfers(
                values,
                batch.postings().stream()
                        .flatMap(posting -> posting.transfers().stream().map(transfer -> new Row(posting, transfer)))
                        .toList());
        return client.preparedQuery(SQL).execute(Tuple.from(values)).mapEmpty();
    }

    /** Whether an account or the chain was not as expected, or an id of the batch is in use. */
    static boolean isConflict(Throwable failure) {
        return Database.isUniqueViolation(failure) || Database.isNotNullViolation(failure);
    }

    private static void addAccounts(List<Object> values, Map<UUID, Account> before, List<Account> changed) {
        values.add(column(changed, UUID[]::new, Account::id));
        values.add(column(changed, Long[]::new, Account::revision));
        values.add(
                column(changed, Long[]::new, account -> before.get(account.id()).version()));
        values.add(column(changed, Long[]::new, Account::version));
        values.add(column(changed, Long[]::new, Account::balanceMinor));
        values.add(column(changed, Long[]::new, Account::pendingDebitMinor));
        values.add(column(changed, Long[]::new, Account::pendingCreditMinor));
        values.add(column(changed, OffsetDateTime[]::new, account -> utc(account.lastBookedAt())));
    }

    private static void addPostings(List<Object> values, List<BookedPosting> postings) {
        values.add(column(postings, UUID[]::new, BookedPosting::id));
        values.add(column(postings, Buffer[]::new, posting -> buffer(posting.fingerprint())));
        values.add(column(postings, String[]::new, BookedPosting::reference));
        values.add(column(postings, String[]::new, BatchStatement::metadata));
        values.add(column(postings, String[]::new, BookedPosting::correlationId));
        values.add(column(postings, OffsetDateTime[]::new, posting -> utc(posting.bookedAt())));
        values.add(column(postings, OffsetDateTime[]::new, posting -> utcOrNull(posting.effectiveAt())));
        values.add(column(postings, String[]::new, BatchStatement::transferIds));
    }

    private static void addTransfers(List<Object> values, List<Row> rows) {
        values.add(column(rows, UUID[]::new, row -> row.transfer().id()));
        values.add(column(rows, UUID[]::new, row -> row.posting().id()));
        values.add(column(rows, String[]::new, row -> row.transfer().type().name()));
        values.add(column(rows, UUID[]::new, row -> row.transfer().debitAccountId()));
        values.add(column(rows, UUID[]::new, row -> row.transfer().creditAccountId()));
        values.add(column(rows, Long[]::new, row -> row.transfer().amount().minorUnits()));
        values.add(column(
                rows, String[]::new, row -> row.transfer().amount().currency().code()));
        values.add(column(rows, String[]::new, row -> row.transfer().code()));
        values.add(column(rows, OffsetDateTime[]::new, row -> utc(row.posting().bookedAt())));
        values.add(column(
                rows, OffsetDateTime[]::new, row -> utcOrNull(row.posting().effectiveAt())));
        values.add(column(rows, UUID[]::new, Row::pendingId));
        values.add(column(rows, UUID[]::new, Row::reversesId));
        values.add(column(
                rows, OffsetDateTime[]::new, row -> utcOrNull(row.transfer().expiresAt())));
        values.add(column(
                rows, Long[]::new, row -> row.transfer().debit().balance().minorUnits()));
        values.add(column(rows, Long[]::new, row -> row.transfer().debit().version()));
        values.add(column(
                rows, Long[]::new, row -> row.transfer().credit().balance().minorUnits()));
        values.add(column(rows, Long[]::new, row -> row.transfer().credit().version()));
    }

    /** One row of table transfer. */
    private record Row(BookedPosting posting, BookedTransfer transfer) {
        UUID pendingId() {
            return transfer.type().resolves() ? transfer.refersTo().orElseThrow() : null;
        }

        UUID reversesId() {
            return transfer.type() == TransferType.REVERSAL
                    ? transfer.refersTo().orElseThrow()
                    : null;
        }
    }

    private static String metadata(BookedPosting posting) {
        return posting.metadata().isEmpty()
                ? null
                : MetadataJson.of(posting.metadata()).encode();
    }

    /** Array literal: unnest flattens an array of arrays, so a posting's ids are sent as text. */
    private static String transferIds(BookedPosting posting) {
        return posting.transfers().stream()
                .map(transfer -> transfer.id().toString())
                .collect(Collectors.joining(",", "{", "}"));
    }
}
