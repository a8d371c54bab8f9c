package dev.corridor.wso2.bootstrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Small API projects and policies in the layout of the export: one of each kind, and a deprecated version. */
final class SampleProjects {
    private static final String SCOPES = Stream.of(
                    scope("profile:read", ""),
                    scope("profile:admin", "admin"),
                    scope("profile:verify", "admin"),
                    scope("ledger:admin", "admin"),
                    scope("forex:read", ""))
            .reduce("", String::concat);

    private final Path folder;

    private SampleProjects(Path folder) {
        this.folder = folder;
    }

    static SampleProjects in(Path folder) {
        return new SampleProjects(folder)
                .api("Profile", "1.0.0", "HTTP", "/api/profile", "[Bronze, Gold]", "PUBLISHED")
                .api("Profile", "0.9.0", "HTTP", "/api/profile", "[Bronze, Gold]", "DEPRECATED")
                .api("GraphQL", "1.0.0", "GRAPHQL", "/graphql", "[Bronze, Gold]", "PUBLISHED")
                .api("ForexStream", "1.0.0", "WS", "/stream/forex", "[AsyncBronze]", "PUBLISHED")
                .plan("Bronze", 1_000)
                .plan("Gold", 5_000);
    }

    SampleProjects api(String name, String version, String type, String context, String plans, String status) {
        String project = name + "-" + version + "/";
        String verb = type.equals("HTTP") ? "GET" : "SUBSCRIBE";
        return write(
                        project + "api.yaml",
                        """
                        type: api
                        version: v4.5.0
                        data:
                          name: %s
                          version: %s
                          context: %s
                          type: %s
                          lifeCycleStatus: %s
                          policies: %s
                          operations: [{target: '/users/{id}', verb: %s}]
                          scopes:
                        %s"""
                                .formatted(name, version, context, type, status, plans, verb, SCOPES))
                .write(
                        project + "deployment_environments.yaml",
                        "type: deployment_environments\nversion: v4.5.0\ndata: [{deploymentEnvironment: Default}]\n")
                .write(project + "Definitions/swagger.yaml", "openapi: 3.0.3\ninfo: {title: x, version: 1.0.0}\n");
    }

    SampleProjects plan(String name, int requestsPerMinute) {
        return write(
                "policies/subscription/" + name + ".json",
                """
                {"policyName": "%s", "displayName": "%s", "stopOnQuotaReach": true, "billingPlan": "FREE",
                 "defaultLimit": {"type": "REQUESTCOUNTLIMIT",
                   "requestCount": {"timeUnit": "min", "unitTime": 1, "requestCount": %d}}}
                """
                        .formatted(name, name, requestsPerMinute));
    }

    SampleProjects write(String file, String content) {
        try {
            Files.createDirectories(folder.resolve(file).getParent());
            Files.writeString(folder.resolve(file), content);
            return this;
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    private static String scope(String name, String role) {
        return "    - {shared: true, scope: {name: '" + name + "', displayName: '" + name + "', bindings: [" + role
                + "]}}\n";
    }
}
