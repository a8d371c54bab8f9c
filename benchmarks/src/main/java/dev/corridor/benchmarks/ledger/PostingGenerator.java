package dev.corridor.benchmarks.ledger;

import dev.corridor.kit.value.Ids;
import dev.corridor.ledger.v1.Posting;
import dev.corridor.ledger.v1.Transfer;
import dev.corridor.money.v1.Money;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;

/** Generates postings with new ids, each with one transfer of one cent. An instance belongs to one event loop. */
final class PostingGenerator {
    private static final Money CENT =
            Money.newBuilder().setAmount("0.01").setCurrency("USD").build();

    private final BenchAccounts accounts;
    private final Supplier<UUID> newId = Ids.timeOrdered(Clock.systemUTC(), new Random());

    PostingGenerator(BenchAccounts accounts) {
        this.accounts = accounts;
    }

    Posting nextMessage() {
        var pair = accounts.pick();
        return Posting.newBuilder()
                .setPostingId(newId.get().toString())
                .addTransfers(Transfer.newBuilder()
                        .setTransferId(newId.get().toString())
                        .setDebitAccountId(pair.debit())
                        .setCreditAccountId(pair.credit())
                        .setAmount(CENT)
                        .setCode("payment"))
                .build();
    }

    JsonObject nextJson(int count) {
        var postings = new JsonArray();
        for (int i = 0; i < count; i++) {
            postings.add(json());
        }
        return new JsonObject().put("postings", postings);
    }

    private JsonObject json() {
        var pair = accounts.pick();
        var transfer = new JsonObject()
                .put("id", newId.get().toString())
                .put("debit_account_id", pair.debit())
                .put("credit_account_id", pair.credit())
                .put("amount", "0.01")
                .put("currency", "USD")
                .put("code", "payment");
        return new JsonObject().put("id", newId.get().toString()).put("transfers", new JsonArray().add(transfer));
    }
}
