package dev.corridor.benchmarks.testbed;

/** Ports of a measured server on the loopback interface. */
public record Endpoints(int http, int grpc) {}
