package dev.corridor.edge.oauth.domain;

/** Sign-in of a user who chose a password. */
public record Account(String userId, String username, SecretHash password) {}
