package dev.corridor.forex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.forex.reference.client.EcbArchive;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Compares the served rates with the European Central Bank's file, which this test reads with a parser of its own. */
class EcbCheckIT {
    private static final int RANDOM_DAYS = 60;

    private static final long SEED = Long.getLong("corridor.seed", System.nanoTime());

    private static TreeMap<String, Map<String, String>> published;
    private static RunningForex forex;

    @BeforeAll
    static void start() throws IOException {
        published = read();
        forex = new RunningForex(Map.of());
        forex.awaitHistory();
    }

    @AfterAll
    static void stop() {
        forex.close();
    }

    @Test
    void every_rate_of_a_day_equals_the_published_one() {
        for (var day : sample()) {
            var served = forex.get("/rates/" + day).json();

            assertThat(served.getString("as_of")).isEqualTo(day);
            assertThat(served.getBoolean("stale")).isFalse();
            assertPublished(day, rates(served));
        }
    }

    @Test
    void every_rate_of_a_series_equals_the_published_one() {
        for (var first : sample()) {
            var days = published.tailMap(first).keySet().stream().limit(20).toList();
            var points = forex.get("/rates/series?from=%s&to=%s".formatted(first, days.get(days.size() - 1)))
                    .json()
                    .getJsonArray("points");

            assertThat(points).hasSameSizeAs(days);
            for (int i = 0; i < days.size(); i++) {
                assertThat(points.getJsonObject(i).getString("date")).isEqualTo(days.get(i));
                assertPublished(days.get(i), rates(points.getJsonObject(i)));
            }
        }
    }

    @Test
    void every_rate_in_csv_equals_the_published_one() {
        for (var day : sample().subList(0, 10)) {
            var rates = forex.get("/rates/" + day + "?format=csv")
                    .body()
                    .lines()
                    .skip(1)
                    .map(line -> line.split(","))
                    .collect(Collectors.toMap(cells -> cells[2], cells -> cells[3]));

            assertPublished(day, rates);
        }
    }

    private static void assertPublished(String day, Map<String, String> served) {
        var expected = published.get(day);
        assertThat(served.keySet()).as("%s, seed %d", day, SEED).isEqualTo(expected.keySet());
        served.forEach((currency, rate) -> {
            var text = expected.get(currency);
            assertThat(new BigDecimal(rate)).as("%s %s", day, currency).isEqualByComparingTo(text);
            assertThat(rate).as("%s %s", day, currency).isEqualTo(withoutTrailingZeros(text));
        });
    }

    /** Some of the bank's files have 23.730, others 23.73. */
    private static String withoutTrailingZeros(String rate) {
        return rate.contains(".") ? rate.replaceAll("\\.?0+$", "") : rate;
    }

    private static Map<String, String> rates(JsonObject json) {
        return json.getJsonObject("rates").stream()
                .collect(Collectors.toMap(Map.Entry::getKey, rate -> (String) rate.getValue()));
    }

    /** Returns the first and last days of the history and of every currency, and random days. */
    private static List<String> sample() {
        Set<String> days = new TreeSet<>(List.of(published.firstKey(), published.lastKey()));
        Map<String, String> last = new TreeMap<>();
        published.forEach((day, rates) -> rates.keySet().forEach(currency -> {
            if (last.put(currency, day) == null) {
                days.add(day);
            }
        }));
        days.addAll(last.values());
        var all = new ArrayList<>(published.keySet());
        Collections.shuffle(all, new Random(SEED));
        days.addAll(all.subList(0, RANDOM_DAYS));
        return List.copyOf(days);
    }

    private static TreeMap<String, Map<String, String>> read() throws IOException {
        var byDay = new TreeMap<String, Map<String, String>>();
        try (var zip = new ZipInputStream(EcbArchive.class.getResourceAsStream("/ecb/" + new EcbArchive().name()))) {
            zip.getNextEntry();
            var lines = new String(zip.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split(","));
            var rows = lines.toList();
            var header = rows.get(0);
            rows.stream().skip(1).forEach(row -> byDay.put(row[0], rates(header, row)));
        }
        return byDay;
    }

    private static Map<String, String> rates(String[] header, String[] row) {
        return IntStream.range(1, row.length)
                .filter(column -> !row[column].equals("N/A"))
                .boxed()
                .collect(Collectors.toMap(column -> header[column], column -> row[column]));
    }
}
