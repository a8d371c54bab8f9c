package dev.corridor.benchmarks.scene;

/** Where a measured server listens, on loopback. */
public record Doors(int http, int grpc) {}
