package dev.corridor.gateway.client;

import dev.corridor.kit.grpc.ServiceClient;

/** gRPC clients of the four services, for one verticle. */
public record ServiceClients(ServiceClient profile, ServiceClient ledger, ServiceClient forex, ServiceClient payment) {}
