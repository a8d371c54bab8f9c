package dev.corridor.kit.config;

/** A value that must not reach a log: its toString says nothing. */
public record Secret(String value) {
    @Override
    public String toString() {
        return "***";
    }
}
