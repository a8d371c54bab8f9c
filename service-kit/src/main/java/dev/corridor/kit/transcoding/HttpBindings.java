package dev.corridor.kit.transcoding;

import dev.corridor.kit.grpc.BoundMethod;
import io.vertx.core.http.HttpMethod;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Table of the HTTP bindings of a service. A path with more literal segments is found first. */
final class HttpBindings {
    private final List<HttpBinding> bindings;

    /** @param path values of the fields that the path has, decoded */
    record Match(HttpBinding binding, Map<String, String> path) {}

    HttpBindings(List<BoundMethod> methods) {
        this.bindings = methods.stream()
                .flatMap(method -> HttpBinding.of(method).stream())
                .sorted(Comparator.comparing(binding -> binding.template().rank()))
                .toList();
    }

    /** Finds the binding of a request. HEAD is answered wherever GET is (RFC 9110, 9.1). */
    Optional<Match> find(HttpMethod method, String path) {
        var sought = method.equals(HttpMethod.HEAD) ? HttpMethod.GET : method;
        return bindings.stream()
                .filter(binding -> binding.method().equals(sought))
                .flatMap(binding -> binding.template().match(path).map(values -> new Match(binding, values)).stream())
                .findFirst();
    }

    /** The methods that a path takes, as in "GET, HEAD"; "" if the path has no binding. */
    String allowed(String path) {
        var methods = new TreeSet<String>();
        bindings.stream()
                .filter(binding -> binding.template().match(path).isPresent())
                .forEach(binding -> {
                    methods.add(binding.method().name());
                    if (binding.method().equals(HttpMethod.GET)) {
                        methods.add(HttpMethod.HEAD.name());
                    }
                });
        return String.join(", ", methods);
    }

    /** The binding of a method that is called by its gRPC path, such as "/payment.v1.PaymentService/Process". */
    Optional<HttpBinding> ofNativePath(String path) {
        return bindings.stream()
                .filter(binding -> path.equals("/"
                        + binding.rpc().descriptor().getService().getFullName() + "/"
                        + binding.rpc().descriptor().getName()))
                .findFirst();
    }
}
