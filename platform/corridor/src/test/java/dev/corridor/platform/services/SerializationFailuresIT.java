package dev.corridor.platform.services;

import static dev.corridor.platform.services.PaymentClient.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.sql.Schema;
import dev.corridor.kit.testing.HttpResult;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The services on databases that behave as CockroachDB may: transactions are serializable, and of the writes to every table the
 * first and each eleventh after it fails with SQLSTATE 40001.
 */
class SerializationFailuresIT {
    /** The sequence is not rolled back with the statement that fails, so a repeated statement gets a further number. */
    private static final String FAIL =
            """
            create function fail_to_serialize() returns trigger language plpgsql security definer as $$
            begin
              if nextval('written_' || tg_table_name) % 11 = 1 then
                perform nextval('failed_' || tg_table_name);
                raise exception 'injected' using errcode = '40001';
              end if;
              return null;
            end $$
            """;

    private static final int ROUNDS = 6;

    private static final List<Schema.Owner> OWNERS = new ArrayList<>();
    private static DeployedServices services;
    private static PaymentClient client;

    @BeforeAll
    static void start() {
        services = DeployedServices.onPrepared(SerializationFailuresIT::makeWritesFail);
        client = new PaymentClient(services);
    }

    @AfterAll
    static void stop() {
        services.close();
    }

    private static void makeWritesFail(Schema.Owner owner) {
        try (var connection = connect(owner);
                var statement = connection.createStatement()) {
            statement.execute(
                    "alter database " + owner.database() + " set default_transaction_isolation = 'serializable'");
            statement.execute(FAIL);
            for (String table : tables(connection)) {
                statement.execute("create sequence written_" + table);
                statement.execute("create sequence failed_" + table);
                statement.execute("create trigger fail before insert or update or delete on " + table
                        + " for each statement execute function fail_to_serialize()");
            }
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
        OWNERS.add(owner);
    }

    @Test
    void no_caller_notices_a_write_that_cannot_be_serialized() throws SQLException {
        var ada = user("ada");
        var blaise = user("blaise");
        client.topUp(ada, "1000.00", "USD").assertStatus(201);

        for (int round = 0; round < ROUNDS; round++) {
            var paid = pay(ada, blaise, new JsonObject());
            client.post(blaise, "/payments/" + id(paid) + "/refunds", amount("4.00"))
                    .assertStatus(201);
            var captured =
                    pay(ada, blaise, new JsonObject().put("capture", "later").put("expires_in", 3600));
            client.post(blaise, "/payments/" + id(captured) + "/capture", amount("3.00"))
                    .assertStatus(200);
            var cancelled =
                    pay(ada, blaise, new JsonObject().put("capture", "later").put("expires_in", 3600));
            client.post(ada, "/payments/" + id(cancelled) + "/cancel", new JsonObject())
                    .assertStatus(200);
        }

        // 10.00 paid, 4.00 of it returned, and 3.00 captured in each round.
        assertThat(client.balance(blaise, "wallet", "USD")).isEqualTo("54.00/54.00");
        assertThat(client.balance(ada, "wallet", "USD")).isEqualTo("946.00/946.00");
        assertThat(tablesWithFailures())
                .contains(
                        "users",
                        "verification_changes",
                        "account",
                        "posting",
                        "transfer",
                        "hold",
                        "journal_batch",
                        "journal_chain",
                        "payment",
                        "refund",
                        "idempotency_key",
                        "payment_batch",
                        "outbox");
    }

    private static String user(String name) {
        String admin = services.profile().token(UUID.randomUUID().toString(), Scope.PROFILE_ADMIN);
        var user = new JsonObject()
                .put("username", name)
                .put("email", name + "@corridor.example")
                .put("full_name", name)
                .put("home_currency", "USD");
        var http = services.profile().http();
        String id = http.post("/users", admin, user).assertStatus(201).json().getString("id");
        String verifier = services.profile().token(UUID.randomUUID().toString(), Scope.PROFILE_VERIFY);
        http.request("PUT", "/users/" + id + "/verification")
                .token(verifier)
                .header("if-match", "\"1\"")
                .json(new JsonObject().put("verification", "verified").put("reason", "passport seen"))
                .send()
                .assertStatus(200);
        return id;
    }

    private static HttpResult pay(String payer, String payee, JsonObject options) {
        return client.post(payer, "/process", amount("10.00").put("to", payee).mergeIn(options))
                .assertStatus(201);
    }

    private static JsonObject amount(String amount) {
        return new JsonObject().put("amount", amount).put("currency", "USD");
    }

    private static List<String> tablesWithFailures() throws SQLException {
        var failed = new ArrayList<String>();
        for (Schema.Owner owner : OWNERS) {
            try (var connection = connect(owner);
                    var sequences = connection
                            .createStatement()
                            .executeQuery(
                                    "select sequencename from pg_sequences where sequencename like 'failed\\_%' and last_value > 0")) {
                while (sequences.next()) {
                    failed.add(sequences.getString(1).substring("failed_".length()));
                }
            }
        }
        return failed;
    }

    private static List<String> tables(Connection connection) throws SQLException {
        var tables = new ArrayList<String>();
        try (var rows = connection
                .createStatement()
                .executeQuery("select tablename from pg_tables where schemaname = 'public'"
                        + " and tablename <> 'flyway_schema_history'")) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        return tables;
    }

    private static Connection connect(Schema.Owner owner) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://" + owner.address() + "/" + owner.database(),
                owner.user(),
                owner.password().value());
    }
}
