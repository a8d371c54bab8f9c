/** The gRPC transport of a service, and the client with which it calls other services. */
package dev.corridor.kit.grpc;
