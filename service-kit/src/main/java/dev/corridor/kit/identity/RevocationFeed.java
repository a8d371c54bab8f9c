package dev.corridor.kit.identity;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feed that reads the issuer's list of revocations, and then waits for each change of it by long polling. A revocation arrives
 * within milliseconds.
 *
 * <p>Until the list has been read once, no token is accepted. When the issuer cannot be reached later, what is known stays in
 * effect, and tokens are accepted as before: a revocation that nobody could read of then works at the latest when the token
 * expires. One per process.
 */
final class RevocationFeed {
    private static final Logger LOG = LoggerFactory.getLogger(RevocationFeed.class);
    private static final long RETRY_MS = 250;
    /** Five seconds: the issuer may start later than this process, and stop before it. */
    private static final int FAILURES_BEFORE_LOG = 20;

    private static final int FAILURES_PER_LOG_LINE = 240;

    private final Vertx vertx;
    private final IssuerClient issuer;
    private final URI url;
    private final TokenSettings.ClientCredentials credentials;
    private final Revocations revocations;
    private final Clock clock;
    private String cursor = "";
    private int failures;

    RevocationFeed(Vertx vertx, IssuerClient issuer, TokenSettings settings, Revocations revocations, Clock clock) {
        this.vertx = vertx;
        this.issuer = issuer;
        this.url = settings.revocationsUrl().orElseThrow();
        this.credentials = settings.own().orElseThrow();
        this.revocations = revocations;
        this.clock = clock;
    }

    /** Reads for as long as the process runs, on one event loop. */
    void start() {
        vertx.getOrCreateContext().runOnContext(started -> read());
    }

    private void read() {
        Future.succeededFuture()
                .compose(begun -> issuer.revocations(url, credentials, cursor))
                .map(this::apply)
                .onSuccess(applied -> {
                    failures = 0;
                    vertx.runOnContext(next -> read());
                })
                .onFailure(failure -> {
                    if (++failures % FAILURES_PER_LOG_LINE == FAILURES_BEFORE_LOG) {
                        LOG.atWarn().setCause(failure).log("revocations not read");
                    }
                    vertx.setTimer(RETRY_MS, due -> read());
                });
    }

    private Void apply(JsonObject answer) {
        var changes = answer.getJsonArray("revocations", new JsonArray()).stream()
                .map(JsonObject.class::cast)
                .map(Revocation::of)
                .toList();
        if (answer.getBoolean("complete", false)) {
            revocations.replace(changes);
        } else {
            revocations.add(changes);
        }
        cursor = answer.getString("cursor");
        revocations.removeExpired(Instant.now(clock).getEpochSecond());
        return null;
    }
}
