package dev.corridor.forex.wire;

import java.util.Optional;

/** Decides whether a list is answered as CSV, and names its media type. */
public final class CsvFormat {
    public static final String MEDIA_TYPE = "text/csv; charset=utf-8";

    private CsvFormat() {}

    /**
     * The query parameter wins over the header.
     *
     * @param format query parameter {@code format}
     * @param accept header {@code Accept}
     */
    public static boolean isRequested(Optional<String> format, Optional<String> accept) {
        return format.map("csv"::equals).orElseGet(() -> accept.orElse("").contains("text/csv"));
    }
}
