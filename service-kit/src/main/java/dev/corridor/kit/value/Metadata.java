package dev.corridor.kit.value;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Keys and values that a caller stores with an account or a posting: at most 16 keys, values of at most 256 characters. */
public record Metadata(SortedMap<String, String> values) {
    public static final int KEYS_MAX = 16;
    public static final int VALUE_CHARACTERS_MAX = 256;
    public static final Metadata NONE = new Metadata(Map.of());
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_.-]{1,40}");

    public Metadata {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
        if (values.size() > KEYS_MAX) {
            throw invalid("Metadata has at most " + KEYS_MAX + " keys.");
        }
        values.forEach(Metadata::requireValid);
    }

    public Metadata(Map<String, String> values) {
        this(new TreeMap<>(values));
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** Whether a key may have that name. */
    public static boolean isKey(String key) {
        return KEY.matcher(key).matches();
    }

    private static void requireValid(String key, String value) {
        if (!isKey(key)) {
            throw invalid("A metadata key must be 1 to 40 letters, digits or _.- characters.");
        }
        if (!Texts.isStorable(value, VALUE_CHARACTERS_MAX)) {
            throw invalid("A metadata value must be at most %d characters, none of them a control character."
                    .formatted(VALUE_CHARACTERS_MAX));
        }
    }

    private static Problem invalid(String detail) {
        return Problem.of(StandardError.METADATA_INVALID, detail);
    }
}
