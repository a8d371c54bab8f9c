package dev.corridor.edge.proxy;

import dev.corridor.edge.config.Api;
import dev.corridor.edge.config.EdgeConfig;
import dev.corridor.edge.config.EdgeConfig.Limits;
import dev.corridor.kit.config.HostPort;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.grpc.PeerAddress;
import dev.corridor.kit.grpc.PeerAddresses;
import dev.corridor.kit.vertx.ClientResets;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.StreamResetException;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens requests to the services: round robin over the addresses of a service. One that cannot be reached is left out until it answers
 * again; one that stops answering is spared by its circuit breaker.
 */
public final class Backends {
    private static final Logger LOG = LoggerFactory.getLogger(Backends.class);
    private static final int CONNECTIONS_PER_REPLICA = 128;
    private static final int MAX_WAITING = 2_000;
    private static final int GRPC_CONNECTIONS_PER_REPLICA = 2;
    /** HTTP/2's error code for a cancelled stream (RFC 9113, section 7). */
    private static final long CANCEL = 8;

    private final Vertx vertx;
    private final EdgeConfig config;
    private final HttpClient http;
    private final HttpClient streams;
    private final HttpClient grpc;
    private final NetClient probes;
    private final Map<List<HostPort>, PeerAddresses> addresses = new HashMap<>();
    /** The same by API, for every request: the list of an API's addresses would be made anew for each. */
    private final Map<Api, PeerAddresses> addressesOfApis = new IdentityHashMap<>();

    public Backends(Vertx vertx, EdgeConfig config) {
        this.vertx = vertx;
        this.config = config;
        Limits limits = config.limits();
        this.http = vertx.createHttpClient(options(limits), pool().setHttp1MaxSize(CONNECTIONS_PER_REPLICA));
        this.streams = vertx.createHttpClient(options(limits), pool().setHttp1MaxSize(limits.maxStreams()));
        this.grpc = vertx.httpClientBuilder()
                .with(options(limits).setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false))
                .with(pool().setHttp2MaxSize(GRPC_CONNECTIONS_PER_REPLICA))
                .withConnectHandler(ClientResets::allow)
                .build();
        this.probes = vertx.createNetClient(new NetClientOptions()
                .setConnectTimeout((int) limits.connectTimeout().toMillis()));
    }

    private static HttpClientOptions options(Limits limits) {
        return new HttpClientOptions()
                .setConnectTimeout((int) limits.connectTimeout().toMillis());
    }

    private static PoolOptions pool() {
        return new PoolOptions().setMaxWaitQueueSize(MAX_WAITING);
    }

    /** The HTTP client that {@link #open} uses for REST and GraphQL. */
    HttpClient http() {
        return http;
    }

    /**
     * Opens a request to the API's backend. Fails with the problem {@code unavailable} when no address can be reached or the breakers
     * of all are open, and with {@link CallerLeft} when the caller has left meanwhile.
     */
    Future<HttpClientRequest> open(HttpServerRequest caller, Api api, HttpMethod method, String uri) {
        return open(() -> caller.response().closed(), api, method, uri);
    }

    /** Opens a request as the other method does. @param hasCallerLeft whether nobody waits for the response any more */
    public Future<HttpClientRequest> open(BooleanSupplier hasCallerLeft, Api api, HttpMethod method, String uri) {
        long patience = config.limits().answerTimeout().toMillis();
        // Bounds the wait for a connection with room for one more request.
        var options = new RequestOptions().setMethod(method).setURI(uri).setConnectTimeout(patience);
        // Ends with the first answer of a stream's handshake, and never applies to gRPC, whose callers set deadlines.
        if (api.kind() != Api.Kind.GRPC) {
            options.setIdleTimeout(patience);
        }
        return new Attempts(hasCallerLeft, api, options).next();
    }

    private PeerAddresses addressesOf(Api api) {
        return addressesOfApis.computeIfAbsent(
                api,
                first -> addresses.computeIfAbsent(
                        config.addressesOf(api), listed -> new PeerAddresses(vertx, api.name(), listed, this::probe)));
    }

    /** Connects to an address that was left out. */
    private Future<?> probe(PeerAddress address) {
        return probes.connect(address.socket()).compose(NetSocket::close);
    }

    public void close() {
        addresses.values().forEach(PeerAddresses::close);
    }

    /** Attempts of one request to get a connection, each at another address. Nothing is sent before one succeeds. */
    private final class Attempts {
        private final BooleanSupplier hasCallerLeft;
        private final Api api;
        private final RequestOptions options;
        private final PeerAddresses addresses;
        private final List<PeerAddress> tried = new ArrayList<>();

        Attempts(BooleanSupplier hasCallerLeft, Api api, RequestOptions options) {
            this.hasCallerLeft = hasCallerLeft;
            this.api = api;
            this.options = options;
            this.addresses = addressesOf(api);
        }

        Future<HttpClientRequest> next() {
            if (hasCallerLeft.getAsBoolean()) {
                return Future.failedFuture(new CallerLeft());
            }
            return addresses
                    .next(tried)
                    .map(this::connect)
                    .orElseGet(() -> Future.failedFuture(
                            Problem.of(StandardError.UNAVAILABLE, api.name() + " is not available.")));
        }

        private Future<HttpClientRequest> connect(PeerAddress address) {
            tried.add(address);
            options.setServer(address.socket())
                    .setHost(address.socket().host())
                    .setPort(address.socket().port());
            Future<HttpClientRequest> opened = client(api).request(options);
            address.observe(1, () -> opened.compose(this::answered));
            return opened.transform(
                    result -> result.succeeded() ? require(result.result()) : failed(address, result.cause()));
        }

        /** Whether the address answers. It is no failure of the address when the caller or the service ends the request. */
        private Future<Void> answered(HttpClientRequest outgoing) {
            return outgoing.response()
                    .<Void>mapEmpty()
                    .recover(failure -> failure instanceof StreamResetException || hasCallerLeft.getAsBoolean()
                            ? Future.succeededFuture()
                            : Future.failedFuture(failure));
        }

        private Future<HttpClientRequest> require(HttpClientRequest outgoing) {
            return hasCallerLeft.getAsBoolean()
                    ? abandon(outgoing).compose(done -> Future.failedFuture(new CallerLeft()))
                    : Future.succeededFuture(outgoing);
        }

        private Future<HttpClientRequest> failed(PeerAddress address, Throwable failure) {
            LOG.atWarn()
                    .addKeyValue("api", api.name())
                    .addKeyValue("address", address)
                    .addKeyValue("reason", String.valueOf(failure))
                    .log("backend cannot be reached");
            addresses.leaveOut(address, String.valueOf(failure));
            return next();
        }
    }

    /**
     * Gives back a request that nobody awaits. Vert.x 5.0 never frees the pool's slot of an HTTP/2 request that is reset before
     * its head is written, so the head is written first.
     */
    private static Future<Void> abandon(HttpClientRequest outgoing) {
        outgoing.exceptionHandler(reset -> {});
        outgoing.response().onFailure(reset -> {});
        if (outgoing.version() == HttpVersion.HTTP_2) {
            outgoing.setChunked(true).sendHead();
        }
        return outgoing.reset(CANCEL).otherwiseEmpty();
    }

    private HttpClient client(Api api) {
        return switch (api.kind()) {
            case REST, GRAPHQL -> http;
            case WEBSOCKET -> streams;
            case GRPC -> grpc;
        };
    }
}
