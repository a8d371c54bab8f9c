package dev.corridor.edge.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.edge.config.Api.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The project's own list of APIs, wso2/api-config.yaml. */
class PublishedApisTest {
    @Test
    void the_list_has_every_transport_and_only_existing_contracts() {
        var apis = ApiConfig.parse(read("api-config.yaml"), PublishedApisTest::read);

        assertThat(apis.apis())
                .extracting(Api::basePath)
                .containsExactlyInAnyOrder(
                        "/api/profile/1.0.0",
                        "/api/payment/1.0.0",
                        "/api/ledger/1.0.0",
                        "/api/forex/1.0.0",
                        "/graphql/1.0.0",
                        "/stream/forex/1.0.0",
                        "/grpc/profile/1.0.0",
                        "/grpc/payment/1.0.0",
                        "/grpc/ledger/1.0.0",
                        "/grpc/forex/1.0.0");
        assertThat(apis.of(Kind.GRPC))
                .extracting(Api::nativePath)
                .containsExactlyInAnyOrder(
                        "/profile.v1.ProfileService",
                        "/payment.v1.PaymentService",
                        "/ledger.v1.LedgerService",
                        "/forex.v1.ForexService");
        assertThat(apis.plans()).extracting(Plan::name).containsAll(Set.of("Bronze", "Silver", "Gold", "Unlimited"));
    }

    @Test
    void every_method_of_grpc_and_every_root_field_of_graphql_names_its_scopes() {
        var apis = ApiConfig.parse(read("api-config.yaml"), PublishedApisTest::read);

        assertThat(apis.of(Kind.GRPC))
                .flatExtracting(api -> api.operations().all())
                .allSatisfy(operation ->
                        assertThat(operation.scopes()).as(operation.id()).isNotEmpty());
        assertThat(apis.of(Kind.GRAPHQL).get(0).operations().all())
                .extracting(Operation::id)
                .contains("payments", "pay");
    }

    @Test
    void a_stream_has_one_path_with_or_without_a_slash_at_its_end() {
        Api stream = ApiConfig.parse(read("api-config.yaml"), PublishedApisTest::read)
                .of(Kind.WEBSOCKET)
                .get(0);

        assertThat(List.of("/stream/forex/1.0.0", "/stream/forex/1.0.0/", "/stream/forex"))
                .allMatch(stream::serves);
        assertThat(stream.serves("/stream/forex/1.0.0/more")).isFalse();
        assertThat(stream.serves("/stream/forex/1.0.0//")).isFalse();
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of("../../wso2", file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
