package dev.corridor.ledger.wire;

import static dev.corridor.ledger.wire.LedgerIds.inPosting;
import static dev.corridor.ledger.wire.LedgerJson.array;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.request.RequestMoney;
import dev.corridor.kit.request.RequestTime;
import dev.corridor.kit.rest.ProblemResponse;
import dev.corridor.kit.value.MetadataJson;
import dev.corridor.kit.value.Money;
import dev.corridor.ledger.domain.LedgerError;
import dev.corridor.ledger.domain.posting.BalanceAfter;
import dev.corridor.ledger.domain.posting.Balancing;
import dev.corridor.ledger.domain.posting.BookedTransfer;
import dev.corridor.ledger.domain.posting.Leg;
import dev.corridor.ledger.domain.posting.Outcome;
import dev.corridor.ledger.domain.posting.Outcome.Posted;
import dev.corridor.ledger.domain.posting.Outcome.Refused;
import dev.corridor.ledger.domain.posting.Posting;
import dev.corridor.ledger.domain.posting.Refusal;
import dev.corridor.ledger.domain.posting.StoredPosting;
import dev.corridor.ledger.domain.posting.Transfer;
import dev.corridor.ledger.domain.posting.TransferType;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Maps postings and their outcomes to and from JSON of the REST contract. */
public final class PostingJson {
    private static final BigDecimal MILLIS_PER_SECOND = BigDecimal.valueOf(1_000);

    private PostingJson() {}

    /** @throws Problem posting_invalid, metadata_invalid, amount_invalid, unknown_currency */
    public static Posting posting(JsonObject json) {
        var transfers = json.getJsonArray("transfers").stream()
                .map(JsonObject.class::cast)
                .map(PostingJson::transfer)
                .toList();
        return new Posting(
                inPosting("id", json.getString("id")),
                json.getString("reference", ""),
                LedgerJson.metadata(json),
                Optional.ofNullable(json.getString("effective_at"))
                        .map(time -> RequestTime.parse("effective_at", time)),
                transfers);
    }

    public static boolean isDryRun(JsonObject json) {
        return json.getBoolean("dry_run", false);
    }

    private static Transfer transfer(JsonObject json) {
        var id = inPosting("id of a transfer", json.getString("id"));
        var type = TransferType.valueOf(json.getString("type", TransferType.DIRECT.name()));
        if (type == TransferType.VOID || type == TransferType.REVERSAL) {
            requireNoAmount(json);
        }
        return switch (type) {
            case DIRECT -> new Transfer.Direct(id, leg(json));
            case PENDING -> new Transfer.Pending(id, leg(json), timeout(json));
            case POST -> new Transfer.Post(id, inPosting("pending_id", json.getString("pending_id")), part(json));
            case VOID -> new Transfer.Release(id, inPosting("pending_id", json.getString("pending_id")), false);
            case REVERSAL -> new Transfer.Reversal(id, inPosting("reverses_id", json.getString("reverses_id")));
            case EXPIRE -> throw Problem.of(LedgerError.POSTING_INVALID, "Only the ledger expires a hold.");
        };
    }

    private static Leg leg(JsonObject json) {
        String code = json.getString("code");
        if (code == null) {
            throw Problem.of(LedgerError.POSTING_INVALID, "The code of a transfer is missing.");
        }
        return new Leg(
                inPosting("debit_account_id", json.getString("debit_account_id")),
                inPosting("credit_account_id", json.getString("credit_account_id")),
                RequestMoney.required(json, "amount", "currency"),
                code,
                Balancing.valueOf(json.getString("balancing", Balancing.NONE.name())));
    }

    private static Optional<Money> part(JsonObject json) {
        return RequestMoney.optional(json, "amount", "currency");
    }

    /** A release and a reversal move all of another transfer, so an amount beside them asks for what they do not do. */
    private static void requireNoAmount(JsonObject json) {
        if (part(json).isPresent()) {
            throw Problem.of(
                    LedgerError.POSTING_INVALID,
                    "A transfer of type " + json.getString("type") + " takes no amount and no currency.");
        }
    }

    private static Optional<Duration> timeout(JsonObject json) {
        Number seconds = json.getNumber("timeout_seconds");
        if (seconds == null) {
            return Optional.empty();
        }
        var millis = new BigDecimal(seconds.toString()).multiply(MILLIS_PER_SECOND);
        return Optional.of(Duration.ofMillis(millis.longValue()));
    }

    /** Returns a booked posting. @throws Problem for a refused posting, with a code for each transfer */
    public static JsonObject posted(Outcome outcome, Posting requested) {
        if (outcome instanceof Refused refused) {
            throw problem(refused).with("transfers", refusals(refused.refusal(), requested));
        }
        return posted((Posted) outcome, Map.of());
    }

    /** Returns a stored posting. @throws Problem for a refused posting */
    public static JsonObject stored(StoredPosting stored) {
        if (stored.outcome() instanceof Refused refused) {
            throw problem(refused);
        }
        return posted((Posted) stored.outcome(), stored.reversedBy());
    }

    private static JsonArray refusals(Refusal refusal, Posting requested) {
        var transfers = new JsonArray();
        for (int i = 0; i < requested.transfers().size(); i++) {
            transfers.add(new JsonObject()
                    .put("id", requested.transfers().get(i).id().toString())
                    .put("code", refusal.reasonOf(i).code()));
        }
        return transfers;
    }

    private static JsonObject posted(Posted posted, Map<UUID, UUID> reversedBy) {
        var posting = posted.posting();
        return new JsonObject()
                .put("id", posting.id().toString())
                .put("reference", posting.reference())
                .put("metadata", MetadataJson.of(posting.metadata()))
                .put("booked_at", posting.bookedAt().toString())
                .put(
                        "effective_at",
                        posting.effectiveAt().orElse(posting.bookedAt()).toString())
                .put("transfers", array(posting.transfers(), transfer -> transfer(transfer, reversedBy)))
                .put("balances", array(posting.balances(), PostingJson::balance))
                .put("replayed", posted.replayed());
    }

    private static Problem problem(Refused refused) {
        var refusal = refused.refusal();
        return Problem.of(refusal.reason(), refusal.detail())
                .with("posting_id", refusal.postingId().toString())
                .with("transfer_index", refusal.transferIndex())
                .with("replayed", refused.replayed());
    }

    /** Returns the result of one of many postings: the booked posting or the problem. */
    public static JsonObject result(String id, Outcome outcome, Posting requested) {
        try {
            return new JsonObject().put("id", id).put("status", "POSTED").put("posting", posted(outcome, requested));
        } catch (Problem refused) {
            return new JsonObject()
                    .put("id", id)
                    .put("status", "REFUSED")
                    .put("problem", ProblemResponse.json(refused));
        }
    }

    /** Returns the result of one of many postings that failed. */
    public static JsonObject failed(String id, Problem problem) {
        return new JsonObject()
                .put("id", id)
                .put("status", problem.code().fault().isServerFault() ? "UNDECIDED" : "REFUSED")
                .put("problem", ProblemResponse.json(problem));
    }

    private static JsonObject transfer(BookedTransfer transfer, Map<UUID, UUID> reversedBy) {
        var json = new JsonObject()
                .put("id", transfer.id().toString())
                .put("type", transfer.type().name())
                .put("debit_account_id", transfer.debitAccountId().toString())
                .put("credit_account_id", transfer.creditAccountId().toString())
                .put("amount", transfer.amount().amount())
                .put("currency", transfer.amount().currency().code())
                .put("code", transfer.code());
        transfer.refersTo()
                .map(UUID::toString)
                .ifPresent(id -> json.put(transfer.type().resolves() ? "pending_id" : "reverses_id", id));
        if (reversedBy.containsKey(transfer.id())) {
            json.put("reversed_by_id", reversedBy.get(transfer.id()).toString());
        }
        transfer.expiresAt().map(Instant::toString).ifPresent(expiry -> json.put("expires_at", expiry));
        return json;
    }

    private static JsonObject balance(BalanceAfter after) {
        return new JsonObject()
                .put("account_id", after.accountId().toString())
                .put("balance", after.balance().amount())
                .put("currency", after.balance().currency().code())
                .put("version", after.version());
    }
}
