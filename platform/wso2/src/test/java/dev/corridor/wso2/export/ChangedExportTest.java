package dev.corridor.wso2.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.corridor.edge.config.Api;
import dev.corridor.edge.config.ApiConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports copies of the list of APIs, and compares folders with the export. */
class ChangedExportTest {
    private static final Path WSO2 = Path.of("../../wso2");
    private static final Path CONFIG = WSO2.resolve("api-config.yaml");

    @TempDir
    private Path folder;

    @Test
    void an_export_writes_the_files_and_deletes_others() throws IOException {
        Files.createDirectories(folder.resolve("Gone-1.0.0"));
        Files.writeString(folder.resolve("Gone-1.0.0/api.yaml"), "type: api");

        ApiExport.of(CONFIG).write(folder);

        assertThat(ApiExport.of(CONFIG).differences(folder)).isEmpty();
        assertThat(folder.resolve("Gone-1.0.0/api.yaml")).doesNotExist();
        assertThat(Files.readString(folder.resolve("Profile-1.0.0/api.yaml")))
                .isEqualTo(Files.readString(WSO2.resolve("generated").resolve("Profile-1.0.0/api.yaml")));
    }

    @Test
    void a_check_exits_with_1_and_tells_each_file_with_its_first_difference() throws IOException {
        Path copy = copyOfSources();
        assertThat(ApiExport.run(copy, true)).isEqualTo(1);
        assertThat(ApiExport.run(copy, false)).isZero();
        assertThat(ApiExport.run(copy, true)).isZero();

        Path generated = copy.resolveSibling("generated");
        Path description = generated.resolve("Ledger-1.0.0/api.yaml");
        Files.writeString(
                description, Files.readString(description).replace("http://ledger:8000", "http://elsewhere:8000"));
        Files.delete(generated.resolve("policies/subscription/Gold.yaml"));
        Files.writeString(generated.resolve("notes.txt"), "mine");

        assertThat(ApiExport.of(copy).differences(generated))
                .hasSize(3)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("Ledger-1.0.0/api.yaml: line ")
                        .contains("url: \"http://elsewhere:8000\"", "url: \"http://ledger:8000\""))
                .contains("notes.txt: is not part of the export", "policies/subscription/Gold.yaml: is missing");
        assertThat(ApiExport.run(copy, true)).isEqualTo(1);
    }

    @Test
    void a_limit_that_wso2_cannot_count_is_refused() throws IOException {
        Path copy = copyOfSources();
        Files.writeString(copy, Files.readString(copy).replace("per: application,", "per: address,"));

        assertThatThrownBy(() -> ApiExport.of(copy))
                .isInstanceOf(ExportFailure.class)
                .hasMessageContaining("EachApplication");
        assertThat(ApiExport.run(copy, false)).isEqualTo(1);
    }

    @Test
    void deprecation_limits_and_several_addresses_are_exported() throws IOException {
        Path copy = copyOfSources();
        Files.writeString(
                copy,
                Files.readString(copy)
                        .replace("limits: [EachApplication]", "limits: []")
                        .replace(
                                "throttling_policies:",
                                "throttling_policies:\n  - {name: OfLedger, per: api, requests_per_minute: 900}\n"
                                        + "  - {name: OfUsers, per: api, requests_per_minute: 60}")
                        .replace(
                                "    backend_url: http://ledger:8000",
                                "    backend_url: [http://ledger:8000, http://ledger2:8000]\n    limits: [OfLedger]")
                        .replace(
                                "    backend_url: http://profile:8000",
                                "    backend_url: http://profile:8000\n    operation_limits: {getUser: OfUsers}\n"
                                        + "    deprecated: {since: 2026-06-30, sunset: 2027-06-30}"));

        var changed = ApiExport.of(copy).contents();

        JsonNode ledger = ContractOperations.YAML
                .readTree(changed.get("Ledger-1.0.0/api.yaml"))
                .path("data");
        assertThat(ledger.path("apiThrottlingPolicy").asText()).isEqualTo("OfLedger");
        assertThat(ledger.at("/endpointConfig/endpoint_type").asText()).isEqualTo("load_balance");
        assertThat(ledger.at("/endpointConfig/production_endpoints/1/url").asText())
                .isEqualTo("http://ledger2:8000");
        JsonNode profile = ContractOperations.YAML
                .readTree(changed.get("Profile-1.0.0/api.yaml"))
                .path("data");
        assertThat(profile.path("lifeCycleStatus").asText()).isEqualTo("DEPRECATED");
        assertThat(profile.path("additionalProperties").toString()).contains("sunset", "2027-06-30T00:00:00Z");
        assertThat(profile.path("operations").toString()).contains("\"throttlingPolicy\":\"OfUsers\"");
        assertThat(changed.get("Profile-1.0.0/Definitions/swagger.yaml")).contains("x-throttling-tier: \"OfUsers\"");
        assertThat(changed)
                .containsKeys("policies/advanced/OfLedger.yaml", "policies/advanced/OfUsers.yaml")
                .doesNotContainKey("policies/custom/EachApplication.yaml");
    }

    /** Copies the list of APIs and its contracts. */
    private Path copyOfSources() throws IOException {
        Path copy = folder.resolve("sources/wso2/api-config.yaml");
        Files.createDirectories(copy.getParent());
        Files.copy(CONFIG, copy);
        var config = ApiConfig.parse(Files.readString(CONFIG), contract -> read(WSO2.resolve(contract)));
        for (Api api : config.apis()) {
            Path contract = copy.resolveSibling(api.contract()).normalize();
            Files.createDirectories(contract.getParent());
            Files.copy(WSO2.resolve(api.contract()), contract);
        }
        return copy;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
