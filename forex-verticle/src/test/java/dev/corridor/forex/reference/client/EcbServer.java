package dev.corridor.forex.reference.client;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerResponse;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Test double of the European Central Bank's server. */
public final class EcbServer implements AutoCloseable {
    private static final String FOLDER = "/stats/eurofxref/";

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, Consumer<HttpServerResponse>> answers = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final HttpServer server;

    public EcbServer() {
        server = vertx.createHttpServer()
                .requestHandler(request -> {
                    requests.incrementAndGet();
                    answers.getOrDefault(request.path(), status(404)).accept(request.response());
                })
                .listen(0, "127.0.0.1")
                .await();
    }

    public URI daily() {
        return URI.create("http://127.0.0.1:" + server.actualPort() + FOLDER + "eurofxref-daily.xml");
    }

    public int requests() {
        return requests.get();
    }

    public EcbServer answer(String file, Consumer<HttpServerResponse> answer) {
        answers.put(FOLDER + file, answer);
        return this;
    }

    public EcbServer serve(String file, String content) {
        return answer(file, response -> response.end(content));
    }

    public static Consumer<HttpServerResponse> status(int status) {
        return response -> response.setStatusCode(status).end("no");
    }

    /** Sends the beginning of a file and then stalls. */
    public static Consumer<HttpServerResponse> stall() {
        return response -> response.setChunked(true).write("<?xml version='1.0'?><Envelope>");
    }

    /** Sends an endless file. */
    public static Consumer<HttpServerResponse> flood() {
        return response -> {
            response.setChunked(true);
            pour(response);
        };
    }

    private static void pour(HttpServerResponse response) {
        response.write(" ".repeat(64 * 1024)).onSuccess(written -> pour(response));
    }

    /** Makes a file of the bank with one rate of the dollar on each of the days. */
    public static String file(List<LocalDate> days, String usd) {
        return days.stream()
                .map(day -> "<Cube time='%s'><Cube currency='USD' rate='%s'/></Cube>".formatted(day, usd))
                .collect(Collectors.joining("\n", "<?xml version='1.0'?><Envelope><Cube>", "</Cube></Envelope>"));
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
