package dev.corridor.kit.request;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/**
 * Media type of a request's body (RFC 9110, 8.3).
 *
 * @param name in lower case and without parameters, such as "application/json"
 */
public record RequestMediaType(String name) {
    private static final RequestMediaType JSON = new RequestMediaType("application/json");
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String CHARSET = "charset=";
    private static final Set<String> CHARSETS = Set.of("utf-8", "utf8", "us-ascii");

    /**
     * Reads a Content-Type header. A body without one is JSON, and so is a form: {@code curl -d} sends any body as a form, and no
     * operation takes one.
     *
     * @param header null if there is none
     * @throws Problem unsupported_media_type for a text that is not UTF-8
     */
    public static RequestMediaType of(String header) {
        if (header == null || header.isBlank()) {
            return JSON;
        }
        String[] parts = header.split(";");
        String name = parts[0].strip().toLowerCase(Locale.ROOT);
        Arrays.stream(parts)
                .skip(1)
                .map(parameter -> parameter.strip().toLowerCase(Locale.ROOT))
                .filter(parameter -> parameter.startsWith(CHARSET))
                .map(parameter -> parameter.substring(CHARSET.length()).replace("\"", ""))
                .filter(charset -> !CHARSETS.contains(charset))
                .findFirst()
                .ifPresent(charset -> {
                    throw Problem.of(StandardError.UNSUPPORTED_MEDIA_TYPE, "The body is not UTF-8.");
                });
        return name.equals(FORM) ? JSON : new RequestMediaType(name);
    }

    /** Whether a Content-Type header names a form. */
    public static boolean isForm(String header) {
        return header.regionMatches(true, 0, FORM, 0, FORM.length());
    }

    public boolean isJson() {
        return name.equals(JSON.name);
    }
}
