package dev.corridor.forex.engine.client;

import dev.corridor.kit.config.InvalidSetting;
import dev.corridor.kit.config.Settings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The recording that prices come from, if they do.
 *
 * @param speed how much faster than they came prices are told
 * @param loops whether it is played again after its end
 */
public record RecordingSettings(Path file, double speed, boolean loops) {
    private static final String SOURCE = "TICK_SOURCE";
    private static final String FILE = "file:";
    private static final String SPEED = "TICK_SPEED";
    private static final double SLOWEST = 0.001;
    private static final double FASTEST = 10_000;

    /** TICK_SOURCE, TICK_SPEED, TICK_AT_END. Empty when the engine makes the prices. */
    public static Optional<RecordingSettings> from(Settings settings) {
        String source = settings.text(SOURCE, "engine");
        if (source.equals("engine")) {
            return Optional.empty();
        }
        if (!source.startsWith(FILE)) {
            throw new InvalidSetting(SOURCE, "is neither engine nor file:PATH");
        }
        return Optional.of(new RecordingSettings(file(source), speed(settings), loops(settings)));
    }

    /** What to say when the file can't be played. */
    InvalidSetting unusable(Throwable why) {
        return new InvalidSetting(SOURCE, "names a file that can't be played: " + why.getMessage());
    }

    private static Path file(String source) {
        try {
            return Path.of(source.substring(FILE.length()));
        } catch (InvalidPathException malformed) {
            throw new InvalidSetting(SOURCE, "is not the path of a file");
        }
    }

    private static double speed(Settings settings) {
        try {
            double speed = Double.parseDouble(settings.text(SPEED, "1"));
            if (speed >= SLOWEST && speed <= FASTEST) {
                return speed;
            }
        } catch (NumberFormatException malformed) {
            throw new InvalidSetting(SPEED, "is not a number");
        }
        throw new InvalidSetting(SPEED, "is not between " + SLOWEST + " and " + FASTEST);
    }

    private static boolean loops(Settings settings) {
        return switch (settings.text("TICK_AT_END", "loop")) {
            case "loop" -> true;
            case "stop" -> false;
            default -> throw new InvalidSetting("TICK_AT_END", "is neither loop nor stop");
        };
    }
}
