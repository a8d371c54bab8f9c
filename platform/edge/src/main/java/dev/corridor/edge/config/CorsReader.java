package dev.corridor.edge.config;

import java.util.Set;
import java.util.regex.Pattern;

/** Reads which pages of other origins may call an API. */
final class CorsReader {
    static final Cors NONE = new Cors(Set.of(), Set.of("GET", "HEAD", "POST"), Set.of(), false, 600);

    private static final Pattern ORIGIN = Pattern.compile("\\*|https?://[a-z0-9.-]+(:\\d{1,5})?");
    private static final Pattern METHOD = Pattern.compile("GET|HEAD|POST|PUT|PATCH|DELETE");
    private static final Pattern HEADER = Pattern.compile("[a-z0-9-]{1,64}");
    private static final int MAX_AGE_SECONDS = 86_400;

    private CorsReader() {}

    /** What the entry does not say is as in {@code otherwise}. */
    static Cors read(ConfigNode entry, Cors otherwise) {
        if (!entry.isPresent()) {
            return otherwise;
        }
        entry.allow("origins", "methods", "headers", "credentials", "max_age");
        var cors = new Cors(
                texts(
                        entry.get("origins"),
                        ORIGIN,
                        "* or an origin such as https://app.example.com",
                        otherwise.origins()),
                texts(entry.get("methods"), METHOD, "an HTTP method", otherwise.methods()),
                texts(entry.get("headers"), HEADER, "the name of a header in lower case", otherwise.headers()),
                entry.get("credentials").isPresent() ? entry.get("credentials").flag() : otherwise.credentials(),
                entry.get("max_age").whole(0, MAX_AGE_SECONDS, otherwise.maxAgeSeconds()));
        if (cors.credentials() && cors.origins().contains(Cors.ANY_ORIGIN)) {
            entry.get("credentials").fault("cannot be allowed to all origins; list them");
        }
        return cors;
    }

    private static Set<String> texts(ConfigNode list, Pattern pattern, String form, Set<String> otherwise) {
        return list.isPresent() ? list.texts(pattern, form) : otherwise;
    }
}
