package dev.corridor.edge.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.corridor.edge.config.Api.Kind;
import dev.corridor.edge.config.Api.ThrottlingPolicy;
import dev.corridor.kit.identity.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** List of the exposed APIs: the checked content of {@code wso2/api-config.yaml}. */
public record ApiConfig(List<Api> apis) {
    private static final String RESOURCE = "wso2/api-config.yaml";
    /** The folder of a module whose content is on the class path. */
    private static final String RESOURCE_FOLDER = "src/main/resources/";

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9]{0,49}");
    private static final Pattern CONTEXT = Pattern.compile("(/[A-Za-z0-9._-]+)+");
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9.]{1,30}");
    private static final Set<String> SCOPES =
            Arrays.stream(Scope.values()).map(Scope::value).collect(Collectors.toUnmodifiableSet());
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory())
            .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

    public ApiConfig {
        apis = List.copyOf(apis);
    }

    /** The YAML document, unchecked. */
    private record Document(
            List<PolicyEntry> throttlingPolicies,
            List<ApiEntry> restApis,
            List<ApiEntry> graphqlApis,
            List<ApiEntry> websocketApis,
            List<ApiEntry> grpcApis) {}

    private record PolicyEntry(String name, int requestsPerMinute) {}

    private record ApiEntry(
            String name,
            String context,
            String version,
            String backendUrl,
            String throttlingPolicy,
            String schemaFile,
            String protoFile,
            String authentication,
            List<String> scopes) {}

    /** Reads the list that is part of this build, and the contracts that the services' modules have on the class path. */
    public static ApiConfig bundled() {
        return parse(
                resource(RESOURCE),
                contract -> resource(contract.substring(contract.indexOf(RESOURCE_FOLDER) + RESOURCE_FOLDER.length())));
    }

    private static String resource(String name) {
        try (var file = ApiConfig.class.getClassLoader().getResourceAsStream(name)) {
            if (file == null) {
                throw new InvalidApiConfig("not found in this build; it belongs at " + name);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * Parses and checks a list.
     *
     * @param contracts reads the OpenAPI contract that a schema_file names
     * @throws InvalidApiConfig with a message that names the entry
     */
    public static ApiConfig parse(String yaml, UnaryOperator<String> contracts) {
        Document document = read(yaml);
        var policies = policies(document.throttlingPolicies());
        var apis = new ArrayList<Api>();
        addAll(apis, Kind.REST, document.restApis(), policies, contracts);
        addAll(apis, Kind.GRAPHQL, document.graphqlApis(), policies, contracts);
        addAll(apis, Kind.WEBSOCKET, document.websocketApis(), policies, contracts);
        addAll(apis, Kind.GRPC, document.grpcApis(), policies, contracts);
        check(!apis.isEmpty(), "lists no API");
        checkUnique(apis);
        return new ApiConfig(apis);
    }

    public List<Api> of(Kind... kinds) {
        return apis.stream().filter(api -> List.of(kinds).contains(api.kind())).toList();
    }

    private static Document read(String yaml) {
        try {
            Document document = YAML.readValue(yaml, Document.class);
            check(document != null, "is empty");
            return document;
        } catch (UnrecognizedPropertyException unknown) {
            throw new InvalidApiConfig("line " + unknown.getLocation().getLineNr() + ": '" + unknown.getPropertyName()
                    + "' is not one of " + unknown.getKnownPropertyIds());
        } catch (JsonProcessingException malformed) {
            throw new InvalidApiConfig(malformed.getMessage());
        }
    }

    private static Map<String, ThrottlingPolicy> policies(List<PolicyEntry> entries) {
        var policies = new LinkedHashMap<String, ThrottlingPolicy>();
        for (PolicyEntry entry : orEmpty(entries)) {
            String where = "throttling policy " + entry.name() + ": ";
            check(matches(NAME, entry.name()), where + "name must be letters and digits");
            check(entry.requestsPerMinute() > 0, where + "requests_per_minute must be above zero");
            var policy = new ThrottlingPolicy(entry.name(), entry.requestsPerMinute());
            check(policies.put(entry.name(), policy) == null, where + "is listed twice");
        }
        return policies;
    }

    private static void addAll(
            List<Api> apis,
            Kind kind,
            List<ApiEntry> entries,
            Map<String, ThrottlingPolicy> policies,
            UnaryOperator<String> contracts) {
        orEmpty(entries).forEach(entry -> apis.add(api(kind, entry, policies, contracts)));
    }

    private static Api api(
            Kind kind, ApiEntry entry, Map<String, ThrottlingPolicy> policies, UnaryOperator<String> contracts) {
        String where = "API " + entry.name() + ": ";
        check(matches(NAME, entry.name()), where + "name must be letters and digits");
        check(matches(CONTEXT, entry.context()), where + "context must be a path such as /api/profile");
        check(matches(VERSION, entry.version()), where + "version must be like 1.0.0");
        ThrottlingPolicy policy = policies.get(entry.throttlingPolicy());
        check(
                policy != null,
                where + "throttling_policy " + entry.throttlingPolicy() + " is not one of " + policies.keySet());
        String authentication = entry.authentication() == null ? "token" : entry.authentication();
        check(Set.of("token", "none").contains(authentication), where + "authentication must be token or none");
        Set<String> scopes = Set.copyOf(orEmpty(entry.scopes()));
        check(SCOPES.containsAll(scopes), where + "scopes must be among " + SCOPES);
        check(scopes.isEmpty() || authentication.equals("token"), where + "scopes need a token");
        String contract = contract(kind, entry, where);
        return new Api(
                kind,
                entry.name(),
                entry.version(),
                kind == Kind.GRPC ? entry.context() : entry.context() + "/" + entry.version(),
                backend(kind, entry, where),
                policy,
                contract,
                paths(kind, contract, contracts, where),
                authentication.equals("token"),
                scopes);
    }

    private static URI backend(Kind kind, ApiEntry entry, String where) {
        String form = where + "backend_url must be " + kind.scheme() + "://host:port";
        try {
            var backend = new URI(String.valueOf(entry.backendUrl()));
            check(kind.scheme().equals(backend.getScheme()), form);
            check(backend.getHost() != null && backend.getPort() > 0 && backend.getQuery() == null, form);
            return backend;
        } catch (URISyntaxException malformed) {
            throw new InvalidApiConfig(form);
        }
    }

    private static String contract(Kind kind, ApiEntry entry, String where) {
        return switch (kind) {
            case REST, GRAPHQL -> {
                check(entry.schemaFile() != null, where + "schema_file is missing");
                yield entry.schemaFile();
            }
            case GRPC -> {
                check(entry.protoFile() != null, where + "proto_file is missing");
                yield entry.protoFile();
            }
            case WEBSOCKET -> entry.schemaFile() == null ? "" : entry.schemaFile();
        };
    }

    private static PublicPaths paths(Kind kind, String contract, UnaryOperator<String> contracts, String where) {
        return switch (kind) {
            case REST -> PublicPaths.ofOpenApi(pathsOf(contracts.apply(contract), where));
            case GRAPHQL -> PublicPaths.ofGraphql();
            case WEBSOCKET -> PublicPaths.ofWebSocket();
            case GRPC -> PublicPaths.ofGrpc();
        };
    }

    private static List<String> pathsOf(String openApi, String where) {
        var paths = new ArrayList<String>();
        try {
            YAML.readTree(openApi).path("paths").fieldNames().forEachRemaining(paths::add);
        } catch (JsonProcessingException malformed) {
            throw new InvalidApiConfig(where + "schema_file is not YAML: " + malformed.getOriginalMessage());
        }
        check(!paths.isEmpty(), where + "schema_file has no paths");
        return paths;
    }

    private static void checkUnique(List<Api> apis) {
        var names = new HashSet<String>();
        for (Api api : apis) {
            check(names.add(api.name()), "API " + api.name() + ": is listed twice");
            for (Api other : apis) {
                check(
                        api == other || !api.covers(other.basePath()),
                        "API " + other.name() + ": its paths are below those of " + api.name());
            }
        }
    }

    private static boolean matches(Pattern pattern, String text) {
        return text != null && pattern.matcher(text).matches();
    }

    private static <T> List<T> orEmpty(List<T> list) {
        return list == null ? List.of() : list;
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new InvalidApiConfig(otherwise);
        }
    }
}
