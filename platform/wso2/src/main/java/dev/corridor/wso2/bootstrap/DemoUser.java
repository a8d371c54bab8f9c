package dev.corridor.wso2.bootstrap;

import java.util.List;

/** User for trying Corridor out, with the names of the users of `corridor up`. WSO2 chooses the id. */
record DemoUser(String username, String givenName, String familyName, String homeCurrency) {
    /** Owns the demo application in the developer portal. */
    static final DemoUser ADA = new DemoUser("ada", "Ada", "Lovelace", "USD");

    static final List<DemoUser> ALL = List.of(
            ADA, new DemoUser("blaise", "Blaise", "Pascal", "EUR"), new DemoUser("chen", "Jingrun", "Chen", "JPY"));

    String email() {
        return username + "@corridor.example";
    }

    String fullName() {
        return givenName + " " + familyName;
    }
}
