package dev.corridor.wso2.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.corridor.edge.config.Api;
import dev.corridor.edge.config.Api.Kind;
import java.net.URI;
import java.util.List;

/** Endpoint configuration of an API: the addresses of the service behind it. */
final class ApiEndpoint {
    private static final String ROUND_ROBIN = "org.apache.synapse.endpoints.algorithms.RoundRobin";

    private ApiEndpoint() {}

    static ObjectNode of(Api api) {
        List<String> urls = api.backends().stream().map(ApiEndpoint::url).toList();
        if (urls.size() == 1) {
            return single(api, urls.get(0));
        }
        if (api.kind() == Kind.GRAPHQL || api.kind() == Kind.WEBSOCKET) {
            throw new ExportFailure("The API " + api.name() + " " + api.version()
                    + " has several addresses; WSO2 balances REST APIs only. Name one address in backend_url.");
        }
        ObjectNode endpoint = Yaml.object()
                .put("endpoint_type", "load_balance")
                .put("algoCombo", ROUND_ROBIN)
                .put("algoClassName", ROUND_ROBIN)
                .put("sessionManagement", "")
                .put("sessionTimeOut", "")
                .put("failOver", "True");
        for (String list : List.of("production_endpoints", "sandbox_endpoints")) {
            var addresses = endpoint.putArray(list);
            urls.forEach(url -> addresses.addObject().put("url", url));
        }
        return endpoint;
    }

    /** GraphQL has the form of REST: WSO2 derives that of subscriptions itself when it deploys. */
    private static ObjectNode single(Api api, String url) {
        ObjectNode endpoint = Yaml.object().put("endpoint_type", api.kind() == Kind.WEBSOCKET ? "ws" : "http");
        endpoint.putObject("production_endpoints").put("url", url);
        endpoint.putObject("sandbox_endpoints").put("url", url);
        return endpoint;
    }

    /** The port of a gRPC service takes the same methods as JSON over HTTP/1.1. */
    private static String url(URI backend) {
        return backend.toString().replaceFirst("^grpc:", "http:");
    }
}
