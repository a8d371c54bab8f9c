package dev.corridor.gateway.graph;

import java.util.Map;

/**
 * What a client sends.
 *
 * @param operation which of the document's operations; null when it has one only
 */
public record GraphRequest(String query, String operation, Map<String, Object> variables) {}
