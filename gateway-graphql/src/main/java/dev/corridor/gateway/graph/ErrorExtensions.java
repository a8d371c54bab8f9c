package dev.corridor.gateway.graph;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.request.Correlation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code extensions} of every error: what a problem+json carries, in the graph's camelCase. */
final class ErrorExtensions {
    private static final Pattern SNAKE = Pattern.compile("_([a-z])");

    private ErrorExtensions() {}

    static Map<String, Object> of(Problem problem) {
        var extensions = new LinkedHashMap<String, Object>();
        extensions.put("code", problem.code().code());
        extensions.put("advice", problem.code().advice());
        extensions.put("correlationId", Correlation.current());
        problem.extensions().forEach((member, value) -> extensions.put(camelCase(member), value));
        return extensions;
    }

    private static String camelCase(String snake) {
        return SNAKE.matcher(snake)
                .replaceAll(hump -> Matcher.quoteReplacement(hump.group(1).toUpperCase(java.util.Locale.ROOT)));
    }
}
