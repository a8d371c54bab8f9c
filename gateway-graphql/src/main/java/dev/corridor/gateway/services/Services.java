package dev.corridor.gateway.services;

import dev.corridor.kit.rpc.ServiceClient;

/** The services behind the graph, as one verticle reaches them. */
public record Services(ServiceClient profile, ServiceClient ledger, ServiceClient forex, ServiceClient payment) {}
