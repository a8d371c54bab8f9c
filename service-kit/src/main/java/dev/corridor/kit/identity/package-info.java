/** Verification of JWTs, scopes, and the tokens that a service uses for its own calls. */
package dev.corridor.kit.identity;
