package dev.corridor.ledger;

import dev.corridor.kit.sql.DatabaseSettings;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Role that owns the tables, and may change what the runtime role may not. */
public record DatabaseOwner(DatabaseSettings database) {
    public void execute(String sql) {
        try (var connection = DriverManager.getConnection(
                        "jdbc:postgresql://" + database.address() + "/" + database.name(),
                        database.ownerUser(),
                        database.ownerPassword().value());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new AssertionError(sql, failure);
        }
    }
}
