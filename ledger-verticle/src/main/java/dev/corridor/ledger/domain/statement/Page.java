package dev.corridor.ledger.domain.statement;

import dev.corridor.kit.request.PageLimit;
import dev.corridor.kit.request.QueryCursor;
import dev.corridor.ledger.domain.account.AccountProfile;
import dev.corridor.ledger.domain.account.ExpiredHold;
import dev.corridor.ledger.domain.posting.StoredRefusal;
import java.util.List;
import java.util.function.Function;

/**
 * Part of a list.
 *
 * @param nextCursor cursor of the next page; empty on the last page
 */
public record Page<T>(List<T> items, String nextCursor) {
    public static final PageLimit LIMIT = new PageLimit(50, 200);

    public Page {
        items = List.copyOf(items);
    }

    /** Makes a page of at most {@code limit} items. A further item in {@code found} says that there is a next page. */
    public static <T> Page<T> of(List<T> found, int limit, Function<T, String> cursor) {
        if (found.size() <= limit) {
            return new Page<>(found, "");
        }
        return new Page<>(found.subList(0, limit), cursor.apply(found.get(limit - 1)));
    }

    /** The page with its cursor bound to the query. */
    public Page<T> boundTo(QueryCursor query) {
        return new Page<>(items, query.bind(nextCursor));
    }

    public static Page<ExpiredHold> ofExpiredHolds(List<ExpiredHold> found, int limit) {
        return of(found, limit, hold -> hold.cursor().encode());
    }

    public static Page<Entry> ofEntries(List<Entry> found, int limit) {
        return of(found, limit, entry -> EntryCursor.of(entry).encode());
    }

    public static Page<StoredRefusal> ofRefusals(List<StoredRefusal> found, int limit) {
        return of(found, limit, attempt -> attempt.id().toString());
    }

    public static Page<AccountProfile> ofAccounts(List<AccountProfile> found, int limit) {
        return of(found, limit, profile -> profile.account().id().toString());
    }
}
