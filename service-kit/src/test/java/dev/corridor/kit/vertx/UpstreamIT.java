package dev.corridor.kit.vertx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corridor.embedded.Ports;
import dev.corridor.kit.testing.HttpCaller;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.util.internal.PlatformDependent;
import io.netty.util.internal.shaded.org.jctools.queues.MpscUnboundedArrayQueue;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.impl.VertxHandler;
import io.vertx.core.spi.context.storage.ContextLocal;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Shows what each class of this package works around. A test that fails says that upstream has mended it: remove the class. */
class UpstreamIT {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void caller_context_a_shared_future_calls_every_listener_on_the_context_that_made_it() {
        Context first = RequestContexts.on(vertx);
        Context second = RequestContexts.onLoopOf(first);
        Promise<Promise<String>> shared = Promise.promise();
        Promise<Context> called = Promise.promise();
        first.runOnContext(begun -> shared.complete(CallerContext.promise(vertx)));
        var promise = shared.future().await();
        second.runOnContext(begun -> {
            promise.future().onComplete(done -> called.complete(Vertx.currentContext()));
            promise.complete("shared");
        });

        assertThat(called.future().await()).isNotSameAs(second);
        assertThat(Context.class.getMethods()).extracting(Method::getName).doesNotContain("promise");
    }

    @Test
    void request_locals_a_slot_that_is_registered_after_start_cannot_be_used() {
        var late = ContextLocal.registerLocal(String.class);
        var context = vertx.getOrCreateContext();

        assertThatIllegalArgumentException().isThrownBy(() -> late.put(context, "value"));
    }

    @Test
    void client_resets_a_server_that_resets_many_streams_loses_its_client() {
        var server = vertx.createHttpServer(new HttpServerOptions().setHttp2RstFloodMaxRstFramePerWindow(10_000))
                .requestHandler(request -> request.response().reset(8))
                .listen(0, Ports.LOOPBACK)
                .await();
        Promise<Void> closed = Promise.promise();
        var client = vertx.httpClientBuilder()
                .with(new HttpClientOptions()
                        .setProtocolVersion(HttpVersion.HTTP_2)
                        .setHttp2ClearTextUpgrade(false))
                .withConnectHandler(connection -> connection.closeHandler(closed::tryComplete))
                .build();
        for (int i = 0; i < 300 && !closed.future().isComplete(); i++) {
            client.request(new RequestOptions().setHost(Ports.LOOPBACK).setPort(server.actualPort()))
                    .compose(request -> request.send())
                    .otherwiseEmpty()
                    .await();
        }

        assertThat(closed.future().isComplete()).isTrue();
    }

    @Test
    void http_version_check_an_unknown_version_is_answered_before_any_handler() throws Exception {
        var server = vertx.createHttpServer()
                .invalidRequestHandler(
                        request -> request.response().setStatusCode(400).end())
                .requestHandler(request -> request.response().end())
                .listen(0, Ports.LOOPBACK)
                .await();
        try (var socket = new Socket(Ports.LOOPBACK, server.actualPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write("GET / HTTP/9.9\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/9.9 501");
        }
    }

    @Test
    void connection_pipeline_an_http_connection_does_not_show_its_channel() {
        assertThat(Arrays.stream(HttpConnection.class.getMethods()).map(Method::getReturnType))
                .noneMatch(type -> type.getName().startsWith("io.netty"));
    }

    @Test
    void upgraded_connection_a_handler_keeps_its_function_and_a_queue_has_a_thousand_places() throws Exception {
        assertThat(VertxHandler.class.getDeclaredField("connectionFactory").getModifiers() & Modifier.FINAL)
                .isNotZero();
        assertThat(PlatformDependent.newMpscQueue()).isInstanceOf(MpscUnboundedArrayQueue.class);
    }

    @Test
    void flush_consolidation_every_write_outside_a_read_is_flushed_by_itself() {
        var flushes = new AtomicInteger();
        int port = vertx.createHttpServer()
                .connectionHandler(connection -> ConnectionPipeline.of(connection)
                        .orElseThrow()
                        .addFirst(new ChannelOutboundHandlerAdapter() {
                            @Override
                            public void flush(ChannelHandlerContext context) {
                                flushes.incrementAndGet();
                                context.flush();
                            }
                        }))
                .requestHandler(request -> vertx.runOnContext(later -> {
                    flushes.set(0);
                    request.response().setChunked(true).write("one");
                    request.response().write("two");
                    request.response().end("three");
                }))
                .listen(0, Ports.LOOPBACK)
                .await()
                .actualPort();

        assertThat(HttpCaller.onPort(port).get("/").body()).isEqualTo("onetwothree");
        assertThat(flushes).hasValueGreaterThan(1);
    }

    @Test
    void grpc_message_splitter_vertx_5_0_reads_messages_with_the_copying_reader() throws Exception {
        try (var version = Vertx.class.getResourceAsStream("/META-INF/vertx/vertx-version.txt")) {
            assertThat(new String(version.readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("5.0.");
        }
    }

    @Test
    void a_timeout_of_a_future_without_a_context_runs_elsewhere() {
        Promise<Thread> timedOut = Promise.promise();
        Promise<Thread> loop = Promise.promise();
        vertx.runOnContext(begun -> {
            loop.complete(Thread.currentThread());
            Future.future(never -> {})
                    .timeout(1, TimeUnit.MILLISECONDS)
                    .onFailure(late -> timedOut.complete(Thread.currentThread()));
        });

        assertThat(timedOut.future().await()).isNotSameAs(loop.future().await());
    }

    /** A gateway whose caller has left therefore writes the head of a request before it resets it. */
    @Test
    void an_http_2_request_that_is_reset_before_its_head_never_frees_its_place_in_the_pool() {
        var options = new HttpServerOptions();
        options.getInitialSettings().setMaxConcurrentStreams(1);
        int port = vertx.createHttpServer(options)
                .requestHandler(request -> request.response().end())
                .listen(0, Ports.LOOPBACK)
                .await()
                .actualPort();
        var client = vertx.createHttpClient(
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false),
                new PoolOptions().setHttp2MaxSize(1));
        var place = new RequestOptions().setHost(Ports.LOOPBACK).setPort(port).setConnectTimeout(100);
        var request = client.request(place).await();
        request.exceptionHandler(reset -> {});

        request.reset(8).await();

        assertThatThrownBy(() -> client.request(place).await()).isInstanceOf(TimeoutException.class);
    }
}
