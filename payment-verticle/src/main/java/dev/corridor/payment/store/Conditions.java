package dev.corridor.payment.store;

import dev.corridor.kit.sql.SqlTime;
import dev.corridor.payment.domain.PaymentFilter;
import dev.corridor.payment.domain.PaymentStatus;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The conditions of a {@link PaymentFilter} in SQL, behind three parameters that every list has. */
final class Conditions {
    private static final int FIRST = 4;

    private final StringBuilder sql = new StringBuilder();
    private final List<Object> values = new ArrayList<>();

    String of(PaymentFilter filter) {
        if (!filter.statuses().isEmpty()) {
            add(
                    "status = any($%d::text[]::payment_status[])",
                    Optional.of(
                            filter.statuses().stream().map(PaymentStatus::name).toArray(String[]::new)));
        }
        add("created_at >= $%d", filter.from().map(SqlTime::utc));
        add("created_at < $%d", filter.to().map(SqlTime::utc));
        add("$%d in (payer, payee)", filter.counterparty());
        add("reference = $%d", filter.reference());
        add("target_minor >= $%d", filter.least().map(least -> least.minorUnits()));
        add("target_minor <= $%d", filter.most().map(most -> most.minorUnits()));
        add("target_currency = $%d", filter.currency().map(currency -> currency.getCurrencyCode()));
        return sql.toString();
    }

    Tuple parameters(String person, UUID before, int limit) {
        var all = new ArrayList<Object>(List.of(person, before, limit));
        all.addAll(values);
        return Tuple.from(all);
    }

    private void add(String condition, Optional<?> value) {
        value.ifPresent(given -> {
            sql.append(" and ").append(condition.formatted(FIRST + values.size()));
            values.add(given);
        });
    }
}
