package dev.corridor.benchmarks.report;

import dev.corridor.benchmarks.measure.Row;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** Renders the results of a benchmark as one line of JSON. */
public final class JsonReport {
    private JsonReport() {}

    public static String of(String benchmark, Machine machine, List<Row> rows) {
        var array = new JsonArray();
        rows.forEach(row -> array.add(json(row)));
        return new JsonObject()
                .put("benchmark", benchmark)
                .put("machine", json(machine))
                .put("rows", array)
                .encode();
    }

    private static JsonObject json(Machine machine) {
        return new JsonObject()
                .put("cpu", machine.cpu())
                .put("cores", machine.cores())
                .put("memory_mib", machine.memoryMib())
                .put("os", machine.os())
                .put("java", machine.java())
                .put("load", rounded(machine.load(), 2));
    }

    private static JsonObject json(Row row) {
        return new JsonObject()
                .put("name", row.name())
                .put("value", rounded(row.value(), 1))
                .put("unit", row.unit())
                .put("baseline", row.baseline())
                .put("baseline_value", rounded(row.baselineValue(), 1))
                .put("ratio", rounded(row.ratio(), 3))
                .put("p50_ms", rounded(row.p50Ms(), 3))
                .put("p99_ms", rounded(row.p99Ms(), 3))
                .put("p999_ms", rounded(row.p999Ms(), 3));
    }

    private static BigDecimal rounded(double value, int digits) {
        return BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_EVEN);
    }
}
