package dev.corridor.edge.config;

import dev.corridor.edge.config.Api.Kind;
import dev.corridor.edge.config.Api.Limits;
import dev.corridor.edge.config.Api.ThrottlingPolicy;
import dev.corridor.kit.identity.Scope;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the entry of one API and its contract. */
final class ApiReader {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9]{0,49}");
    private static final Pattern CONTEXT = Pattern.compile("(/[A-Za-z0-9._-]+)+");
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9.]{1,30}");
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9._/-]{1,200}");
    private static final Pattern AUTHENTICATION = Pattern.compile("token|none");
    private static final Pattern ANY = Pattern.compile("[\\x21-\\x7e]{1,200}");
    private static final int MAX_CACHE_SECONDS = 86_400;
    private static final Set<String> SCOPES =
            Arrays.stream(Scope.values()).map(Scope::value).collect(Collectors.toUnmodifiableSet());

    private final Map<String, Plan> plans;
    private final Map<String, ThrottlingPolicy> policies;
    private final Cors cors;
    private final UnaryOperator<String> contracts;

    ApiReader(
            Map<String, Plan> plans,
            Map<String, ThrottlingPolicy> policies,
            Cors cors,
            UnaryOperator<String> contracts) {
        this.plans = plans;
        this.policies = policies;
        this.cors = cors;
        this.contracts = contracts;
    }

    /** Returns the API; null if so much of it is wrong that it cannot be compared with others. */
    Api read(Kind kind, ConfigNode entry) {
        entry.allow(keys(kind));
        String name = entry.get("name").required(NAME, "letters and digits");
        String context = entry.get("context").required(CONTEXT, "a path such as /api/profile");
        String version = entry.get("version").required(VERSION, "a version such as 1.0.0");
        List<URI> backends = backends(kind, entry.get("backend_url"));
        Plan plan = plan(kind, entry.get("throttling_policy"));
        boolean needsToken = !"none".equals(entry.get("authentication").matching(AUTHENTICATION, "token or none"));
        Set<String> scopes = scopes(entry.get("scopes"), needsToken);
        ApiContract contract = contract(kind, entry);
        var operations = operations(entry, contract, needsToken, scopes);
        var offered = offered(kind, entry.get("plans"), plan);
        var limits = limits(entry, operations);
        var deprecation = deprecation(entry.get("deprecated"));
        var caching = caching(entry.get("cache"), operations);
        var ownCors = CorsReader.read(entry.get("cors"), cors);
        if (name == null || context == null || version == null) {
            return null;
        }
        return new Api(
                kind,
                name,
                Objects.requireNonNullElse(entry.get("description").matching(PlanReader.TEXT, "one line of text"), ""),
                context,
                version,
                entry.get("default_version").flag(),
                contract.nativePath(),
                backends,
                plan,
                offered,
                limits,
                Objects.requireNonNullElse(entry.get(contractKey(kind)).text(), ""),
                operations,
                needsToken,
                scopes,
                deprecation,
                ownCors,
                caching);
    }

    private static String[] keys(Kind kind) {
        var keys = new ArrayList<>(List.of(
                "name",
                "description",
                "context",
                "version",
                "default_version",
                "deprecated",
                "backend_url",
                "throttling_policy",
                "plans",
                "limits",
                contractKey(kind),
                "authentication",
                "scopes"));
        if (kind == Kind.REST || kind == Kind.GRPC) {
            keys.add("operation_limits");
        }
        if (kind == Kind.REST) {
            keys.addAll(List.of("public_operations", "cache"));
        }
        if (kind != Kind.WEBSOCKET) {
            keys.add("cors");
        }
        return keys.toArray(String[]::new);
    }

    private static String contractKey(Kind kind) {
        return kind == Kind.GRPC ? "proto_file" : "schema_file";
    }

    private static List<URI> backends(Kind kind, ConfigNode node) {
        var backends = new ArrayList<URI>();
        for (ConfigNode item : node.oneOrMore()) {
            String text = item.required(ANY, "a URL");
            URI backend = text == null ? null : backend(kind, text);
            if (backend == null && text != null) {
                item.fault("must be " + kind.scheme() + "://host:port, not '" + text + "'");
            } else if (backend != null && backends.contains(backend)) {
                item.fault("'" + text + "' is listed twice");
            } else if (backend != null) {
                if (!backends.isEmpty() && !backends.get(0).getRawPath().equals(backend.getRawPath())) {
                    item.fault("must have the same path as the first address");
                }
                backends.add(backend);
            }
        }
        return backends;
    }

    private static URI backend(Kind kind, String text) {
        try {
            var backend = new URI(text);
            boolean isValid = kind.scheme().equals(backend.getScheme())
                    && backend.getHost() != null
                    && backend.getPort() > 0
                    && backend.getUserInfo() == null
                    && backend.getQuery() == null
                    && backend.getFragment() == null;
            return isValid ? backend : null;
        } catch (URISyntaxException malformed) {
            return null;
        }
    }

    private Plan plan(Kind kind, ConfigNode node) {
        if (!node.isPresent()) {
            node.fault("is missing");
        }
        return node.reference(plansOf(kind));
    }

    private List<Plan> offered(Kind kind, ConfigNode node, Plan plan) {
        if (!node.isPresent()) {
            return plan == null ? List.of() : List.of(plan);
        }
        return node.references(plansOf(kind));
    }

    private Map<String, Plan> plansOf(Kind kind) {
        return plans.entrySet().stream()
                .filter(entry -> entry.getValue().stream().isPresent() == (kind == Kind.WEBSOCKET))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, LinkedHashMap::new));
    }

    private static Set<String> scopes(ConfigNode node, boolean needsToken) {
        var scopes = node.texts(ANY, "a scope");
        var unknown = scopes.stream().filter(scope -> !SCOPES.contains(scope)).toList();
        if (!unknown.isEmpty()) {
            node.fault(unknown + " are not among " + SCOPES.stream().sorted().toList());
        }
        if (!scopes.isEmpty() && !needsToken) {
            node.fault("need a token, and authentication is none");
        }
        return scopes;
    }

    private ApiContract contract(Kind kind, ConfigNode entry) {
        ConfigNode node = entry.get(contractKey(kind));
        if (kind == Kind.WEBSOCKET) {
            node.matching(FILE, "the path of a file");
            return ApiContract.ofStream();
        }
        String file = node.required(FILE, "the path of a file");
        try {
            if (file != null) {
                String text = contracts.apply(file);
                return switch (kind) {
                    case GRPC -> ApiContract.ofProto(text);
                    case GRAPHQL -> ApiContract.ofGraphql(text);
                    default -> ApiContract.ofOpenApi(text);
                };
            }
        } catch (ApiContract.Unreadable unreadable) {
            node.fault("'" + file + "' " + unreadable.getMessage());
        } catch (RuntimeException missing) {
            node.fault("'" + file + "' cannot be read: " + missing.getMessage());
        }
        return new ApiContract("", List.of(), List.of());
    }

    private static Operations operations(
            ConfigNode entry, ApiContract contract, boolean needsToken, Set<String> scopes) {
        var known = contract.operations().stream()
                .collect(Collectors.toMap(Operation::id, operation -> operation, (one, other) -> one));
        var open = new ArrayList<Operation>();
        for (ConfigNode item : entry.get("public_operations").items()) {
            Operation operation = contract.operations().isEmpty() ? null : item.reference(known);
            if (operation != null && operation.needsToken()) {
                item.fault("'" + operation.id() + "' needs a token by its contract");
            }
            open.add(operation);
        }
        for (Operation operation : contract.operations()) {
            var missing = operation.scopes().stream()
                    .filter(scope -> !scopes.isEmpty() && !scopes.contains(scope))
                    .toList();
            if (!missing.isEmpty()) {
                entry.get("scopes").fault("lack " + missing + ", which operation '" + operation.id() + "' names");
            }
        }
        return new Operations(
                contract.operations().stream()
                        .map(operation -> operation.withToken(needsToken && !open.contains(operation)))
                        .toList(),
                contract.documents().stream()
                        .map(document -> document.withToken(needsToken && document.needsToken()))
                        .toList());
    }

    private Limits limits(ConfigNode entry, Operations operations) {
        var ofOperations = new HashMap<String, ThrottlingPolicy>();
        entry.get("operation_limits").members().forEach((id, value) -> {
            if (!operations.all().isEmpty() && operations.named(id).isEmpty()) {
                value.fault("is no operation of the contract");
            }
            ThrottlingPolicy policy = value.reference(policies);
            if (policy != null) {
                ofOperations.put(id, policy);
            }
        });
        return new Limits(entry.get("limits").references(policies), ofOperations);
    }

    private static Optional<Deprecation> deprecation(ConfigNode node) {
        if (!node.isPresent()) {
            return Optional.empty();
        }
        node.allow("since", "sunset", "successor", "link");
        if (!node.get("since").isPresent()) {
            node.get("since").fault("is missing");
        }
        Instant since = time(node.get("since"));
        Instant sunset = time(node.get("sunset"));
        if (since != null && sunset != null && sunset.isBefore(since)) {
            node.get("sunset").fault("is before the deprecation");
        }
        String link = node.get("link").matching(Pattern.compile("https?://[\\x21-\\x7e&&[^<>\"]]+"), "a URL");
        return since == null
                ? Optional.empty()
                : Optional.of(new Deprecation(
                        since,
                        Optional.ofNullable(sunset),
                        Optional.ofNullable(node.get("successor").matching(VERSION, "a version such as 2.0.0")),
                        Optional.ofNullable(link).map(URI::create)));
    }

    /** A date, which means its beginning in UTC, or a time. */
    private static Instant time(ConfigNode node) {
        String text = node.text();
        try {
            if (text == null) {
                return null;
            }
            return text.contains("T")
                    ? Instant.parse(text)
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeParseException malformed) {
            node.fault("must be a date such as 2027-06-30, not '" + text + "'");
            return null;
        }
    }

    private static Optional<Caching> caching(ConfigNode node, Operations operations) {
        if (!node.isPresent()) {
            return Optional.empty();
        }
        node.allow("seconds", "not_found_seconds", "operations");
        Integer seconds = node.get("seconds").whole(1, MAX_CACHE_SECONDS);
        if (!node.get("seconds").isPresent()) {
            node.get("seconds").fault("is missing");
        }
        if (node.get("operations").items().isEmpty()) {
            node.get("operations").fault("is missing: only the listed operations are cached");
        }
        for (ConfigNode item : node.get("operations").items()) {
            checkCached(item, operations);
        }
        return Optional.of(new Caching(
                Duration.ofSeconds(seconds == null ? 1 : seconds),
                Duration.ofSeconds(node.get("not_found_seconds").whole(0, MAX_CACHE_SECONDS, 0)),
                node.get("operations").texts(ANY, "an operation")));
    }

    private static void checkCached(ConfigNode item, Operations operations) {
        var operation = operations.named(String.valueOf(item.text()));
        if (operation.isEmpty()) {
            if (!operations.all().isEmpty()) {
                item.fault("'" + item.text() + "' is no operation of the contract");
            }
        } else if (!operation.get().method().equals("GET")) {
            item.fault("'" + item.text() + "' is no GET operation");
        } else if (operation.get().needsToken()) {
            item.fault("'" + item.text() + "' needs a token; only public answers are the same for everybody");
        }
    }
}
