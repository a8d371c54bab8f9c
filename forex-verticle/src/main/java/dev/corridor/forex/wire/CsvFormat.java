package dev.corridor.forex.wire;

import dev.corridor.kit.rest.RestRequest;

/** Decides whether a list is answered as CSV, and names its media type. */
public final class CsvFormat {
    public static final String MEDIA_TYPE = "text/csv; charset=utf-8";

    private CsvFormat() {}

    /** Whether a request asks for CSV. The query parameter {@code format} wins over the header {@code Accept}. */
    public static boolean isRequested(RestRequest request) {
        return request.query("format").map("csv"::equals).orElseGet(() -> request.prefers("text/csv"));
    }
}
