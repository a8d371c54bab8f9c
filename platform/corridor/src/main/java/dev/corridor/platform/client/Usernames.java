package dev.corridor.platform.client;

import dev.corridor.embedded.Ports;
import dev.corridor.embedded.PostgreSqlServer;
import dev.corridor.platform.home.PortMap;
import dev.corridor.platform.home.RunFile;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads the names of a running platform's users, from the database of the profile service. */
public final class Usernames {
    private static final int SHOWN = 20;

    private Usernames() {}

    /** The first names in alphabetical order, at most {@value #SHOWN}. */
    public static List<String> first(PortMap ports, RunFile run) throws SQLException {
        var server = PostgreSqlServer.ofSuperuser(
                Ports.LOOPBACK, ports.postgresql(), run.secrets().database().value());
        var names = new ArrayList<String>();
        try (var connection = server.connect("corridor_profile");
                var query = connection.prepareStatement("select username from users order by username limit " + SHOWN);
                var rows = query.executeQuery()) {
            while (rows.next()) {
                names.add(rows.getString("username"));
            }
        }
        return names;
    }
}
