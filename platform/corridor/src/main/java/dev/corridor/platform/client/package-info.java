/** Client of a running platform's public APIs. */
package dev.corridor.platform.client;
