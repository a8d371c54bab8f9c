package dev.corridor.kit.value;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Table that lists every currency that exists or existed since 1999. Immutable. */
final class CurrencyTable {
    private static final String FILE = "currencies.csv";
    private static final int COLUMNS = 6;

    private final Map<String, Currency> byCode;

    private CurrencyTable(Map<String, Currency> byCode) {
        this.byCode = byCode;
    }

    static CurrencyTable load() {
        var stream = Objects.requireNonNull(CurrencyTable.class.getResourceAsStream(FILE), FILE);
        try (var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return new CurrencyTable(lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(CurrencyTable::currency)
                    .collect(Collectors.toUnmodifiableMap(Currency::code, Function.identity())));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    Optional<Currency> find(String code) {
        return Optional.ofNullable(byCode.get(code));
    }

    List<Currency> all() {
        return byCode.values().stream().sorted().toList();
    }

    private static Currency currency(String line) {
        var column = line.split(",", COLUMNS);
        return new Currency(
                column[0],
                column[1],
                Integer.parseInt(column[2]),
                column[3].isEmpty() ? LocalDate.MIN : LocalDate.parse(column[3]),
                column[4].isEmpty() ? LocalDate.MAX : LocalDate.parse(column[4]),
                column[5].isEmpty() ? Optional.empty() : Optional.of(new BigDecimal(column[5])));
    }
}
