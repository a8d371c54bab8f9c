package dev.corridor.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs Debian's hledger, which {@code ./corridor test} installs. */
final class Hledger {
    private static final long TIMEOUT_S = 120;

    private Hledger() {}

    /** Checks that the journal parses and balances, that all assertions hold and that everything used is declared. */
    static void check(String journal) throws Exception {
        run(journal, "check", "--strict");
    }

    static String balanceOf(String journal, String accounts) throws Exception {
        return run(journal, "balance", "-N", accounts);
    }

    private static String run(String journal, String... arguments) throws IOException, InterruptedException {
        var file = Files.createTempFile("corridor", ".journal");
        try {
            Files.writeString(file, journal);
            var command = new ArrayList<>(List.of("hledger", "-f", file.toString()));
            command.addAll(List.of(arguments));
            var builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("LC_ALL", "C.UTF-8");
            var process = builder.start();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(TIMEOUT_S, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new AssertionError(output + "\n" + journal);
            }
            return output;
        } finally {
            Files.delete(file);
        }
    }
}
