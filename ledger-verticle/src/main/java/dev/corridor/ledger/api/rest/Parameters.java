package dev.corridor.ledger.api.rest;

import dev.corridor.kit.request.RequestTime;
import dev.corridor.kit.rest.RestRequest;
import dev.corridor.ledger.domain.statement.Page;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Reads the query parameters that several operations share. */
final class Parameters {
    private Parameters() {}

    static int limit(RestRequest request) {
        return Page.LIMIT.of(request.query("limit"));
    }

    /** @return empty for the first page */
    static String cursor(RestRequest request) {
        return request.query("cursor").orElse("");
    }

    static Optional<Instant> time(RestRequest request, String name) {
        return request.query(name).map(time -> RequestTime.parse(name, time));
    }

    /** Start of a period; the epoch, which is before the first entry, when absent. */
    static Instant from(RestRequest request) {
        return time(request, "from").orElse(Instant.EPOCH);
    }

    /** End of a period; the current time when absent. */
    static Instant to(RestRequest request, Clock clock) {
        return time(request, "to").orElse(clock.instant());
    }
}
