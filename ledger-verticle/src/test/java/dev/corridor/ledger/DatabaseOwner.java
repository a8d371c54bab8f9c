package dev.corridor.ledger;

import dev.corridor.kit.sql.Schema;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Role that owns the tables, and may change what the runtime role may not. */
public record DatabaseOwner(Schema.Owner owner) {
    public void execute(String sql) {
        try (var connection = DriverManager.getConnection(
                        "jdbc:postgresql://" + owner.address() + "/" + owner.database(),
                        owner.user(),
                        owner.password().value());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new AssertionError(sql, failure);
        }
    }
}
