package dev.corridor.edge.config;

import dev.corridor.edge.config.Api.Kind;
import dev.corridor.edge.config.ApiConfig.Blocked;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Reads the list of exposed APIs, and checks it as a whole before anything starts. */
final class ApiConfigReader {
    private static final Map<String, Kind> LISTS = lists();
    private static final Pattern ADDRESS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-f:]*:[0-9a-f:]*");
    private static final Pattern ID = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private static final int TOTAL_CACHE_KIB = 16 * 1024;
    private static final int RESPONSE_CACHE_KIB = 1024;
    private static final int MAX_CACHE_KIB = 1024 * 1024;
    private static final long BYTES_PER_KIB = 1024;

    private final UnaryOperator<String> contracts;
    private final ConfigFaults faults = new ConfigFaults();

    /** API and the place where it is listed. */
    private record Listed(Api api, ConfigNode place) {}

    ApiConfigReader(UnaryOperator<String> contracts) {
        this.contracts = contracts;
    }

    private static Map<String, Kind> lists() {
        var lists = new LinkedHashMap<String, Kind>();
        lists.put("rest_apis", Kind.REST);
        lists.put("graphql_apis", Kind.GRAPHQL);
        lists.put("websocket_apis", Kind.WEBSOCKET);
        lists.put("grpc_apis", Kind.GRPC);
        return lists;
    }

    ApiConfig read(String yaml) {
        ConfigNode root = ConfigNode.document(yaml, faults)
                .allow(
                        "plans",
                        "stream_plans",
                        "throttling_policies",
                        "limits",
                        "blocked",
                        "cors",
                        "response_cache",
                        "rest_apis",
                        "graphql_apis",
                        "websocket_apis",
                        "grpc_apis");
        var plans = PlanReader.readAll(root);
        var policies = PlanReader.policies(root.get("throttling_policies"));
        var reader = new ApiReader(plans, policies, CorsReader.read(root.get("cors"), CorsReader.NONE), contracts);
        var listed = new ArrayList<Listed>();
        LISTS.forEach((key, kind) -> {
            for (ConfigNode entry : root.get(key).items()) {
                Api api = reader.read(kind, entry);
                if (api != null) {
                    listed.add(new Listed(api, entry));
                }
            }
        });
        var limits = root.get("limits").references(policies);
        var blocked = blocked(root.get("blocked"));
        var cacheBounds = cacheBounds(root.get("response_cache"));
        checkTogether(root, listed);
        faults.throwIfAny();
        return new ApiConfig(
                listed.stream().map(Listed::api).toList(), List.copyOf(plans.values()), limits, blocked, cacheBounds);
    }

    private static Caching.Bounds cacheBounds(ConfigNode entry) {
        entry.allow("max_total_kib", "max_response_kib");
        int total = entry.get("max_total_kib").whole(0, MAX_CACHE_KIB, TOTAL_CACHE_KIB);
        int response = entry.get("max_response_kib").whole(0, MAX_CACHE_KIB, RESPONSE_CACHE_KIB);
        return new Caching.Bounds(total * BYTES_PER_KIB, (int) (response * BYTES_PER_KIB));
    }

    private static Blocked blocked(ConfigNode entry) {
        entry.allow("addresses", "applications", "users");
        return new Blocked(
                entry.get("addresses").texts(ADDRESS, "an IP address"),
                entry.get("applications").texts(ID, "a client id"),
                entry.get("users").texts(ID, "a user's id"));
    }

    private void checkTogether(ConfigNode root, List<Listed> listed) {
        if (LISTS.keySet().stream().allMatch(key -> root.get(key).items().isEmpty())) {
            root.fault("lists no API");
        }
        var firsts = new HashMap<String, Api>();
        for (int i = 0; i < listed.size(); i++) {
            Listed one = listed.get(i);
            checkVersion(one, firsts.computeIfAbsent(one.api.name(), name -> one.api));
            for (Listed other : listed.subList(0, i)) {
                checkPair(one, other.api);
            }
            checkSuccessor(one, listed);
        }
    }

    /** The versions of one API differ in nothing but what they serve. */
    private static void checkVersion(Listed one, Api first) {
        if (one.api.kind() != first.kind()) {
            one.place.get("name").fault("'" + first.name() + "' is the name of an API of another kind");
        } else if (!one.api.context().equals(first.context())) {
            one.place
                    .get("context")
                    .fault("the versions of " + first.name() + " share one context, " + first.context());
        }
    }

    private static void checkPair(Listed one, Api other) {
        boolean isSameApi = one.api.name().equals(other.name());
        if (isSameApi && one.api.version().equals(other.version())) {
            one.place.get("version").fault(other.name() + " " + other.version() + " is listed twice");
        } else if (isSameApi && one.api.isDefaultVersion() && other.isDefaultVersion()) {
            one.place
                    .get("default_version")
                    .fault("version " + other.version() + " is the default of " + other.name() + " already");
        } else if (!isSameApi && clash(one.api, other)) {
            one.place.get("context").fault("its paths clash with those of " + other.name());
        }
    }

    private static boolean clash(Api one, Api other) {
        return one.basePaths().stream().anyMatch(path -> other.basePaths().stream()
                .anyMatch(taken -> Api.isBelow(path, taken) || Api.isBelow(taken, path)));
    }

    private static void checkSuccessor(Listed one, List<Listed> listed) {
        one.api.deprecation().flatMap(Deprecation::successor).ifPresent(version -> {
            boolean isListed = listed.stream()
                    .map(Listed::api)
                    .anyMatch(api -> api.name().equals(one.api.name())
                            && api.version().equals(version)
                            && !api.version().equals(one.api.version()));
            if (!isListed) {
                one.place
                        .get("deprecated")
                        .get("successor")
                        .fault("'" + version + "' is no other listed version of " + one.api.name());
            }
        });
    }
}
