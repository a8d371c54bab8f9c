package dev.corridor.kit.config;

/** A value that must not reach a log; its toString hides it. */
public record Secret(String value) {
    @Override
    public String toString() {
        return "***";
    }
}
