package dev.corridor.embedded;

import java.util.LinkedHashMap;
import java.util.Map;

/** Database of one service, with the owner role that migrates it and the runtime role that the service uses. */
public record ServiceDatabase(
        String host, int port, String name, String ownerUser, String ownerPassword, String user, String password) {

    /** Returns the environment variables that configure a service to use this database, as its runtime role. */
    public Map<String, String> environment() {
        var environment = new LinkedHashMap<String, String>();
        environment.put("DATABASE_HOST", host);
        environment.put("DATABASE_PORT", Integer.toString(port));
        environment.put("DATABASE_NAME", name);
        environment.put("DATABASE_USER", user);
        environment.put("DATABASE_PASSWORD", password);
        return environment;
    }

    /** Returns the environment variables of the step that migrates this database. A service never has them. */
    public Map<String, String> migrationEnvironment() {
        var environment = environment();
        environment.remove("DATABASE_PASSWORD");
        environment.put("DATABASE_OWNER_USER", ownerUser);
        environment.put("DATABASE_OWNER_PASSWORD", ownerPassword);
        return environment;
    }

    /** Returns the variables of both, for a test that migrates and runs a service. */
    public Map<String, String> testEnvironment() {
        var environment = environment();
        environment.putAll(migrationEnvironment());
        return environment;
    }

    @Override
    public String toString() {
        return name + " at " + host + ":" + port;
    }
}
