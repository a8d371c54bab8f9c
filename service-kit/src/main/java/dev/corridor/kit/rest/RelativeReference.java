package dev.corridor.kit.rest;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Relative references (RFC 3986, section 4.2) to the resources of a service. A caller resolves them against the URL that it has sent
 * its request to, so that they lead to the same place behind a gateway, where a service's paths begin with another prefix.
 */
final class RelativeReference {
    private RelativeReference() {}

    /**
     * Makes a reference from one path of the service to another.
     *
     * @param from the path of the request, such as {@code /payments/7/refunds}
     * @param to such as {@code /refunds/9}
     * @return such as {@code ../../refunds/9}
     */
    static String of(String from, String to) {
        int depth = (int) from.chars().filter(character -> character == '/').count() - 1;
        return "../".repeat(Math.max(depth, 0)) + to.substring(1);
    }

    /**
     * Makes a reference to the page of the same list that begins at a cursor: the same question with another cursor. It has the
     * last segment of the path, because java.net.URI and others resolve a query alone as RFC 2396 did.
     */
    static String nextPage(String path, String query, String cursor) {
        String segment = path.substring(path.lastIndexOf('/') + 1);
        Stream<String> others = query == null
                ? Stream.empty()
                : Arrays.stream(query.split("&")).filter(parameter -> !parameter.isEmpty() && !isCursor(parameter));
        return Stream.concat(others, Stream.of("cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8)))
                .collect(Collectors.joining("&", segment + "?", ""));
    }

    private static boolean isCursor(String parameter) {
        int end = parameter.indexOf('=');
        String name = end < 0 ? parameter : parameter.substring(0, end);
        return URLDecoder.decode(name, StandardCharsets.UTF_8).equals("cursor");
    }
}
