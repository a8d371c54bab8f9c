package dev.corridor.platform.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The distributions of the services, target/dist of each, which production images are made of. */
class DistributionIT {
    private static final Path ROOT = Path.of("../..");

    /** Libraries of the embedded servers and of the command line. */
    private static final Pattern NOT_FOR_PRODUCTION = Pattern.compile(
            "embedded-.*|kafka_.*|kafka-(server|group|metadata|raft|storage|tools|transaction).*|scala-.*|zookeeper.*"
                    + "|corridor-(embedded|edge|platform).*|picocli.*|junit.*|assertj.*");

    @ParameterizedTest
    @ValueSource(
            strings = {"profile-verticle", "ledger-verticle", "forex-verticle", "payment-verticle", "gateway-graphql"})
    void a_distribution_holds_no_embedded_server_and_starts_by_itself(String module) throws Exception {
        Path distribution = ROOT.resolve(module).resolve("target/dist");

        assertThat(jars(distribution.resolve("lib")))
                .anyMatch(jar -> jar.startsWith("service-kit-"))
                .noneMatch(jar -> NOT_FOR_PRODUCTION.matcher(jar).matches());
        assertThat(runWithoutConfiguration(distribution))
                .isEqualTo(new Ended(
                        1,
                        module.replace("-verticle", "")
                                + ": The environment variable HTTP_PORT is not set."
                                + System.lineSeparator()));
    }

    private record Ended(int exitCode, String output) {}

    private static Ended runWithoutConfiguration(Path distribution) throws IOException, InterruptedException {
        String jar = jars(distribution).get(0);
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", jar);
        builder.directory(distribution.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        var process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }

    private static List<String> jars(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar"))
                    .toList();
        }
    }
}
