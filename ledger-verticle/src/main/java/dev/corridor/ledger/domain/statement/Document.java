package dev.corridor.ledger.domain.statement;

/** Exported document with its media type. */
public record Document(String mediaType, String text) {}
