package dev.corridor.benchmarks.ledger;

import dev.corridor.embedded.ServiceDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Opens connections to the ledger's database as its owner. */
record LedgerDatabase(ServiceDatabase database) {
    Connection connect() throws SQLException {
        String url = "jdbc:postgresql://" + database.host() + ":" + database.port() + "/" + database.name();
        return DriverManager.getConnection(url, database.ownerUser(), database.ownerPassword());
    }
}
