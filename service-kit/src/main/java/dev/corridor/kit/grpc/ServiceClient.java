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
 * Calls another service by gRPC: round-robin over its addresses, so many calls at a time, every call with a deadline from
 * when it is sent, none while the service is away, idle connections kept alive by HTTP/2 pings. The caller's token and the
 * correlation id travel along; an error comes back as a {@link Problem} with the code it has over there. Belongs to one
 * verticle, whose event loop its connections use.
 */
public final class ServiceClient {
    private static final Duration DEADLINE = Duration.ofSeconds(3);
    private static final Duration KEEPALIVE = Duration.ofSeconds(30);
    private static final int CONNECT_TIMEOUT_MS = 1_000;
    private static final int CONNECTIONS_AN_ADDRESS = 2;
    /** To tell the caller in time that there is no answer. */
    private static final long RESERVE_MS = 500;
    /** With less than that a call is not begun: it would be given up, and nobody would know what came of it. */
    private static final long LEAST_MS = 500;
    /** A service that has just started answers 20 calls a second at worst; waiting and deadline are less than a payment's lease. */
    private static final ConcurrencyLimiter.Limits LIMITS =
            new ConcurrencyLimiter.Limits(32, 512, 2_000, 5_000, RESERVE_MS + LEAST_MS);

    private static final Duration PAUSE_WHEN_AWAY = Duration.ofSeconds(1);

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
                .with(new io.vertx.core.http.PoolOptions().setHttp2MaxSize(CONNECTIONS_AN_ADDRESS))
                .withConnectHandler(connection -> prepare(vertx, connection))
                .withAddressResolver(AddressResolver.mappingResolver(ignored -> servers))
                .withLoadBalancer(LoadBalancer.ROUND_ROBIN)
                .build();
        this.client = GrpcClient.client(vertx, http);
        this.limiter = new ConcurrencyLimiter(vertx, service, LIMITS, System::nanoTime);
        this.breaker = new PeerBreaker(service, PAUSE_WHEN_AWAY, VertxMeters.of(vertx));
        this.failures = new FailureLog(service, System::nanoTime);
    }

    /** A unary call. @param token a bearer token: the caller's, or this service's own */
    public <Q, R> Future<R> call(ServiceMethod<R, Q> method, Q request, String token) {
        return limiter.run(() -> inTime(method, request, token))
                .recover(failure -> Future.failedFuture(noted(method, problemOf(failure))));
    }

    /** Answered or given up while whoever asks us still waits. */
    private <Q, R> Future<R> inTime(ServiceMethod<R, Q> method, Q request, String token) {
        return inTime(waitMs -> send(method, request, token, waitMs));
    }

    private <R> Future<R> inTime(LongFunction<Future<R>> call) {
        long waitMs = Math.min(DEADLINE.toMillis(), Deadline.leftMs() - RESERVE_MS);
        return waitMs < LEAST_MS
                ? Future.failedFuture(Problem.of(
                        StandardError.UNAVAILABLE, "There was no time left to ask the " + service + " service."))
                : breaker.guard(() -> call.apply(waitMs));
    }

    /**
     * Calls of a method that takes many questions at once, {@link BatchLoader}. Each question waits no longer than whoever asks it is
     * waited for; its answer, or unavailable or deadline_exceeded: then it is not known whether the question was heard.
     *
     * @param together the request for questions
     * @param apart their answers, in the same order
     * @param token a bearer token of this service's own
     */
    public <Q, A, M, R> Function<Q, Future<A>> batched(
            ServiceMethod<R, M> method,
            Function<List<Q>, M> together,
            Function<R, List<A>> apart,
            Supplier<Future<String>> token) {
        var gathered = new BatchLoader<Q, A>(vertx, BatchLimit.MOST, questions -> token.get()
                .compose(own -> limiter.run(() -> send(method, together.apply(questions), own, DEADLINE.toMillis())))
                .map(apart));
        // Nearly every question may take as long as any may: those share a timer.
        var longest = new RequestTimeouts(vertx, DEADLINE);
        return question -> guarded(
                method,
                waitMs -> waitMs == DEADLINE.toMillis()
                        ? longest.of(gathered.ask(question))
                        : gathered.ask(question).timeout(waitMs, TimeUnit.MILLISECONDS));
    }

    private <A> Future<A> guarded(ServiceMethod<?, ?> method, LongFunction<Future<A>> question) {
        return inTime(question).recover(failure -> Future.failedFuture(noted(method, problemOf(failure))));
    }

    private <Q, R> Future<R> send(ServiceMethod<R, Q> method, Q request, String token, long waitMs) {
        // The message is asked for in the turn that brings the head: asked for later, from another thread, it never
        // comes.
        return open(method, token)
                .compose(call -> call.timeout(waitMs, TimeUnit.MILLISECONDS)
                        .send(request)
                        .compose(this::single))
                .timeout(waitMs, TimeUnit.MILLISECONDS);
    }

    /**
     * A call answered by a stream, without deadline: it lasts as long as both sides want.
     *
     * @return paused, so that nothing is lost on callers who are not on an event loop: to be resumed once its handlers are set
     */
    public <Q, R> Future<ReadStream<R>> stream(ServiceMethod<R, Q> method, Q request, String token) {
        return open(method, token)
                .compose(call -> call.send(request)
                        .<ReadStream<R>>compose(
                                response -> response.status() == null || response.status() == GrpcStatus.OK
                                        ? Future.succeededFuture(response.pause())
                                        : Future.failedFuture(remoteProblem(response))))
                .recover(failure -> Future.failedFuture(noted(method, problemOf(failure))));
    }

    /** Ends its connections, and the streams on them. Not needed when the verticle is undeployed: then it is closed by Vert.x. */
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
        // A call that fails before its first message has everything in its headers.
        String details = inTrailers == null ? response.headers().get(ErrorDetails.KEY) : inTrailers;
        return ErrorDetails.problemOf(response.status().code, response.statusMessage(), details, service);
    }

    private Problem noted(ServiceMethod<?, ?> method, Problem problem) {
        failures.note(method.fullMethodName(), problem);
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

    /** Vert.x has no keepalive for HTTP/2: without a ping a dead peer is found by the next request only. */
    private static void keepAlive(Vertx vertx, HttpConnection connection) {
        long timer = vertx.setPeriodic(KEEPALIVE.toMillis(), tick -> connection
                .ping(PING)
                .timeout(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(dead -> connection.close()));
        connection.closeHandler(closed -> vertx.cancelTimer(timer));
    }
}
