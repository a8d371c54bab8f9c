package dev.corridor.embedded;

import java.util.LinkedHashMap;
import java.util.Map;

/** A service's own database, the role that owns and migrates it, and the role that the service runs as. */
public record ServiceDatabase(
        String host, int port, String name, String ownerUser, String ownerPassword, String user, String password) {

    /** The same as the environment variables that a service is configured by. */
    public Map<String, String> environment() {
        var environment = new LinkedHashMap<String, String>();
        environment.put("DATABASE_HOST", host);
        environment.put("DATABASE_PORT", Integer.toString(port));
        environment.put("DATABASE_NAME", name);
        environment.put("DATABASE_USER", user);
        environment.put("DATABASE_PASSWORD", password);
        environment.put("DATABASE_OWNER_USER", ownerUser);
        environment.put("DATABASE_OWNER_PASSWORD", ownerPassword);
        return environment;
    }

    @Override
    public String toString() {
        return name + " at " + host + ":" + port;
    }
}
