package dev.corridor.kit.rest;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Methods that the paths of a router take, for the Allow header of a 405 (RFC 9110, 15.5.6). */
final class AllowedMethods {
    private static final Pattern PARAMETER = Pattern.compile(":\\w+");

    private final List<Entry> entries;

    private record Entry(Pattern path, Set<HttpMethod> methods) {}

    private AllowedMethods(List<Entry> entries) {
        this.entries = entries;
    }

    /** Reads the routes that a router has now. */
    static AllowedMethods of(Router router) {
        return new AllowedMethods(router.getRoutes().stream()
                .filter(route -> route.getPath() != null && route.methods() != null)
                .map(route -> new Entry(pattern(route), route.methods()))
                .toList());
    }

    private static Pattern pattern(Route route) {
        String path = PARAMETER.matcher(Pattern.quote(route.getPath())).replaceAll("\\\\E[^/]+\\\\Q");
        return Pattern.compile(path + (route.isExactPath() ? "/?" : ".*"));
    }

    /** The methods in alphabetical order, such as "GET, HEAD". */
    String of(String path) {
        var names = new TreeSet<String>();
        entries.stream()
                .filter(entry -> entry.path.matcher(path).matches())
                .flatMap(entry -> entry.methods.stream())
                .forEach(method -> names.add(method.name()));
        return String.join(", ", names);
    }
}
