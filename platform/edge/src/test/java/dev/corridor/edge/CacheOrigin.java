package dev.corridor.edge;

import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Resources of the test backend whose responses the edge may store. A test says what each of them answers. */
final class CacheOrigin {
    private final Map<String, Consumer<HttpServerRequest>> answers = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();

    void answers(String name, Consumer<HttpServerRequest> answer) {
        calls.put(name, new AtomicInteger());
        answers.put(name, answer);
    }

    /** Lets a resource answer the number of the call, with the given headers. */
    void counts(String name, String... headers) {
        answers(name, request -> {
            for (int i = 0; i < headers.length; i += 2) {
                request.response().putHeader(headers[i], headers[i + 1]);
            }
            request.response().end("call " + calls(name));
        });
    }

    /** The requests to a resource since the test has said what it answers. */
    int calls(String name) {
        return calls.get(name).get();
    }

    void answer(HttpServerRequest request) {
        String name = request.path().substring(request.path().lastIndexOf('/') + 1);
        if (answers.containsKey(name)) {
            calls.get(name).incrementAndGet();
            answers.get(name).accept(request);
        } else {
            request.response().end("not of a test");
        }
    }
}
