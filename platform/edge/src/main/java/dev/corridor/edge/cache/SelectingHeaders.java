package dev.corridor.edge.cache;

import dev.corridor.kit.request.Correlation;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Request headers that choose among the representations of a resource: the ones that the cache passes on, and what they say. */
final class SelectingHeaders {
    private static final String ACCEPT = "accept";
    private static final String ACCEPT_ENCODING = "accept-encoding";
    /** Headers of the caller that the backend gets to see. */
    private static final List<String> PASSED_ON = List.of(ACCEPT, ACCEPT_ENCODING, "accept-language");

    private SelectingHeaders() {}

    /** Returns the headers of a request to the backend that is made for nobody in particular. */
    static MultiMap passedOn(MultiMap request) {
        var headers = HttpHeaders.headers();
        PASSED_ON.forEach(name -> {
            if (request.contains(name)) {
                headers.set(name, value(request, name));
            }
        });
        String correlationId = request.get(Correlation.HEADER);
        return correlationId == null ? headers : headers.set(Correlation.HEADER, correlationId);
    }

    /** Describes the headers that the backend gets to see, so that equal requests can share a response. */
    static String summary(MultiMap request) {
        return PASSED_ON.stream().map(name -> value(request, name)).collect(Collectors.joining("\n"));
    }

    /**
     * Returns what a later request must say to get the same response: the headers that Vary names, Accept in any case, and
     * Accept-Encoding if the content is encoded. A backend that forgets to name these two cannot mislead one caller by the other's.
     */
    static Map<String, String> of(MultiMap request, MultiMap response) {
        var selecting = new TreeMap<String, String>();
        Set<String> names = new HashSet<>(varied(response));
        names.add(ACCEPT);
        if (response.contains("content-encoding")) {
            names.add(ACCEPT_ENCODING);
        }
        // The edge itself answers CORS; the backend never sees an origin.
        names.remove("origin");
        names.forEach(name -> selecting.put(name, PASSED_ON.contains(name) ? value(request, name) : ""));
        return Map.copyOf(selecting);
    }

    static Set<String> varied(MultiMap response) {
        return response.getAll("vary").stream()
                .flatMap(value -> List.of(value.split(",")).stream())
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
    }

    static boolean match(Map<String, String> selecting, MultiMap request) {
        for (var header : selecting.entrySet()) {
            if (!header.getValue().equals(value(request, header.getKey()))) {
                return false;
            }
        }
        return true;
    }

    /** The value without insignificant differences: spaces around commas, and no Accept instead of any type. */
    private static String value(MultiMap headers, String name) {
        var lines = headers.getAll(name);
        if (lines.isEmpty()) {
            return name.equals(ACCEPT) ? "*/*" : "";
        }
        String joined = lines.size() == 1
                ? lines.get(0).strip()
                : String.join(",", lines).strip();
        return joined.indexOf(',') < 0 ? joined : joined.replaceAll("\\s*,\\s*", ",");
    }
}
