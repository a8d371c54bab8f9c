package dev.corridor.kit.request;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.corridor.kit.vertx.CorrelationLocal;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The id that ties together everything one request from outside causes: log lines, calls to other services, ledger rows,
 * events. It belongs to the Vert.x context of the request, so futures carry it without being told.
 */
public final class Correlation {
    /** HTTP header and gRPC metadata key. */
    public static final String HEADER = "x-correlation-id";

    /** The same as Netty keeps names: a String is hashed and checked again for every request. */
    public static final CharSequence HEADER_NAME = HttpHeaders.createOptimized(HEADER);

    private static final Pattern ACCEPTABLE = Pattern.compile("[A-Za-z0-9._:-]{8,64}");

    private Correlation() {}

    /** Of the request being worked on by this thread; "" when there is none. */
    public static String current() {
        Context context = Vertx.currentContext();
        String id = context == null ? null : CorrelationLocal.ID.get(context);
        return id == null ? "" : id;
    }

    /** Makes {@code id} the current one for the rest of this request. */
    public static void begin(String id) {
        CorrelationLocal.ID.put(Vertx.currentContext(), id);
    }

    /** A new id. It has to be unique, not secret, so it does without the secure random source, which costs a microsecond. */
    public static String fresh() {
        return UuidCreator.getRandomBasedFast().toString();
    }

    /** A caller's id is taken if it can do no harm in a log or a header; the alternative is {@code fresh}. */
    public static String accept(String fromCaller, Supplier<String> fresh) {
        return fromCaller != null && ACCEPTABLE.matcher(fromCaller).matches() ? fromCaller : fresh.get();
    }
}
