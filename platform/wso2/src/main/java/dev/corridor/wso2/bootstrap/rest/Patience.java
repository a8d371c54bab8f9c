package dev.corridor.wso2.bootstrap.rest;

import dev.corridor.kit.config.Settings;
import java.time.Duration;

/**
 * Bounds of the bootstrap's waiting.
 *
 * @param start how long WSO2 may take to start
 * @param deployment how long the gateway may take to serve an API after an import, before it is deployed again
 * @param poll time between two looks
 * @param request how long one request may take
 */
public record Patience(Duration start, Duration deployment, Duration poll, Duration request) {

    /** Reads WSO2_START_TIMEOUT, WSO2_DEPLOYMENT_TIMEOUT, WSO2_POLL_INTERVAL and WSO2_REQUEST_TIMEOUT. */
    public static Patience from(Settings settings) {
        return new Patience(
                settings.duration("WSO2_START_TIMEOUT", Duration.ofMinutes(15)),
                settings.duration("WSO2_DEPLOYMENT_TIMEOUT", Duration.ofSeconds(60)),
                settings.duration("WSO2_POLL_INTERVAL", Duration.ofSeconds(2)),
                settings.duration("WSO2_REQUEST_TIMEOUT", Duration.ofMinutes(2)));
    }
}
