package dev.corridor.payment.usecase;

import dev.corridor.kit.grpc.ServiceClient;
import dev.corridor.kit.identity.ServiceTokens;
import dev.corridor.kit.outbox.Outbox;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.value.Ids;
import dev.corridor.payment.PaymentConfig;
import dev.corridor.payment.client.ForexPrices;
import dev.corridor.payment.client.LedgerBooks;
import dev.corridor.payment.client.ProfileDirectory;
import dev.corridor.payment.store.IdempotencyKeys;
import dev.corridor.payment.store.PaymentWriter;
import dev.corridor.payment.store.Payments;
import dev.corridor.payment.store.Refunds;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;

/** What one verticle's payments are made of; everything in it belongs to that verticle's event loop. */
public final class PaymentComponents {
    public final MicrosecondClock clock = new MicrosecondClock(Clock.systemUTC());
    final Supplier<UUID> newId = Ids.timeOrdered(clock.clock(), new SecureRandom());
    public final Outbox outbox = new Outbox();

    final ForexPrices forex;
    final LedgerBooks ledger;
    public final Payments payments;
    final Refunds storedRefunds;
    public final IdempotencyKeys keys;
    final PaymentWriter writer;

    public final PaymentPreparation preparation;
    public final PaymentExecution settlement;
    public final PaymentQueries history;
    public final PaymentProcessing processing;
    public final HoldProcessing holds;
    public final RefundProcessing refunds;

    public PaymentComponents(Vertx vertx, PaymentConfig config, Database database, ServiceTokens ownTokens) {
        var profile = new ProfileDirectory(ServiceClient.connect(vertx, "profile", config.profile()), ownTokens);
        forex = new ForexPrices(ServiceClient.connect(vertx, "forex", config.forex()));
        ledger = new LedgerBooks(ServiceClient.connect(vertx, "ledger", config.ledger()), ownTokens);

        payments = new Payments(database, config.lease());
        storedRefunds = new Refunds(database);
        keys = new IdempotencyKeys(database, config.keysKept());
        writer = new PaymentWriter(database, payments, storedRefunds, keys);

        var repeats = new Replays(keys, payments);
        preparation = new PaymentPreparation(profile, forex, ledger);
        settlement = new PaymentExecution(writer, payments, ledger, clock);
        history = new PaymentQueries(payments, storedRefunds, keys);
        processing = new PaymentProcessing(writer, repeats, preparation, settlement, clock, newId);
        holds = new HoldProcessing(writer, repeats, history, settlement, clock, newId);
        refunds = new RefundProcessing(writer, storedRefunds, repeats, history, forex, ledger, clock, newId);
    }
}
