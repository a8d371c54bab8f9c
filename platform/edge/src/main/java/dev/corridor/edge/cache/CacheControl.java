package dev.corridor.edge.cache;

import io.vertx.core.MultiMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cache-Control directives of a request or response (RFC 9111, section 5.2). Of a directive that is repeated, the first counts. */
final class CacheControl {
    private static final CacheControl NONE = new CacheControl(Map.of());
    private static final Pattern DIRECTIVE = Pattern.compile("([^\\s,;=\"]+)(?:\\s*=\\s*(\"[^\"]*\"|[^,\\s]*))?");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,18}");
    /** More than 68 years: RFC 9111, section 1.2.2. */
    private static final long MAX_SECONDS = 1L << 31;

    private final Map<String, String> directives;

    private CacheControl(Map<String, String> directives) {
        this.directives = directives;
    }

    static CacheControl of(MultiMap headers) {
        if (!headers.contains("cache-control")) {
            return NONE;
        }
        var directives = new HashMap<String, String>();
        Matcher directive = DIRECTIVE.matcher(String.join(",", headers.getAll("cache-control")));
        while (directive.find()) {
            String value = directive.group(2);
            directives.putIfAbsent(
                    directive.group(1).toLowerCase(Locale.ROOT), value == null ? "" : value.replace("\"", ""));
        }
        return new CacheControl(directives);
    }

    boolean isEmpty() {
        return directives.isEmpty();
    }

    /** Whether the directive is there, with or without a value. */
    boolean has(String directive) {
        return directives.containsKey(directive);
    }

    /** Returns the seconds of a directive; 0, the most careful value, if they cannot be read. */
    OptionalLong seconds(String directive) {
        String value = directives.get(directive);
        if (value == null) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(SECONDS.matcher(value).matches() ? Math.min(Long.parseLong(value), MAX_SECONDS) : 0);
    }
}
