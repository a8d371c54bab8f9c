/** The error model: codes, faults with their HTTP and gRPC statuses, and problems that callers receive. */
package dev.corridor.kit.error;
