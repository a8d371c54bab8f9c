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
import dev.corridor.kit.vertx.FlushConsolidation;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.Address;
import io.vertx.core.net.AddressResolver;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.endpoint.LoadBalancer;
import io.vertx.core.streams.ReadStream;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.client.GrpcClientResponse;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.ServiceMethod;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * gRPC client of another service: round-robin over its addresses, with a concurrency limit, a deadline for every call, a
 * circuit breaker, and HTTP/2 pings on idle connections. It sends the caller's token and the correlation id. An error of
 * the other service becomes a {@link Problem} with the same code. Belongs to one verticle, whose event loop its
 * connections use.
 */
public final class ServiceClient {
    private static final Duration DEADLINE = Duration.ofSeconds(3);
    private static final Duration KEEPALIVE = Duration.ofSeconds(30);
    private static final int CONNECT_TIMEOUT_MS = 1_000;
    private static final int CONNECTIONS_PER_ADDRESS = 2;
    /** Left of the caller's time, to report in time that there is no response. */
    private static final long RESERVE_MS = 500;
    /** With less time a call is not started: it would time out with an unknown outcome. */
    private static final long MIN_WAIT_MS = 500;
    /**
     * A service that has just started handles at least 20 calls a second. Queueing and deadline together are shorter
     * than a payment's lease.
     */
    private static final ConcurrencyLimiter.Limits LIMITS =
            new ConcurrencyLimiter.Limits(32, 512, 2_000, 5_000, RESERVE_MS + MIN_WAIT_MS);

    private static final Duration BREAKER_PAUSE = Duration.ofSeconds(1);

    private static final Buffer PING = Buffer.buffer(new byte[8]);

    private final Vertx vertx;
    private final String service;
    private final HttpClientAgent http;
    private final GrpcClient client;
    private final Address address;
    private final ConcurrencyLimiter limiter;
    private final PeerBreaker breaker;
    private final FailureLog failures;

    /** @param service its name for messages, such as "profile" */
    public static ServiceClient connect(Vertx vertx, String service, List<HostPort> addresses) {
        return new ServiceClient(vertx, service, addresses);
    }

    private ServiceClient(Vertx vertx, String service, List<HostPort> addresses) {
        this.vertx = vertx;
        this.service = service;
        this.address = SocketAddress.inetSocketAddress(1, service);
        var servers = addresses.stream()
                .map(each -> SocketAddress.inetSocketAddress(each.port(), each.host()))
                .toList();
        this.http = vertx.httpClientBuilder()
                .with(new HttpClientOptions()
                        .setProtocolVersion(HttpVersion.HTTP_2)
                        .setHttp2ClearTextUpgrade(false)
                        .setConnectTimeout(CONNECT_TIMEOUT_MS)
                        .setHttp2KeepAliveTimeout(
                                (int) KEEPALIVE.multipliedBy(4).toSeconds()))
                .with(new io.vertx.core.http.PoolOptions().setHttp2MaxSize(CONNECTIONS_PER_ADDRESS))
                .withConnectHandler(connection -> prepare(vertx, connection))
                .withAddressResolver(AddressResolver.mappingResolver(ignored -> servers))
                .withLoadBalancer(LoadBalancer.ROUND_ROBIN)
                .build();
        this.client = GrpcClient.client(vertx, http);
        this.limiter = new ConcurrencyLimiter(vertx, service, LIMITS, System::nanoTime);
        this.breaker = new PeerBreaker(service, BREAKER_PAUSE, VertxMeters.of(vertx));
        this.failures = new FailureLog(service, System::nanoTime);
    }

    /** Calls a unary method. @param token a bearer token: the caller's, or this service's own */
    public <Q, R> Future<R> call(ServiceMethod<R, Q> method, Q request, String token) {
        return limiter.run(() -> withinDeadline(method, request, token))
                .recover(failure -> Future.failedFuture(recorded(method, problemOf(failure))));
    }

    /** Ends a call while the caller of this service still waits. */
    private <Q, R> Future<R> withinDeadline(ServiceMethod<R, Q> method, Q request, String token) {
        return withinDeadline(waitMs -> send(method, request, token, waitMs));
    }

    private <R> Future<R> withinDeadline(LongFunction<Future<R>> call) {
        long waitMs = Math.min(DEADLINE.toMillis(), Deadline.leftMs() - RESERVE_MS);
        return waitMs < MIN_WAIT_MS
                ? Future.failedFuture(Problem.of(
                        StandardError.UNAVAILABLE, "There was no time left to call the " + service + " service."))
                : breaker.guard(() -> call.apply(waitMs));
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
                .compose(own -> limiter.run(() -> send(method, join.apply(questions), own, DEADLINE.toMillis())))
                .map(split));
        // Most questions have the full deadline: those share a timer.
        var timeouts = new RequestTimeouts(vertx, DEADLINE);
        return question -> guarded(
                method,
                waitMs -> waitMs == DEADLINE.toMillis()
                        ? timeouts.of(loader.load(question))
                        : loader.load(question).timeout(waitMs, TimeUnit.MILLISECONDS));
    }

    private <A> Future<A> guarded(ServiceMethod<?, ?> method, LongFunction<Future<A>> question) {
        return withinDeadline(question).recover(failure -> Future.failedFuture(recorded(method, problemOf(failure))));
    }

    private <Q, R> Future<R> send(ServiceMethod<R, Q> method, Q request, String token, long waitMs) {
        // The message is read in the turn in which the head arrives: read later, from another thread, it would be lost.
        return open(method, token)
                .compose(call -> call.timeout(waitMs, TimeUnit.MILLISECONDS)
                        .send(request)
                        .compose(this::single))
                .timeout(waitMs, TimeUnit.MILLISECONDS);
    }

    /**
     * Calls a method that responds with a stream. The call has no deadline.
     *
     * @return a paused stream, so that nothing is lost before its handlers are set; the caller resumes it
     */
    public <Q, R> Future<ReadStream<R>> stream(ServiceMethod<R, Q> method, Q request, String token) {
        return open(method, token)
                .compose(call -> call.send(request)
                        .<ReadStream<R>>compose(
                                response -> response.status() == null || response.status() == GrpcStatus.OK
                                        ? Future.succeededFuture(response.pause())
                                        : Future.failedFuture(remoteProblem(response))))
                .recover(failure -> Future.failedFuture(recorded(method, problemOf(failure))));
    }

    /** Closes the connections and the streams on them. Vert.x does so when the verticle is undeployed. */
    public Future<Void> close() {
        return http.close();
    }

    private <Q, R> Future<GrpcClientRequest<Q, R>> open(ServiceMethod<R, Q> method, String token) {
        return client.request(address, method).map(call -> {
            call.headers().set("authorization", "Bearer " + token);
            String correlationId = Correlation.current();
            if (!correlationId.isEmpty()) {
                call.headers().set(Correlation.HEADER, correlationId);
            }
            return call;
        });
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
        return failure instanceof java.util.concurrent.TimeoutException
                ? Problem.of(StandardError.DEADLINE_EXCEEDED, "The " + service + " service took too long.", failure)
                : Problem.of(StandardError.UNAVAILABLE, "The " + service + " service cannot be reached.", failure);
    }

    private static void prepare(Vertx vertx, HttpConnection connection) {
        FlushConsolidation.apply(connection);
        keepAlive(vertx, connection);
    }

    /** Vert.x sends no HTTP/2 pings by itself: without one a dead peer would be found by the next request only. */
    private static void keepAlive(Vertx vertx, HttpConnection connection) {
        long timer = vertx.setPeriodic(KEEPALIVE.toMillis(), tick -> connection
                .ping(PING)
                .timeout(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(dead -> connection.close()));
        connection.closeHandler(closed -> vertx.cancelTimer(timer));
    }
}
