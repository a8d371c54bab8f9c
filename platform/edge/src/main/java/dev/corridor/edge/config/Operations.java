package dev.corridor.edge.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The operations of an API, found by method and path. They come from the API's contract, so that what a service serves to its
 * operators, or begins to serve, is not public before the contract says so.
 */
public final class Operations {
    private static final Pattern PARAMETER = Pattern.compile("\\{[^}/]+}");
    private static final String HEAD = "HEAD";

    private final List<Operation> all;
    private final Node root = new Node();

    /** Segment of path templates. Literal segments win over those with a parameter. */
    private static final class Node {
        final Map<String, Node> literals = new HashMap<>();
        final Map<String, Mixed> mixed = new HashMap<>();
        final Map<String, Operation> operations = new HashMap<>();
        Node parameter;
        boolean isPath;
    }

    /** Segment that a parameter is a part of, such as {@code {id}.pdf}. */
    private record Mixed(Pattern pattern, Node node) {}

    /**
     * @param operations of the contract
     * @param documents that describe the API and are public with it
     */
    Operations(Collection<Operation> operations, Collection<Operation> documents) {
        this.all = List.copyOf(operations);
        Stream.concat(operations.stream(), documents.stream()).forEach(this::add);
    }

    public List<Operation> all() {
        return all;
    }

    public Optional<Operation> named(String id) {
        return all.stream().filter(operation -> operation.id().equals(id)).findFirst();
    }

    /** Whether the path belongs to an operation, whatever the method. A slash at its end makes no difference, as for the services. */
    boolean contain(String path) {
        return node(root, path, 0) != null;
    }

    /** Finds an operation; null if the contract has none. HEAD is GET. */
    Operation find(String method, String path) {
        Node found = node(root, path, 0);
        if (found == null) {
            return null;
        }
        Operation operation = found.operations.get(method);
        return operation == null && method.equals(HEAD) ? found.operations.get("GET") : operation;
    }

    private void add(Operation operation) {
        Node node = root;
        for (String segment : segments(operation.path())) {
            node = child(node, segment);
        }
        node.isPath = true;
        node.operations.put(operation.method(), operation);
    }

    private static Node child(Node node, String segment) {
        var parameters = PARAMETER.matcher(segment);
        if (parameters.matches()) {
            node.parameter = node.parameter == null ? new Node() : node.parameter;
            return node.parameter;
        }
        if (parameters.reset().find()) {
            return node.mixed.computeIfAbsent(segment, key -> new Mixed(expression(key), new Node())).node;
        }
        return node.literals.computeIfAbsent(segment, key -> new Node());
    }

    private static Pattern expression(String segment) {
        return Pattern.compile(
                Stream.of(PARAMETER.split(segment, -1)).map(Pattern::quote).collect(Collectors.joining(".+")));
    }

    private static List<String> segments(String template) {
        var segments = new ArrayList<>(List.of(template.split("/", -1)));
        segments.remove(0);
        return segments;
    }

    /** Finds the node of the path from {@code start}, which is the index of a slash or the end of the path. */
    private static Node node(Node node, String path, int start) {
        if (start >= path.length() || start == path.length() - 1 && node.isPath) {
            return node.isPath ? node : null;
        }
        int slash = path.indexOf('/', start + 1);
        int end = slash < 0 ? path.length() : slash;
        String segment = path.substring(start + 1, end);
        Node literal = node.literals.get(segment);
        Node found = literal == null ? null : node(literal, path, end);
        if (found == null && !node.mixed.isEmpty()) {
            found = mixed(node, segment, path, end);
        }
        return found == null && node.parameter != null && !segment.isEmpty() ? node(node.parameter, path, end) : found;
    }

    private static Node mixed(Node node, String segment, String path, int end) {
        for (Mixed each : node.mixed.values()) {
            Node found = each.pattern.matcher(segment).matches() ? node(each.node, path, end) : null;
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}
