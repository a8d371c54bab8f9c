package dev.corridor.payment;

import dev.corridor.kit.id.Ids;
import dev.corridor.kit.identity.ServiceTokens;
import dev.corridor.kit.rpc.ServiceClient;
import dev.corridor.kit.store.Database;
import dev.corridor.kit.store.Outbox;
import dev.corridor.payment.peers.ForexPrices;
import dev.corridor.payment.peers.LedgerBooks;
import dev.corridor.payment.peers.ProfileDirectory;
import dev.corridor.payment.store.Keys;
import dev.corridor.payment.store.PaymentWriter;
import dev.corridor.payment.store.Payments;
import dev.corridor.payment.store.Refunds;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;

/** What one verticle's payments are made of; everything in it belongs to that verticle's event loop. */
final class PaymentParts {
    final MicrosecondClock clock = new MicrosecondClock(Clock.systemUTC());
    final Supplier<UUID> newId = Ids.timeOrdered(clock.clock(), new SecureRandom());
    final Outbox outbox = new Outbox();

    final ForexPrices forex;
    final LedgerBooks ledger;
    final Payments payments;
    final Refunds storedRefunds;
    final Keys keys;
    final PaymentWriter writer;

    final Preparation preparation;
    final Settlement settlement;
    final History history;
    final Processing processing;
    final Holds holds;
    final RefundDesk refunds;

    PaymentParts(Vertx vertx, PaymentConfig config, Database database, ServiceTokens ownTokens) {
        var profile = new ProfileDirectory(ServiceClient.connect(vertx, "profile", config.profile()), ownTokens);
        forex = new ForexPrices(ServiceClient.connect(vertx, "forex", config.forex()));
        ledger = new LedgerBooks(ServiceClient.connect(vertx, "ledger", config.ledger()), ownTokens);

        payments = new Payments(database, config.lease());
        storedRefunds = new Refunds(database);
        keys = new Keys(database, config.keysKept());
        writer = new PaymentWriter(database, payments, storedRefunds, keys);

        var repeats = new Repeats(keys, payments);
        preparation = new Preparation(profile, forex, ledger);
        settlement = new Settlement(writer, payments, ledger, clock);
        history = new History(payments, storedRefunds, keys);
        processing = new Processing(writer, repeats, preparation, settlement, clock, newId);
        holds = new Holds(writer, repeats, history, settlement, clock, newId);
        refunds = new RefundDesk(writer, storedRefunds, repeats, history, forex, ledger, clock, newId);
    }
}
