package dev.corridor.forex.reference.client;

import dev.corridor.forex.reference.domain.RatePublication;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.LocalDate;

/** Source of the reference rates in {@link EcbArchive}: it needs no network, and is as old as the archive. */
public final class EmbeddedRateSource implements RateSource {
    private final Vertx vertx;
    private final EcbArchive archive;

    public EmbeddedRateSource(Vertx vertx, EcbArchive archive) {
        this.vertx = vertx;
        this.archive = archive;
    }

    @Override
    public Future<RatePublication> newest() {
        return vertx.executeBlocking(archive::newest);
    }

    @Override
    public Future<PublicationReader> since(LocalDate day) {
        return vertx.executeBlocking(archive::open);
    }

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }
}
