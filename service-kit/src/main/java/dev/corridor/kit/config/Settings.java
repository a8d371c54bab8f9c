package dev.corridor.kit.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads a service's configuration from environment variables; failures name the variable. */
public final class Settings {
    private final Map<String, String> environment;

    private Settings(Map<String, String> environment) {
        this.environment = environment;
    }

    public static Settings of(Map<String, String> environment) {
        return new Settings(Map.copyOf(environment));
    }

    /** @throws InvalidSetting when it is missing or blank */
    public String text(String key) {
        String value = environment.get(key);
        if (value == null || value.isBlank()) {
            throw new InvalidSetting(key, "is not set");
        }
        return value.strip();
    }

    public String text(String key, String otherwise) {
        return isSet(key) ? text(key) : otherwise;
    }

    public boolean isSet(String key) {
        String value = environment.get(key);
        return value != null && !value.isBlank();
    }

    /** @throws InvalidSetting unless a whole number from {@code min} to {@code max} */
    public int integer(String key, int otherwise, int min, int max) {
        if (!isSet(key)) {
            return otherwise;
        }
        int value = parsed(key, text(key), Integer::parseInt, "is not a whole number");
        if (value < min || value > max) {
            throw new InvalidSetting(key, "is not between " + min + " and " + max);
        }
        return value;
    }

    /** @throws InvalidSetting unless {@code on} or {@code off} */
    public boolean isOn(String key, boolean otherwise) {
        if (!isSet(key)) {
            return otherwise;
        }
        return switch (text(key)) {
            case "on" -> true;
            case "off" -> false;
            default -> throw new InvalidSetting(key, "is neither on nor off");
        };
    }

    public int port(String key) {
        text(key);
        return integer(key, 0, 0, 65_535);
    }

    /** Reads an ISO 8601 duration, such as PT3S or PT0.25S; not negative. */
    public Duration duration(String key, Duration otherwise) {
        if (!isSet(key)) {
            return otherwise;
        }
        Duration value = parsed(key, text(key), Duration::parse, "is not an ISO 8601 duration such as PT3S");
        if (value.isNegative()) {
            throw new InvalidSetting(key, "is negative");
        }
        return value;
    }

    /** Reads a comma separated list of at least one item. */
    public List<String> list(String key) {
        var items = Arrays.stream(text(key).split(","))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
        if (items.isEmpty()) {
            throw new InvalidSetting(key, "is an empty list");
        }
        return items;
    }

    /** Reads a comma separated list of URIs. */
    public List<URI> uris(String key) {
        return list(key).stream().map(item -> uri(key, item)).toList();
    }

    public URI uri(String key) {
        return uri(key, text(key));
    }

    /** Reads a comma separated list of host:port. */
    public List<HostPort> addresses(String key) {
        return list(key).stream()
                .map(item -> parsed(key, item, HostPort::parse, "is not a list of host:port"))
                .toList();
    }

    /** Returns the URI, or empty when the variable is set to nothing, which switches the feature off. */
    public Optional<URI> uriUnlessOff(String key, URI otherwise) {
        if (isSet(key)) {
            return Optional.of(uri(key));
        }
        return environment.containsKey(key) ? Optional.empty() : Optional.of(otherwise);
    }

    private static URI uri(String key, String value) {
        try {
            return new URI(value);
        } catch (URISyntaxException malformed) {
            throw new InvalidSetting(key, "is not a URI");
        }
    }

    private static <T> T parsed(String key, String value, Function<String, T> parser, String otherwise) {
        try {
            return parser.apply(value);
        } catch (IllegalArgumentException | DateTimeParseException malformed) {
            throw new InvalidSetting(key, otherwise);
        }
    }
}
