package dev.corridor.platform.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.embedded.TestServers;
import dev.corridor.kit.config.Settings;
import dev.corridor.kit.sql.Schema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * CockroachDB runs a migration without a transaction, so one that was interrupted is run again from its beginning. Each statement
 * must therefore change nothing when its effect is there already.
 */
class MigrationsIT {
    private static final String CATALOG =
            """
            select 'column', table_name, column_name, data_type || is_nullable || coalesce(column_default, '')
            from information_schema.columns where table_schema = 'public'
            union all
            select 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid)
            from pg_constraint where connamespace = 'public'::regnamespace
            union all
            select 'index', tablename, indexname, indexdef from pg_indexes where schemaname = 'public'
            union all
            select 'right', table_name, grantee, string_agg(privilege_type, ',' order by privilege_type)
            from information_schema.role_table_grants where table_schema = 'public' group by table_name, grantee
            order by 1, 2, 3, 4
            """;

    private static final List<String> TABLES = List.of(
            "account",
            "alert",
            "edge_state",
            "engine_lease",
            "journal_chain",
            "journal_published",
            "outbox_relay",
            "payment_batch",
            "payment_feed");

    @ParameterizedTest
    @ValueSource(strings = {"profile", "ledger", "forex", "payment", "edge"})
    void every_statement_of_a_migration_can_be_repeated(String service) throws SQLException {
        var settings = Settings.of(TestServers.shared().freshDatabase(service));
        var owner = Schema.Owner.from(settings);
        Schema.migrate(owner, service);

        try (var connection = connect(owner);
                var statement = connection.createStatement()) {
            var migrated = content(statement);
            for (String sql : statementsOf(service)) {
                statement.execute(sql.replace("${runtime_role}", owner.runtimeRole()));
            }
            assertThat(content(statement)).isEqualTo(migrated);
        }
    }

    private static Connection connect(Schema.Owner owner) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://" + owner.address() + "/" + owner.database(),
                owner.user(),
                owner.password().value());
    }

    /** The catalog, and how many rows each table has that a migration fills. */
    private static List<String> content(Statement statement) throws SQLException {
        var content = new ArrayList<String>();
        try (var rows = statement.executeQuery(CATALOG)) {
            while (rows.next()) {
                content.add(
                        String.join(" ", rows.getString(1), rows.getString(2), rows.getString(3), rows.getString(4)));
            }
        }
        for (String table : TABLES) {
            if (content.stream().anyMatch(line -> line.startsWith("column " + table + " "))) {
                try (var rows = statement.executeQuery("select count(*) from " + table)) {
                    rows.next();
                    content.add(table + ": " + rows.getLong(1));
                }
            }
        }
        return content;
    }

    /** No literal and no identifier of a migration contains a semicolon. */
    private static List<String> statementsOf(String service) {
        return Stream.of("migration/outbox", "migration/" + service, "postgresql/outbox", "postgresql/" + service)
                .flatMap(MigrationsIT::scripts)
                .map(script -> script.replaceAll("(?m)--.*$", ""))
                .flatMap(script -> Stream.of(script.split(";")))
                .filter(sql -> !sql.isBlank())
                .toList();
    }

    private static Stream<String> scripts(String folder) {
        var module = Stream.of(
                        "service-kit",
                        "profile-verticle",
                        "ledger-verticle",
                        "forex-verticle",
                        "payment-verticle",
                        "platform/edge")
                .map(name -> Path.of("../..", name, "src/main/resources/db", folder))
                .filter(Files::isDirectory)
                .toList();
        return module.stream().flatMap(MigrationsIT::filesIn).map(MigrationsIT::read);
    }

    private static Stream<Path> filesIn(Path folder) {
        try (var files = Files.list(folder)) {
            return files.sorted().toList().stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
