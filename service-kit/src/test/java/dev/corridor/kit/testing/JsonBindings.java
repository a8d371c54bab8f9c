package dev.corridor.kit.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.ArrayList;
import java.util.List;

/** Assertion that every method of a gRPC service can be called as JSON, by all its paths. */
public final class JsonBindings {
    private JsonBindings() {}

    /** Calls every path without a token: who is refused for the token has reached the method. */
    public static void assertAllAnswer(RunningService service, ServiceDescriptor contract) {
        var http = HttpCaller.onPort(service.grpcPort());
        for (var method : contract.getMethods()) {
            for (var rule : rules(method)) {
                String path = path(rule).replaceAll("\\{[^}]*}", "x");
                var call = http.request(verb(rule), path);
                var answer = (method.isClientStreaming() ? call.body("application/x-ndjson", "") : call).send();
                assertThat(answer.status())
                        .as(method.getFullName() + " " + path)
                        .isEqualTo(401);
                assertThat(answer.json().getString("code")).isEqualTo("unauthenticated");
                assertThat(http.request("PUT", path + "/no/such/path").send().status())
                        .isEqualTo(404);
            }
        }
    }

    private static List<HttpRule> rules(MethodDescriptor method) {
        HttpRule rule = method.getOptions().getExtension(AnnotationsProto.http);
        var rules = new ArrayList<>(List.of(rule));
        rules.addAll(rule.getAdditionalBindingsList());
        return rules;
    }

    private static String verb(HttpRule rule) {
        return rule.getPatternCase().name();
    }

    private static String path(HttpRule rule) {
        return switch (rule.getPatternCase()) {
            case GET -> rule.getGet();
            case PUT -> rule.getPut();
            case POST -> rule.getPost();
            case DELETE -> rule.getDelete();
            case PATCH -> rule.getPatch();
            default -> throw new AssertionError("A method has no path");
        };
    }
}
