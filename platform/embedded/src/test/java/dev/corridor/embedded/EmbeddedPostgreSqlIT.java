package dev.corridor.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgreSqlIT {
    @TempDir
    Path folder;

    @Test
    void a_second_start_finds_the_data_of_the_first() throws SQLException {
        try (var server = start()) {
            execute(server.server(), "create table sample (n int)");
        }
        try (var server = start()) {
            execute(server.server(), "insert into sample values (1)");
            assertThat(setting(server.server(), "server_version")).startsWith("17.");
        }
    }

    @Test
    void commits_are_on_disk_when_durable() throws SQLException {
        try (var server =
                EmbeddedPostgreSql.start(new EmbeddedPostgreSql.Options(folder.resolve("pg"), Ports.free(), true))) {
            assertThat(setting(server.server(), "fsync")).isEqualTo("on");
            assertThat(setting(server.server(), "synchronous_commit")).isEqualTo("on");
            assertThat(setting(server.server(), "listen_addresses")).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void a_folder_in_use_is_refused_with_the_id_of_its_process() {
        try (var server = start()) {
            assertThatThrownBy(this::start)
                    .isInstanceOf(ServerFailure.class)
                    .hasMessageContaining(
                            "in use by process " + server.process().pid());
        }
    }

    @Test
    void an_incomplete_data_folder_is_refused() throws Exception {
        Files.createDirectories(folder.resolve("pg/data/base"));
        assertThatThrownBy(this::start)
                .isInstanceOf(ServerFailure.class)
                .hasMessageContaining("is incomplete (PG_VERSION is missing)");
    }

    @Test
    void the_files_of_an_interrupted_first_start_are_replaced() throws Exception {
        Files.createDirectories(folder.resolve("pg/data.new/base"));
        try (var server = start()) {
            assertThat(server.process().isAlive()).isTrue();
        }
    }

    @Test
    void a_port_in_use_is_refused() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.getByName(Ports.LOOPBACK))) {
            var options = new EmbeddedPostgreSql.Options(folder.resolve("pg"), other.getLocalPort(), false);
            assertThatThrownBy(() -> EmbeddedPostgreSql.start(options))
                    .isInstanceOf(ServerFailure.class)
                    .hasMessageContaining("Port " + other.getLocalPort());
        }
    }

    @Test
    void a_server_starts_despite_a_lock_file_of_a_crash() throws Exception {
        start().close();
        Files.writeString(
                folder.resolve("pg/data/postmaster.pid"),
                ProcessHandle.current().pid() + "\n");
        try (var server = start()) {
            assertThat(server.process().isAlive()).isTrue();
        }
    }

    @Test
    void a_killed_server_starts_again_with_all_commits() throws Exception {
        var options = new EmbeddedPostgreSql.Options(folder.resolve("pg"), Ports.free(), true);
        var killed = EmbeddedPostgreSql.start(options);
        try (var client = killed.server().connect("postgres");
                var statement = client.createStatement()) {
            statement.execute("create table sample as select 1 as n");
            killed.process().kill();
        }

        try (var again = EmbeddedPostgreSql.start(options);
                var client = again.server().connect("postgres");
                var rows = client.createStatement().executeQuery("select n from sample")) {
            assertThat(rows.next()).isTrue();
        }
    }

    @Test
    void close_ends_the_process_despite_a_connected_client() throws SQLException {
        var server = start();
        try (var client = server.server().connect("postgres")) {
            server.close();
            assertThat(server.process().isAlive()).isFalse();
            assertThat(client.isValid(1)).isFalse();
        }
    }

    @Test
    void a_service_gets_a_database_an_owner_role_and_a_runtime_role_without_rights() throws SQLException {
        var server = TestServers.shared().postgresql();
        var database = server.createService("sample");
        assertThat(server.createService("sample")).isEqualTo(database);

        try (var owner = DriverManager.getConnection(
                        server.jdbcUrl(database.name()), database.ownerUser(), database.ownerPassword());
                var statement = owner.createStatement()) {
            statement.execute("create table if not exists t (n int)");
        }
        try (var runtime = DriverManager.getConnection(
                        server.jdbcUrl(database.name()), database.user(), database.password());
                var statement = runtime.createStatement()) {
            assertThatThrownBy(() -> statement.execute("select * from t")).hasMessageContaining("permission denied");
            assertThatThrownBy(() -> statement.execute("create table u (n int)"))
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void a_service_cannot_connect_to_the_database_of_another() {
        var server = TestServers.shared().postgresql();
        var mine = server.createService("mine");
        var theirs = server.createService("theirs");
        assertThatThrownBy(
                        () -> DriverManager.getConnection(server.jdbcUrl(theirs.name()), mine.user(), mine.password()))
                .hasMessageContaining("permission denied");
    }

    @Test
    void a_wrong_password_is_refused() {
        var server = TestServers.shared().postgresql();
        assertThatThrownBy(() -> DriverManager.getConnection(server.jdbcUrl("postgres"), server.superuser(), "guess"))
                .hasMessageContaining("password authentication failed");
    }

    private EmbeddedPostgreSql start() {
        return EmbeddedPostgreSql.start(new EmbeddedPostgreSql.Options(folder.resolve("pg"), Ports.free(), false));
    }

    private static void execute(PostgreSqlServer server, String sql) throws SQLException {
        try (var connection = server.connect("postgres");
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String setting(PostgreSqlServer server, String name) throws SQLException {
        try (var connection = server.connect("postgres");
                var statement = connection.createStatement();
                var rows = statement.executeQuery("show " + name)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
