package dev.corridor.forex.engine.client;

import dev.corridor.kit.config.InvalidSetting;
import dev.corridor.kit.config.Settings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Settings of a recording that is the source of prices.
 *
 * @param speed multiple of the original pace
 * @param loops whether the recording is replayed again after its end
 */
public record RecordingSettings(Path file, double speed, boolean loops) {
    private static final String SOURCE = "TICK_SOURCE";
    private static final String FILE = "file:";
    private static final String SPEED = "TICK_SPEED";
    private static final double MIN_SPEED = 0.001;
    private static final double MAX_SPEED = 10_000;

    /** Reads TICK_SOURCE, TICK_SPEED and TICK_AT_END. Empty when the tick engine is the source. */
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

    /** Returns the error for a file that cannot be replayed. */
    InvalidSetting unusable(Throwable why) {
        return new InvalidSetting(SOURCE, "names a file that cannot be replayed: " + why.getMessage());
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
            if (speed >= MIN_SPEED && speed <= MAX_SPEED) {
                return speed;
            }
        } catch (NumberFormatException malformed) {
            throw new InvalidSetting(SPEED, "is not a number");
        }
        throw new InvalidSetting(SPEED, "is not between " + MIN_SPEED + " and " + MAX_SPEED);
    }

    private static boolean loops(Settings settings) {
        return switch (settings.text("TICK_AT_END", "loop")) {
            case "loop" -> true;
            case "stop" -> false;
            default -> throw new InvalidSetting("TICK_AT_END", "is neither loop nor stop");
        };
    }
}
