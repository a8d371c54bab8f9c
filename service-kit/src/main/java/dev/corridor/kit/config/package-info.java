/** Configuration from environment variables. */
package dev.corridor.kit.config;
