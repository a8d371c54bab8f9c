package dev.corridor.kit.transcoding;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Descriptors.MethodDescriptor;
import dev.corridor.kit.grpc.BoundMethod;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * HTTP method and path by which a gRPC method is called (google.api.http).
 *
 * @param body part of the request that is the HTTP body
 * @param responseBody field of the response that is the HTTP body; empty for the whole response
 */
record HttpBinding(
        HttpMethod method, HttpTemplate template, Body body, Optional<FieldDescriptor> responseBody, BoundMethod rpc) {

    /** @param field the field that the body is; empty for the whole request, or for no body */
    record Body(boolean isTaken, Optional<FieldDescriptor> field) {
        boolean isWhole() {
            return isTaken && field.isEmpty();
        }
    }

    /**
     * Returns the bindings of a method; none if its contract has none.
     *
     * @throws IllegalStateException when a binding does not fit the method
     */
    static List<HttpBinding> of(BoundMethod rpc) {
        var options = rpc.descriptor().getOptions();
        if (!options.hasExtension(AnnotationsProto.http)) {
            return List.of();
        }
        HttpRule rule = options.getExtension(AnnotationsProto.http);
        var bindings = new ArrayList<HttpBinding>();
        bindings.add(of(rule, rpc));
        rule.getAdditionalBindingsList().forEach(more -> bindings.add(of(more, rpc)));
        return bindings;
    }

    private static HttpBinding of(HttpRule rule, BoundMethod rpc) {
        var descriptor = rpc.descriptor();
        var template = new HttpTemplate(
                switch (rule.getPatternCase()) {
                    case GET -> rule.getGet();
                    case PUT -> rule.getPut();
                    case POST -> rule.getPost();
                    case DELETE -> rule.getDelete();
                    case PATCH -> rule.getPatch();
                    case CUSTOM -> rule.getCustom().getPath();
                    case PATTERN_NOT_SET -> throw misfit(descriptor, "has no path");
                });
        template.fields().forEach(field -> requireScalar(descriptor, field));
        return new HttpBinding(method(rule), template, body(rule, descriptor), responseBody(rule, descriptor), rpc);
    }

    private static HttpMethod method(HttpRule rule) {
        return HttpMethod.valueOf(
                rule.hasCustom()
                        ? rule.getCustom().getKind()
                        : rule.getPatternCase().name());
    }

    private static Body body(HttpRule rule, MethodDescriptor rpc) {
        String body = rule.getBody();
        if (body.isEmpty()) {
            if (rpc.isClientStreaming()) {
                throw misfit(rpc, "has a stream of requests and no body");
            }
            return new Body(false, Optional.empty());
        }
        return new Body(true, body.equals("*") ? Optional.empty() : Optional.of(field(rpc, rpc.getInputType(), body)));
    }

    private static Optional<FieldDescriptor> responseBody(HttpRule rule, MethodDescriptor rpc) {
        return rule.getResponseBody().isEmpty()
                ? Optional.empty()
                : Optional.of(field(rpc, rpc.getOutputType(), rule.getResponseBody()));
    }

    private static void requireScalar(MethodDescriptor rpc, String path) {
        Descriptor type = rpc.getInputType();
        String[] names = path.split("\\.");
        for (int i = 0; i < names.length; i++) {
            var field = field(rpc, type, names[i]);
            boolean isLast = i == names.length - 1;
            if (field.isRepeated() || isLast == (field.getJavaType() == JavaType.MESSAGE)) {
                throw misfit(rpc, "has " + path + " in its path, which is not one value");
            }
            type = isLast ? type : field.getMessageType();
        }
    }

    private static FieldDescriptor field(MethodDescriptor rpc, Descriptor type, String name) {
        var field = type.findFieldByName(name);
        if (field == null) {
            throw misfit(rpc, "names " + name + ", which " + type.getFullName() + " does not have");
        }
        return field;
    }

    private static IllegalStateException misfit(MethodDescriptor rpc, String what) {
        return new IllegalStateException("The HTTP binding of " + rpc.getFullName() + " " + what);
    }
}
