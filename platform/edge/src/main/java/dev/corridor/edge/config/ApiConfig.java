package dev.corridor.edge.config;

import dev.corridor.edge.config.Api.Kind;
import dev.corridor.edge.config.Api.ThrottlingPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * List of the exposed APIs: the checked content of {@code wso2/api-config.yaml}.
 *
 * @param plans that applications can subscribe to
 * @param limits that hold for the requests to all APIs together
 * @param blocked callers who may call none of them
 * @param cacheBounds of the responses that are stored
 */
public record ApiConfig(
        List<Api> apis, List<Plan> plans, List<ThrottlingPolicy> limits, Blocked blocked, Caching.Bounds cacheBounds) {
    /**
     * Callers who may call no API (WSO2: deny policies).
     *
     * @param addresses of callers, as the edge sees them
     * @param applications by client id
     * @param users by id
     */
    public record Blocked(Set<String> addresses, Set<String> applications, Set<String> users) {
        public Blocked {
            addresses = Set.copyOf(addresses);
            applications = Set.copyOf(applications);
            users = Set.copyOf(users);
        }
    }

    private static final String RESOURCE = "wso2/api-config.yaml";
    /** The folders of modules whose content is on the class path. */
    private static final List<String> RESOURCE_FOLDERS = List.of("src/main/resources/", "../protos/");

    public ApiConfig {
        apis = List.copyOf(apis);
        plans = List.copyOf(plans);
        limits = List.copyOf(limits);
    }

    /** Reads the list that is part of this build, and the contracts that the services' modules have on the class path. */
    public static ApiConfig bundled() {
        return parse(resource(RESOURCE), contract -> resource(onClassPath(contract)));
    }

    /** Reads a list from a file; the contracts that it names are those of this build. Blocks. */
    public static ApiConfig read(Path file) {
        try {
            return parse(Files.readString(file), contract -> resource(onClassPath(contract)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("The list of APIs " + file + " cannot be read.", unreadable);
        }
    }

    /**
     * Parses and checks a list.
     *
     * @param contracts reads the contract that a schema_file or proto_file names
     * @throws InvalidApiConfig with all faults
     */
    public static ApiConfig parse(String yaml, UnaryOperator<String> contracts) {
        return new ApiConfigReader(contracts).read(yaml);
    }

    /** Returns the text of a contract that {@link #bundled} has read. */
    public static String bundledContract(Api api) {
        return resource(onClassPath(api.contract()));
    }

    public List<Api> of(Kind... kinds) {
        return apis.stream().filter(api -> List.of(kinds).contains(api.kind())).toList();
    }

    public Optional<Api> find(String name, String version) {
        return apis.stream()
                .filter(api -> api.name().equals(name) && api.version().equals(version))
                .findFirst();
    }

    private static String onClassPath(String contract) {
        return RESOURCE_FOLDERS.stream()
                .filter(contract::contains)
                .map(folder -> contract.substring(contract.indexOf(folder) + folder.length()))
                .findFirst()
                .orElse(contract);
    }

    private static String resource(String name) {
        try (var file = ApiConfig.class.getClassLoader().getResourceAsStream(name)) {
            if (file == null) {
                throw new InvalidApiConfig(List.of("not found in this build; it belongs at " + name));
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
