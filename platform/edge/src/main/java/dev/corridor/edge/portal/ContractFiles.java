package dev.corridor.edge.portal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.corridor.edge.config.Api;
import dev.corridor.edge.config.ApiConfig;
import dev.corridor.edge.config.InvalidApiConfig;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Contracts of the APIs as the reference page reads them: OpenAPI and AsyncAPI as JSON, GraphQL and protobuf as they are. */
final class ContractFiles {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, PageFile> files = new HashMap<>();

    ContractFiles(ApiConfig apis) {
        apis.apis().forEach(api -> read(api).ifPresent(file -> files.put(key(api.name(), api.version()), file)));
    }

    Optional<PageFile> find(String name, String version) {
        return Optional.ofNullable(files.get(key(name, version)));
    }

    private static String key(String name, String version) {
        return name + "/" + version;
    }

    /** Empty if the build does not have the contract, such as a test of the edge alone. */
    private static Optional<PageFile> read(Api api) {
        if (api.contract().isEmpty()) {
            return Optional.empty();
        }
        try {
            String text = ApiConfig.bundledContract(api);
            return Optional.of(
                    switch (api.kind()) {
                        case REST, WEBSOCKET ->
                            PageFile.of("application/json", JSON.writeValueAsBytes(YAML.readTree(text)));
                        case GRAPHQL, GRPC ->
                            PageFile.of("text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
                    });
        } catch (InvalidApiConfig absent) {
            return Optional.empty();
        } catch (JsonProcessingException malformed) {
            throw new IllegalStateException(api.contract() + " is not YAML", malformed);
        }
    }
}
