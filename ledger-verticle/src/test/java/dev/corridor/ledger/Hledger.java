package dev.corridor.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Debian's hledger, which {@code ./corridor test} installs. */
final class Hledger {
    private static final long BOUND_S = 120;

    private Hledger() {}

    /** Readable, balanced, with every assertion true, and nothing that was not declared. */
    static void check(String journal) throws Exception {
        run(journal, "check", "--strict");
    }

    static String balanceOf(String journal, String accounts) throws Exception {
        return run(journal, "balance", "-N", accounts);
    }

    private static String run(String journal, String... words) throws IOException, InterruptedException {
        var file = Files.createTempFile("corridor", ".journal");
        try {
            Files.writeString(file, journal);
            var command = new ArrayList<>(List.of("hledger", "-f", file.toString()));
            command.addAll(List.of(words));
            var builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("LC_ALL", "C.UTF-8");
            var process = builder.start();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(BOUND_S, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new AssertionError(said + "\n" + journal);
            }
            return said;
        } finally {
            Files.delete(file);
        }
    }
}
