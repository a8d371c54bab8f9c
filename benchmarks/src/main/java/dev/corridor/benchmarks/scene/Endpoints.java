package dev.corridor.benchmarks.scene;

/** Where a measured server listens, on loopback. */
public record Endpoints(int http, int grpc) {}
