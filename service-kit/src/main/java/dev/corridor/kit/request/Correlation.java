package dev.corridor.kit.request;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.corridor.kit.vertx.RequestLocals;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The id that ties together everything that one request causes: log lines, calls to other services, ledger rows, events.
 * It belongs to the request's Vert.x context, so futures carry it.
 */
public final class Correlation {
    /** HTTP header and gRPC metadata key. */
    public static final String HEADER = "x-correlation-id";

    /** The header in the form that Netty stores: a String is hashed and checked again for every request. */
    public static final CharSequence HEADER_NAME = HttpHeaders.createOptimized(HEADER);

    private static final Pattern ACCEPTABLE = Pattern.compile("[A-Za-z0-9._:-]{8,64}");

    private Correlation() {}

    /** The id of the current request; "" when there is none. */
    public static String current() {
        Context context = Vertx.currentContext();
        String id = context == null ? null : RequestLocals.CORRELATION_ID.get(context);
        return id == null ? "" : id;
    }

    /** Sets the id of the current request. */
    public static void begin(String id) {
        RequestLocals.CORRELATION_ID.put(Vertx.currentContext(), id);
    }

    /** Returns a new id. It must be unique, not secret, so the secure random source, which costs a microsecond, is not used. */
    public static String fresh() {
        return UuidCreator.getRandomBasedFast().toString();
    }

    /** Returns the caller's id if it is safe in a log and in a header, otherwise one of {@code fresh}. */
    public static String accept(String fromCaller, Supplier<String> fresh) {
        return fromCaller != null && ACCEPTABLE.matcher(fromCaller).matches() ? fromCaller : fresh.get();
    }
}
