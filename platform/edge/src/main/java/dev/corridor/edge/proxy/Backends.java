package dev.corridor.edge.proxy;

import dev.corridor.edge.config.Api;
import dev.corridor.edge.config.EdgeConfig;
import dev.corridor.edge.config.EdgeConfig.Limits;
import dev.corridor.kit.config.HostPort;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
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
import io.vertx.core.net.SocketAddress;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens requests to the services: round robin over a service's replicas, skipping one that cannot be reached. */
public final class Backends {
    private static final Logger LOG = LoggerFactory.getLogger(Backends.class);
    private static final int CONNECTIONS_PER_REPLICA = 128;
    private static final int MAX_WAITING = 2_000;
    private static final int GRPC_CONNECTIONS_PER_REPLICA = 2;
    /** HTTP/2's error code for a cancelled stream (RFC 9113, section 7). */
    private static final long CANCEL = 8;

    private final EdgeConfig config;
    private final HttpClient http;
    private final HttpClient streams;
    private final HttpClient grpc;
    private int next;

    public Backends(Vertx vertx, EdgeConfig config) {
        this.config = config;
        Limits limits = config.limits();
        this.http = vertx.createHttpClient(options(limits), pool().setHttp1MaxSize(CONNECTIONS_PER_REPLICA));
        this.streams = vertx.createHttpClient(options(limits), pool().setHttp1MaxSize(limits.maxStreams()));
        this.grpc = vertx.createHttpClient(
                options(limits).setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false),
                pool().setHttp2MaxSize(GRPC_CONNECTIONS_PER_REPLICA));
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
     * Opens a request to the API's backend. Fails with the problem {@code unavailable} when no replica can be reached, and with
     * {@link CallerLeft} when the caller has left meanwhile.
     */
    Future<HttpClientRequest> open(HttpServerRequest caller, Api api, HttpMethod method, String uri) {
        List<HostPort> replicas = config.addressesOf(api);
        long patience = config.limits().answerTimeout().toMillis();
        // Bounds the wait for a connection with room for one more request.
        var options = new RequestOptions().setMethod(method).setURI(uri).setConnectTimeout(patience);
        // Ends with the first answer of a stream's handshake, and never applies to gRPC, whose callers set deadlines.
        if (api.kind() != Api.Kind.GRPC) {
            options.setIdleTimeout(patience);
        }
        next = (next + 1) & Integer.MAX_VALUE;
        return open(caller, api, options, replicas, next, replicas.size());
    }

    private Future<HttpClientRequest> open(
            HttpServerRequest caller,
            Api api,
            RequestOptions options,
            List<HostPort> replicas,
            int index,
            int attemptsLeft) {
        if (caller.response().closed()) {
            return Future.failedFuture(new CallerLeft());
        }
        HostPort replica = replicas.get(index % replicas.size());
        options.setServer(SocketAddress.inetSocketAddress(replica.port(), replica.host()))
                .setHost(replica.host())
                .setPort(replica.port());
        return client(api)
                .request(options)
                .recover(failure -> {
                    LOG.atWarn()
                            .addKeyValue("api", api.name())
                            .addKeyValue("replica", replica)
                            .addKeyValue("reason", String.valueOf(failure))
                            .log("backend cannot be reached");
                    return attemptsLeft > 1
                            ? open(caller, api, options, replicas, index + 1, attemptsLeft - 1)
                            : Future.failedFuture(
                                    Problem.of(StandardError.UNAVAILABLE, api.name() + " is not available.", failure));
                })
                .compose(outgoing -> caller.response().closed()
                        ? abandon(outgoing).compose(done -> Future.failedFuture(new CallerLeft()))
                        : Future.succeededFuture(outgoing));
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
