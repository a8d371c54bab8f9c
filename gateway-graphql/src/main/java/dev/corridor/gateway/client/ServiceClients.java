package dev.corridor.gateway.client;

import dev.corridor.kit.grpc.ServiceClient;

/** The services behind the graph, as one verticle reaches them. */
public record ServiceClients(ServiceClient profile, ServiceClient ledger, ServiceClient forex, ServiceClient payment) {}
