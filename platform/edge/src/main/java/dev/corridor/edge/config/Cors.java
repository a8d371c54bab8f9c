package dev.corridor.edge.config;

import java.util.Set;

/**
 * Which pages of other origins may call an API from a browser.
 *
 * @param origins such as {@code https://app.example.com}; {@code *}: all; empty: none
 * @param methods that a page may use
 * @param headers that a page may send
 * @param credentials whether the browser sends cookies and client certificates
 * @param maxAgeSeconds how long a browser may remember the answer
 */
public record Cors(
        Set<String> origins, Set<String> methods, Set<String> headers, boolean credentials, int maxAgeSeconds) {
    public static final String ANY_ORIGIN = "*";

    public Cors {
        origins = Set.copyOf(origins);
        methods = Set.copyOf(methods);
        headers = Set.copyOf(headers);
    }

    public boolean allows(String origin) {
        return origins.contains(ANY_ORIGIN) || origins.contains(origin);
    }
}
