package dev.corridor.edge.usage.usecase;

import dev.corridor.edge.config.ApiConfig;
import dev.corridor.edge.config.Plan;
import dev.corridor.edge.usage.domain.Invoice;
import dev.corridor.edge.usage.domain.Usage;
import dev.corridor.edge.usage.domain.UsageKey;
import dev.corridor.edge.usage.store.OwnedApplications;
import dev.corridor.edge.usage.store.UsageTable;
import io.vertx.core.Future;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Report of the calls of one user's applications in a month, and what they cost. Others' applications are not in it. */
public final class UsageReport {
    private static final Comparator<Usage> BY_KEY = Comparator.<Usage, String>comparing(
                    usage -> usage.key().application())
            .thenComparing(usage -> usage.key().api())
            .thenComparing(usage -> usage.key().version())
            .thenComparing(usage -> usage.key().plan());

    private final UsageMeter meter;
    private final UsageTable table;
    private final OwnedApplications applications;
    private final Map<String, Plan> plans;

    /**
     * Calls of a month.
     *
     * @param names of the applications, by id
     */
    public record Month(YearMonth month, Map<String, String> names, List<Usage> usages, Map<String, Plan> plans) {
        public Invoice invoice() {
            return Invoice.of(month, usages, plans);
        }

        public Optional<Plan> plan(Usage usage) {
            return Optional.ofNullable(plans.get(usage.key().plan()));
        }
    }

    public UsageReport(UsageMeter meter, UsageTable table, OwnedApplications applications, ApiConfig apis) {
        this.meter = meter;
        this.table = table;
        this.applications = applications;
        this.plans = apis.plans().stream().collect(Collectors.toMap(Plan::name, Function.identity()));
    }

    /** The current month, in UTC. */
    public YearMonth currentMonth() {
        return meter.month();
    }

    /** Reads what has been settled. What this event loop has counted is settled before; what others have, is a second old at most. */
    public Future<Month> of(String ownerId, YearMonth month, Optional<String> application) {
        return meter.settle().compose(settled -> applications.namesOf(ownerId)).compose(names -> {
            application.ifPresent(only -> names.keySet().retainAll(List.of(only)));
            return applications.subscriptionsOf(ownerId, month).compose(subscribed -> table.ofApplications(
                            month, List.copyOf(names.keySet()))
                    .map(used -> new Month(month, names, merged(names, subscribed, used), plans)));
        });
    }

    private static List<Usage> merged(Map<String, String> names, List<Usage> subscribed, List<Usage> used) {
        var usages = new LinkedHashMap<UsageKey, Usage>();
        subscribed.stream()
                .filter(usage -> names.containsKey(usage.key().application()))
                .forEach(usage -> usages.put(usage.key(), usage));
        used.forEach(usage -> usages.put(usage.key(), usage));
        var sorted = new ArrayList<>(usages.values());
        sorted.sort(BY_KEY);
        return List.copyOf(sorted);
    }
}
