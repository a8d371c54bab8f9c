/** Checks of requests against the OpenAPI contract. */
package dev.corridor.kit.contract;
