package dev.corridor.edge.oauth.usecase;

import dev.corridor.edge.oauth.domain.SecretHash;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Makes and checks slow hashes on worker threads of their own, at most half of the processors. An unknown name takes as long as a
 * wrong secret, so that time tells nobody which names exist. Belongs to one verticle.
 */
public final class SecretChecks {
    private static final String WORKERS = "secret-hash";
    private static final int MAX_WAITING = 200;

    private final WorkerExecutor workers;
    private final SecureRandom random;
    private int waiting;

    public SecretChecks(Vertx vertx, SecureRandom random) {
        int half = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        this.workers = vertx.createSharedWorkerExecutor(WORKERS, half);
        this.random = random;
    }

    public Future<SecretHash> hash(String secret, int iterations) {
        return run(() -> SecretHash.of(secret, iterations, random));
    }

    /** @param iterations of the hash that is computed in vain when there is none */
    public Future<Boolean> matches(Optional<SecretHash> hash, String secret, int iterations) {
        return run(() -> {
            if (hash.isEmpty()) {
                SecretHash.of(secret, iterations, random);
                return false;
            }
            return hash.get().matches(secret);
        });
    }

    private <T> Future<T> run(Callable<T> work) {
        if (waiting >= MAX_WAITING) {
            return Future.failedFuture(Problem.of(StandardError.OVERLOADED, "Too many secrets are being checked."));
        }
        waiting++;
        return workers.executeBlocking(work, false).onComplete(done -> waiting--);
    }
}
