package dev.corridor.kit.request;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Media types that a client accepts, with their weights (RFC 9110, 12.5.1). */
public final class Accept {
    private static final Pattern WEIGHT = Pattern.compile("q=(0(\\.\\d{0,3})?|1(\\.0{0,3})?)");
    private static final Accept ANYTHING = new Accept(List.of(new Range("*/*", 1)));

    private final List<Range> ranges;

    private record Range(String type, double weight) {
        boolean covers(String mediaType) {
            return type.equals("*/*")
                    || type.equals(mediaType)
                    || type.endsWith("/*") && mediaType.startsWith(type.substring(0, type.length() - 1));
        }

        /** A media type is more specific than "text/*", and that than "*&#47;*". */
        int specificity() {
            return type.equals("*/*") ? 0 : type.endsWith("/*") ? 1 : 2;
        }
    }

    private Accept(List<Range> ranges) {
        this.ranges = ranges;
    }

    /** Reads an Accept header. A client that sends none accepts anything. */
    public static Accept of(Optional<String> header) {
        return header.filter(text -> !text.isBlank())
                .map(text -> new Accept(
                        Arrays.stream(text.split(",")).map(Accept::range).toList()))
                .orElse(ANYTHING);
    }

    /** Whether the client prefers {@code mediaType} to {@code usual}, the type of a client that does not say. */
    public boolean prefers(String mediaType, String usual) {
        double weight = weight(mediaType);
        return weight > 0
                && (weight > weight(usual)
                        || weight == weight(usual) && specificity(mediaType) > specificity(usual)
                        || weight == weight(usual) && comesFirst(mediaType, usual));
    }

    /** Whether the client names this very media type, and not only a range that covers it. */
    public boolean names(String mediaType) {
        return weight(mediaType) > 0 && specificity(mediaType) == 2;
    }

    private double weight(String mediaType) {
        return best(mediaType).map(Range::weight).orElse(0.0);
    }

    private int specificity(String mediaType) {
        return best(mediaType).map(Range::specificity).orElse(-1);
    }

    /** Of two types that are both named, and with the same weight, a client writes the one that it wants first. */
    private boolean comesFirst(String mediaType, String usual) {
        var one = best(mediaType);
        var other = best(usual);
        return one.isPresent()
                && other.isPresent()
                && one.get().specificity() == 2
                && ranges.indexOf(one.get()) < ranges.indexOf(other.get());
    }

    /** The most specific range decides about a media type. */
    private Optional<Range> best(String mediaType) {
        return ranges.stream()
                .filter(range -> range.covers(mediaType))
                .max((one, other) -> Integer.compare(one.specificity(), other.specificity()));
    }

    private static Range range(String text) {
        String[] parts = text.split(";");
        double weight = Arrays.stream(parts)
                .skip(1)
                .map(parameter -> parameter.strip().toLowerCase(Locale.ROOT))
                .filter(parameter -> WEIGHT.matcher(parameter).matches())
                .mapToDouble(parameter -> Double.parseDouble(parameter.substring(2)))
                .findFirst()
                .orElse(1);
        return new Range(parts[0].strip().toLowerCase(Locale.ROOT), weight);
    }
}
