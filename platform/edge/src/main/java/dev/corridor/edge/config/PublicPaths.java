package dev.corridor.edge.config;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The paths of an API that callers may reach, relative to its base path. They come from the API's contract, so that what a service
 * serves to its operators, or begins to serve, is not public before the contract says so.
 */
public final class PublicPaths {
    /** Documents that describe the API and are public with it. */
    private static final List<String> DESCRIPTIONS = List.of("/openapi.yaml", "/asyncapi.yaml");

    private static final Pattern PARAMETER = Pattern.compile("\\{[^}/]+}");
    private static final String SEGMENT = "[^/]+";

    private final Pattern pattern;

    private PublicPaths(Stream<String> templates) {
        this.pattern = Pattern.compile(templates.map(PublicPaths::expression).collect(Collectors.joining("|")));
    }

    /** The paths of an OpenAPI document, such as {@code /users/{id}}, and the documents that describe them. */
    static PublicPaths ofOpenApi(Collection<String> paths) {
        return new PublicPaths(Stream.concat(paths.stream(), DESCRIPTIONS.stream()));
    }

    /** The one path of GraphQL, and its schema. */
    static PublicPaths ofGraphql() {
        return new PublicPaths(Stream.of("", "/schema.graphqls"));
    }

    /** The base path only. */
    static PublicPaths ofWebSocket() {
        return new PublicPaths(Stream.of(""));
    }

    /** Every method of the service: its contract has no other. */
    static PublicPaths ofGrpc() {
        return new PublicPaths(Stream.of("/{method}"));
    }

    boolean contain(String path) {
        return pattern.matcher(path).matches();
    }

    /** A slash at the end of a path makes no difference, as for the services. */
    private static String expression(String template) {
        return Stream.of(PARAMETER.split(template, -1)).map(Pattern::quote).collect(Collectors.joining(SEGMENT)) + "/?";
    }
}
