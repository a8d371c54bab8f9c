package dev.corridor.forex.reference.api.rest;

import dev.corridor.forex.reference.domain.DatedRates;
import dev.corridor.kit.rest.Reply;
import dev.corridor.kit.rest.RestRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * The answers about the latest rates, written once a question: most callers ask the same few, and the rates change once a
 * day. Belongs to one verticle.
 */
final class LatestRatesCache {
    private static final int MAX_REPLIES = 256;

    private final Map<Question, Reply> replies = new HashMap<>();
    private DatedRates latest;

    private record Question(Optional<String> base, Optional<String> symbols, boolean csv) {}

    Reply of(DatedRates rates, RestRequest request, BiFunction<DatedRates, RestRequest, Reply> write) {
        if (rates != latest || replies.size() >= MAX_REPLIES) {
            replies.clear();
            latest = rates;
        }
        var question =
                new Question(request.query("base"), request.query("symbols"), RestReferenceRates.wantsCsv(request));
        return replies.computeIfAbsent(question, first -> write.apply(rates, request));
    }
}
