package dev.corridor.embedded;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Running PostgreSQL server, with its superuser's password. It creates the databases and roles of services. */
public record PostgreSqlServer(String host, int port, String superuser, String password) {
    private static final Pattern SERVICE_NAME = Pattern.compile("[a-z][a-z0-9_]{0,40}");

    /** A server that runs already, whose superuser has that password. */
    public static PostgreSqlServer ofSuperuser(String host, int port, String password) {
        return new PostgreSqlServer(host, port, EmbeddedPostgreSql.SUPERUSER, password);
    }

    /**
     * Creates a service's database and its two roles unless they exist. The roles' passwords are derived from the superuser's, so
     * that they need not be stored.
     */
    public ServiceDatabase createService(String service) {
        return createServices(List.of(service)).get(service);
    }

    /** Creates the databases and roles of several services over one connection. */
    public Map<String, ServiceDatabase> createServices(List<String> services) {
        var databases = new LinkedHashMap<String, ServiceDatabase>();
        services.forEach(service -> databases.put(service, describe(service)));
        try (var connection = connect("postgres")) {
            for (var database : databases.values()) {
                createRole(connection, database.ownerUser(), database.ownerPassword());
                createRole(connection, database.user(), database.password());
                createDatabase(connection, database);
            }
            return databases;
        } catch (SQLException e) {
            throw new ServerFailure(
                    "The databases of " + String.join(", ", services) + " cannot be created: " + e.getMessage(), e);
        }
    }

    private ServiceDatabase describe(String service) {
        if (!SERVICE_NAME.matcher(service).matches()) {
            throw new IllegalArgumentException("not a service name: " + service);
        }
        return new ServiceDatabase(
                host,
                port,
                "corridor_" + service,
                service + "_owner",
                passwordOf(service + "_owner"),
                service + "_service",
                passwordOf(service + "_service"));
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + host + ":" + port + "/" + database;
    }

    public Connection connect(String database) throws SQLException {
        var properties = new Properties();
        properties.put("user", superuser);
        properties.put("password", password);
        return DriverManager.getConnection(jdbcUrl(database), properties);
    }

    @Override
    public String toString() {
        return "PostgreSQL at " + host + ":" + port;
    }

    private static void createRole(Connection connection, String role, String password) throws SQLException {
        if (!exists(connection, "select 1 from pg_roles where rolname = ?", role)) {
            execute(connection, "create role " + role + " login password '" + password + "'");
        }
    }

    private static void createDatabase(Connection connection, ServiceDatabase database) throws SQLException {
        if (!exists(connection, "select 1 from pg_database where datname = ?", database.name())) {
            execute(connection, "create database " + database.name() + " owner " + database.ownerUser());
        }
        execute(connection, "revoke all on database " + database.name() + " from public");
        execute(connection, "grant connect on database " + database.name() + " to " + database.user());
    }

    private static boolean exists(Connection connection, String query, String name) throws SQLException {
        try (var statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            return statement.executeQuery().next();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String passwordOf(String role) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(password.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(role.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime has no HmacSHA256", e);
        }
    }
}
