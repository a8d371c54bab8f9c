package dev.corridor.edge;

import dev.corridor.forex.v1.ForexServiceGrpcService;
import dev.corridor.forex.v1.StreamRatesRequest;
import dev.corridor.forex.v1.StreamRatesResponse;
import dev.corridor.forex.v1.Tick;
import dev.corridor.kit.error.ErrorDetails;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.runtime.Http2Limits;
import dev.corridor.profile.v1.FindUserRequest;
import dev.corridor.profile.v1.FindUserResponse;
import dev.corridor.profile.v1.GetUserRequest;
import dev.corridor.profile.v1.GetUserResponse;
import dev.corridor.profile.v1.ProfileServiceGrpcService;
import dev.corridor.profile.v1.User;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerRequest;
import io.vertx.grpc.server.GrpcServerResponse;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Test backend that answers every request with a description of the request, and finds one user.
 *
 * @param closedStreams the last message of each stream that was closed
 * @param cached the resources below /cache
 */
record Backend(int httpPort, int grpcPort, BlockingQueue<String> closedStreams, CacheOrigin cached) {
    static final int BURST = 200_000;
    /** More than all buffers on the way hold. */
    private static final int LARGE = 1_000_000;

    /** gRPC calls that can be open, over the edge's two connections to it. */
    static final int MAX_STREAMS = 100;

    private static final int MAX_CANCELLATIONS = 100_000;
    private static final long CANCEL = 8;

    static Backend start(Vertx vertx) {
        BlockingQueue<String> closedStreams = new LinkedBlockingQueue<>();
        var cached = new CacheOrigin();
        Set<String> broken = ConcurrentHashMap.newKeySet();
        var http = vertx.createHttpServer()
                .webSocketHandshakeHandler(handshake -> {
                    if (handshake.path().endsWith("/nope")) {
                        handshake.reject(404);
                    } else {
                        handshake.accept();
                    }
                })
                .webSocketHandler(socket -> stream(socket, closedStreams))
                .requestHandler(request -> {
                    if (request.path().startsWith("/cache/")) {
                        cached.answer(request);
                    } else {
                        answer(request, broken);
                    }
                })
                .listen(0, "127.0.0.1");
        var grpc = GrpcServer.server(vertx);
        grpc.callHandler(ProfileServiceGrpcService.FindUser, Backend::findUser);
        grpc.callHandler(ProfileServiceGrpcService.GetUser, Backend::getUser);
        grpc.callHandler(ForexServiceGrpcService.StreamRates, Backend::streamRates);
        var options = Http2Limits.apply(new HttpServerOptions(), MAX_CANCELLATIONS);
        options.getInitialSettings().setMaxConcurrentStreams(MAX_STREAMS / 2);
        var rpc = vertx.createHttpServer(options)
                .requestHandler(request -> {
                    String type = request.getHeader("content-type");
                    if (type != null && type.startsWith("application/grpc")) {
                        grpc.handle(request);
                    } else {
                        json(request, closedStreams);
                    }
                })
                .listen(0, "127.0.0.1");
        return new Backend(http.await().actualPort(), rpc.await().actualPort(), closedStreams, cached);
    }

    /** Answers gRPC methods as JSON, as the kit does. A stream ends when its caller leaves. */
    private static void json(HttpServerRequest request, BlockingQueue<String> closedStreams) {
        switch (request.path()) {
            case "/v1/users/never/parties" -> request.response().exceptionHandler(closed -> {});
            case "/v1/rates/stream" -> {
                var response = request.response().putHeader("content-type", "application/x-ndjson");
                response.exceptionHandler(broken -> closedStreams.add("json"));
                response.setChunked(true).write("{\"tick\":{\"pair\":\"USD/EUR\"}}\n");
            }
            default -> request.body().onSuccess(body -> describe(request, body));
        }
    }

    /** @param broken what was asked for at /once, where the first request of a URI gets no answer */
    private static void answer(HttpServerRequest request, Set<String> broken) {
        switch (request.path()) {
            case "/never" -> request.response().exceptionHandler(closed -> {});
            case "/nothing" -> request.response().setStatusCode(204).end();
            case "/unchanged" -> request.response().setStatusCode(304).end();
            case "/v1/linked" ->
                request.response().putHeader("link", "<?page=2>; rel=\"next\"").end();
            case "/open" -> request.response().putHeader("vary", "accept").end("open");
            case "/v2/large" -> request.response().end("x".repeat(LARGE));
            case "/broken" -> request.connection().close();
            case "/once" -> {
                if (broken.add(request.uri())) {
                    request.connection().close();
                } else {
                    request.response().end("again");
                }
            }
            default -> request.body().onSuccess(body -> describe(request, body));
        }
    }

    private static void describe(HttpServerRequest request, Buffer body) {
        var headers = new JsonObject();
        request.headers().forEach(header -> headers.put(header.getKey().toLowerCase(), header.getValue()));
        request.response()
                .putHeader("content-type", "application/json")
                .putHeader("x-correlation-id", "the-backend-has-another-one")
                .putHeader("etag", "\"7\"")
                .end(new JsonObject()
                        .put("method", request.method().name())
                        .put("uri", request.uri())
                        .put("headers", headers)
                        .put("body", body.toString())
                        .toBuffer());
    }

    /** Sends a greeting, then echoes every message. It answers "burst" with a message larger than any buffer on the way. */
    private static void stream(ServerWebSocket socket, BlockingQueue<String> closedStreams) {
        var last = new AtomicReference<>("");
        socket.closeHandler(closed -> closedStreams.add(last.get()));
        socket.writeTextMessage("welcome to " + socket.path());
        socket.textMessageHandler(message -> {
            last.set(message);
            switch (message) {
                case "burst" -> socket.writeTextMessage("x".repeat(BURST));
                case "head" ->
                    socket.writeTextMessage(
                            socket.uri() + " " + socket.headers().get("authorization"));
                case "bye" -> socket.close((short) 4001, "as you wish");
                default -> socket.writeTextMessage(message);
            }
        });
    }

    private static void findUser(GrpcServerRequest<FindUserRequest, FindUserResponse> call) {
        call.handler(request -> answer(
                call.response(),
                List.of("ada", "guessed").contains(request.getUsername()),
                FindUserResponse.newBuilder().setUser(user(RunningEdge.USER_ID)).build()));
    }

    private static void getUser(GrpcServerRequest<GetUserRequest, GetUserResponse> call) {
        call.handler(request -> {
            switch (request.getUserId()) {
                case "never" -> {}
                case "reset" -> call.response().cancel();
                case "disconnect" -> call.connection().close();
                default ->
                    answer(
                            call.response(),
                            !request.getUserId().isEmpty(),
                            GetUserResponse.newBuilder()
                                    .setUser(user(request.getUserId()))
                                    .build());
            }
        });
    }

    /** Answers as a service does: a status with the error's details. */
    private static <R> void answer(GrpcServerResponse<?, R> response, boolean found, R message) {
        if (found) {
            response.end(message);
        } else {
            var problem = Problem.of(StandardError.NOT_FOUND, "nobody");
            response.trailers().set(ErrorDetails.KEY, ErrorDetails.of(problem, ""));
            response.status(GrpcStatus.NOT_FOUND).statusMessage("nobody").end();
        }
    }

    private static User user(String userId) {
        return User.newBuilder().setUserId(userId).build();
    }

    private static void streamRates(GrpcServerRequest<StreamRatesRequest, StreamRatesResponse> call) {
        GrpcServerResponse<?, StreamRatesResponse> response = call.response();
        call.handler(request -> {
            String pair = request.getPairs(0);
            response.write(tick(pair, 1));
            switch (pair) {
                case "NEVER/ENDS" -> {}
                case "BREAK/OFF" ->
                    response.status(GrpcStatus.FAILED_PRECONDITION).end();
                case "RESET/ME" -> response.cancel();
                case "DISCONNECT/ME" -> call.connection().close();
                default -> {
                    response.write(tick(pair, 2));
                    response.end(tick(pair, 3));
                }
            }
        });
    }

    private static StreamRatesResponse tick(String pair, long seq) {
        return StreamRatesResponse.newBuilder()
                .setTick(Tick.newBuilder().setPair(pair).setSeq(seq))
                .build();
    }
}
