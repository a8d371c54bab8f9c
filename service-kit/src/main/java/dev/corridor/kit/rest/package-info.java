/** The REST transport: routes, authenticates and checks the requests of an OpenAPI contract and renders replies and problems. */
package dev.corridor.kit.rest;
