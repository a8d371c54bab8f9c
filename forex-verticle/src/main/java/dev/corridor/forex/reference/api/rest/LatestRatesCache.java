package dev.corridor.forex.reference.api.rest;

import dev.corridor.forex.reference.domain.DatedRates;
import dev.corridor.kit.rest.Reply;
import dev.corridor.kit.rest.RestRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Cache of the replies to requests for the latest rates. Most callers send one of a few requests, and the rates change once a day.
 * Belongs to one verticle.
 */
final class LatestRatesCache {
    private static final int MAX_REPLIES = 256;

    private final Map<Key, Reply> replies = new HashMap<>();
    private DatedRates latest;

    private record Key(Optional<String> base, List<String> symbols, boolean csv) {}

    Reply of(DatedRates rates, RestRequest request, BiFunction<DatedRates, RestRequest, Reply> write) {
        if (rates != latest || replies.size() >= MAX_REPLIES) {
            replies.clear();
            latest = rates;
        }
        var key = new Key(request.query("base"), request.list("symbols"), RestReferenceRates.wantsCsv(request));
        return replies.computeIfAbsent(key, first -> write.apply(rates, request));
    }
}
