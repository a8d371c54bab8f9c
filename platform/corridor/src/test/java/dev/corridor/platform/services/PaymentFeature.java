package dev.corridor.platform.services;

import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Test of one feature of payments with all services in one process. Each test has a payer and a payee of its own. */
abstract class PaymentFeature {
    static DeployedServices services;
    static PaymentClient client;

    final String ada = UUID.randomUUID().toString();
    final String blaise = UUID.randomUUID().toString();

    @BeforeAll
    static void start() {
        services = new DeployedServices();
        client = new PaymentClient(services);
    }

    @AfterAll
    static void stop() {
        services.close();
    }
}
