package dev.corridor.payment.usecase;

import dev.corridor.kit.value.Ids;
import dev.corridor.payment.client.PeerClients;
import dev.corridor.payment.store.MicrosecondClock;
import dev.corridor.payment.store.PaymentStore;
import java.security.SecureRandom;
import java.time.Clock;

/** The use cases of one verticle, wired to its clients and its store. They belong to that verticle's event loop. */
public record PaymentUseCases(
        PaymentInitiation initiation,
        PaymentPlanning planning,
        PaymentExecution execution,
        HoldResolver holds,
        RefundInitiation refunds,
        RefundExecution refundExecution,
        PaymentQueries queries) {

    public static PaymentUseCases of(PeerClients peers, PaymentStore store, Clock systemClock) {
        var clock = new MicrosecondClock(systemClock);
        var newId = Ids.timeOrdered(systemClock, new SecureRandom());
        var replays = new Replays(store.keys(), store.payments());
        var queries = new PaymentQueries(store.payments(), store.refunds(), store.keys());
        var planning = new PaymentPlanning(peers.profile(), peers.forex(), peers.ledger(), clock);
        var execution = new PaymentExecution(store.writer(), store.payments(), peers.ledger(), clock);
        var refundExecution = new RefundExecution(store, peers.forex(), peers.ledger(), clock);
        return new PaymentUseCases(
                new PaymentInitiation(store.writer(), replays, planning, execution, clock, newId),
                planning,
                execution,
                new HoldResolver(store.writer(), replays, queries, execution, peers.profile(), clock, newId),
                new RefundInitiation(store, replays, queries, refundExecution, peers.profile(), clock, newId),
                refundExecution,
                queries);
    }
}
