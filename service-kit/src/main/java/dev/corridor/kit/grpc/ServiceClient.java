package dev.corridor.kit.grpc;

import dev.corridor.kit.concurrency.BatchLoader;
import dev.corridor.kit.concurrency.ConcurrencyLimiter;
import dev.corridor.kit.concurrency.RequestTimeouts;
import dev.corridor.kit.config.HostPort;
import dev.corridor.kit.error.ErrorDetails;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.metrics.VertxMeters;
import dev.corridor.kit.request.Correlation;
import dev.corridor.kit.request.Deadline;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.streams.ReadStream;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.client.GrpcClientResponse;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.ServiceMethod;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * gRPC client of another service: round robin over the addresses that answer, with a concurrency limit, a deadline for
 * every call, and a circuit breaker for each address. It sends the caller's token and the correlation id. An error of the
 * other service becomes a {@link Problem} with the same code. Belongs to one verticle, whose event loop its connections
 * use.
 *
 * <p>A call that finds no connection at one address is sent to the next, and so is a call whose connection breaks, if a
 * repeat is harmless ({@link Idempotence}). An address without a working connection is left out and probed until it has one.
 */
public final class ServiceClient {
    /** Leaves time for a second address when the first has died without a reset. */
    private static final Duration PING_TIMEOUT = Duration.ofMillis(750);
    /** Left of the caller's time, to report in time that there is no response. */
    private static final long RESERVE_MS = 500;
    /** With less time a call is not started: it would time out with an unknown outcome. */
    private static final long MIN_WAIT_MS = 500;
    /** With less time a call is not sent to another address. */
    private static final long MIN_REPEAT_MS = 100;
    /**
     * A service that has just started handles at least 20 calls a second. Queueing and deadline together are shorter
     * than a payment's lease.
     */
    private static final ConcurrencyLimiter.Limits LIMITS =
            new ConcurrencyLimiter.Limits(32, 512, 2_000, 5_000, RESERVE_MS + MIN_WAIT_MS);

    private final Vertx vertx;
    private final String service;
    private final Duration deadline;
    private final PeerAddresses addresses;
    private final PeerConnections connections;
    private final ConcurrencyLimiter limiter;
    private final FailureLog failures;
    private final Counter repeats;

    /** @param weight how many requests it carries */
    private record Call<Q, R>(ServiceMethod<R, Q> method, Q request, String token, int weight) {
        /** Whether a second attempt is harmless. */
        boolean isRepeatable(Throwable failure) {
            return failure instanceof PeerConnections.NotConnected
                    || (isLost(failure) && Idempotence.of(method, request));
        }

        /** Whether no response came although there was time, or one that says that this address is unavailable. */
        private static boolean isLost(Throwable failure) {
            return failure instanceof Problem problem
                    ? problem.is(StandardError.UNAVAILABLE)
                    : !(failure instanceof TimeoutException);
        }
    }

    /** Sends an open call. */
    private interface Exchange<Q, R, T> {
        Future<T> send(GrpcClientRequest<Q, R> call, long waitMs);
    }

    /** @param service its name for messages, such as "profile" */
    public static ServiceClient connect(Vertx vertx, String service, PeerSettings settings) {
        return new ServiceClient(vertx, service, settings);
    }

    /** As {@link #connect(Vertx, String, PeerSettings)}, with the usual deadline and keepalive. */
    public static ServiceClient connect(Vertx vertx, String service, List<HostPort> addresses) {
        return connect(vertx, service, PeerSettings.of(addresses));
    }

    private ServiceClient(Vertx vertx, String service, PeerSettings settings) {
        this.vertx = vertx;
        this.service = service;
        this.deadline = settings.deadline();
        var metrics = VertxMeters.of(vertx);
        this.connections = new PeerConnections(vertx, settings.keepalive(), this::pingTimeout);
        this.addresses = new PeerAddresses(vertx, service, settings.addresses(), connections::probe);
        this.limiter = new ConcurrencyLimiter(vertx, service, LIMITS, System::nanoTime);
        this.failures = new FailureLog(service, System::nanoTime);
        this.repeats = metrics.counter("corridor.rpc.repeated", "service", service);
    }

    /** Giving up a connection early helps only where there is another address. */
    private Duration pingTimeout() {
        return addresses.size() > 1 ? PING_TIMEOUT : deadline;
    }

    /** Calls a unary method. @param token a bearer token: the caller's, or this service's own */
    public <Q, R> Future<R> call(ServiceMethod<R, Q> method, Q request, String token) {
        return limiter.run(() -> withinDeadline(waitMs -> send(new Call<>(method, request, token, 1), waitMs)))
                .recover(failure -> Future.failedFuture(recorded(method, problemOf(failure))));
    }

    /** Ends a call while the caller of this service still waits. */
    private <R> Future<R> withinDeadline(LongFunction<Future<R>> call) {
        long waitMs = Math.min(deadline.toMillis(), Deadline.leftMs() - RESERVE_MS);
        return waitMs < MIN_WAIT_MS
                ? Future.failedFuture(Problem.of(
                        StandardError.UNAVAILABLE, "There was no time left to call the " + service + " service."))
                : call.apply(waitMs);
    }

    /**
     * Returns a function that sends each question in a batch, by a method that takes many ({@link BatchLoader}). A
     * question waits no longer than its own caller does. When it fails with unavailable or deadline_exceeded, its outcome
     * is unknown.
     *
     * @param join makes one request of many questions
     * @param split returns the answers of a response, in the order of the questions
     * @param token a bearer token of this service's own
     */
    public <Q, A, M, R> Function<Q, Future<A>> batched(
            ServiceMethod<R, M> method,
            Function<List<Q>, M> join,
            Function<R, List<A>> split,
            Supplier<Future<String>> token) {
        var loader = new BatchLoader<Q, A>(vertx, BatchLimit.MAX, questions -> token.get()
                .compose(own -> limiter.run(() ->
                        send(new Call<>(method, join.apply(questions), own, questions.size()), deadline.toMillis())))
                .map(split));
        // Most questions have the full deadline: those share a timer.
        var timeouts = new RequestTimeouts(vertx, deadline);
        return question -> this.<A>withinDeadline(waitMs -> waitMs == deadline.toMillis()
                        ? timeouts.of(loader.load(question))
                        : loader.load(question).timeout(waitMs, TimeUnit.MILLISECONDS))
                .recover(failure -> Future.failedFuture(recorded(method, problemOf(failure))));
    }

    private <Q, R> Future<R> send(Call<Q, R> call, long waitMs) {
        // The message is read in the turn in which the head arrives: read later, from another thread, it would be lost.
        Exchange<Q, R, R> exchange = (open, leftMs) ->
                open.timeout(leftMs, TimeUnit.MILLISECONDS).send(call.request).compose(this::single);
        return attempt(call, exchange, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMs), List.of(), null)
                .timeout(waitMs, TimeUnit.MILLISECONDS);
    }

    /**
     * Calls a method that responds with a stream. The call has no deadline.
     *
     * @return a paused stream, so that nothing is lost before its handlers are set; the caller resumes it
     */
    public <Q, R> Future<ReadStream<R>> stream(ServiceMethod<R, Q> method, Q request, String token) {
        Exchange<Q, R, ReadStream<R>> exchange = (open, leftMs) -> open.send(request)
                .compose(response -> response.status() == null || response.status() == GrpcStatus.OK
                        ? Future.succeededFuture(response.pause())
                        : Future.failedFuture(remoteProblem(response)));
        return attempt(
                        new Call<>(method, request, token, 1),
                        exchange,
                        System.nanoTime() + deadline.toNanos(),
                        List.of(),
                        null)
                .recover(failure -> Future.failedFuture(recorded(method, problemOf(failure))));
    }

    /** Closes the connections and the streams on them. Vert.x does so when the verticle is undeployed. */
    public Future<Void> close() {
        addresses.close();
        return connections.close();
    }

    /** @param tried the addresses at which this call has failed; {@code failure} is the last failure, null at first */
    private <Q, R, T> Future<T> attempt(
            Call<Q, R> call,
            Exchange<Q, R, T> exchange,
            long deadlineNanos,
            List<PeerAddress> tried,
            Throwable failure) {
        var next = addresses.next(tried);
        if (next.isEmpty()) {
            return Future.failedFuture(failure == null ? silent() : failure);
        }
        var address = next.get();
        if (failure != null) {
            repeats.increment();
        }
        return address.observe(call.weight, () -> attemptAt(address, call, exchange, deadlineNanos))
                .onFailure(failed -> {
                    if (isConnectionFailure(failed)) {
                        addresses.leaveOut(address, failed.toString());
                    }
                })
                .recover(failed -> {
                    if (!call.isRepeatable(failed) || leftMs(deadlineNanos) < MIN_REPEAT_MS) {
                        return Future.failedFuture(failed);
                    }
                    var failedAt =
                            Stream.concat(tried.stream(), Stream.of(address)).toList();
                    return attempt(call, exchange, deadlineNanos, failedAt, failed);
                });
    }

    private <Q, R, T> Future<T> attemptAt(
            PeerAddress address, Call<Q, R> call, Exchange<Q, R, T> exchange, long deadlineNanos) {
        return connections.open(address, call.method).compose(open -> {
            open.headers().set("authorization", "Bearer " + call.token);
            String correlationId = Correlation.current();
            if (!correlationId.isEmpty()) {
                open.headers().set(Correlation.HEADER, correlationId);
            }
            long leftMs = leftMs(deadlineNanos);
            if (leftMs <= 0) {
                open.cancel();
                return Future.failedFuture(new TimeoutException("There was no time left."));
            }
            var connection = connections.watch(open.connection());
            connection.callBegins();
            return exchange.send(open, leftMs)
                    .onComplete((answer, failed) -> connection.callEnds(failed == null || failed instanceof Problem));
        });
    }

    private static boolean isConnectionFailure(Throwable failure) {
        return failure instanceof PeerConnections.NotConnected
                || failure instanceof HttpClosedException
                || failure instanceof IOException;
    }

    private static long leftMs(long deadlineNanos) {
        return TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
    }

    private Problem silent() {
        return Problem.of(StandardError.UNAVAILABLE, "The " + service + " service has not answered for a while.");
    }

    private <R> Future<R> single(GrpcClientResponse<?, R> response) {
        return response.last()
                .compose(
                        message -> response.status() == GrpcStatus.OK
                                ? Future.succeededFuture(message)
                                : Future.failedFuture(remoteProblem(response)),
                        failure -> Future.failedFuture(response.status() == null ? failure : remoteProblem(response)));
    }

    private Problem remoteProblem(GrpcClientResponse<?, ?> response) {
        String inTrailers = response.trailers().get(ErrorDetails.KEY);
        // A call that fails before its first message has its trailers in the headers.
        String details = inTrailers == null ? response.headers().get(ErrorDetails.KEY) : inTrailers;
        return ErrorDetails.problemOf(response.status().code, response.statusMessage(), details, service);
    }

    private Problem recorded(ServiceMethod<?, ?> method, Problem problem) {
        failures.record(method.fullMethodName(), problem);
        return problem;
    }

    private Problem problemOf(Throwable failure) {
        if (failure instanceof Problem problem) {
            return problem;
        }
        return failure instanceof TimeoutException
                ? Problem.of(StandardError.DEADLINE_EXCEEDED, "The " + service + " service took too long.", failure)
                : Problem.of(StandardError.UNAVAILABLE, "The " + service + " service cannot be reached.", failure);
    }
}
