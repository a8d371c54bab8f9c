package dev.corridor.forex.reference.usecase;

import dev.corridor.forex.domain.ForexError;
import dev.corridor.forex.reference.domain.CarryForward;
import dev.corridor.forex.reference.domain.DatedRates;
import dev.corridor.forex.reference.domain.PublishedCurrency;
import dev.corridor.forex.reference.domain.PublishedDays;
import dev.corridor.forex.reference.domain.RateProvenance;
import dev.corridor.forex.reference.domain.RatePublication;
import dev.corridor.forex.reference.domain.RateSeries;
import dev.corridor.forex.reference.domain.ReferenceConversion;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.request.PageLimit;
import dev.corridor.kit.value.Currency;
import dev.corridor.kit.value.Money;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Answers queries for reference rates, for all transports. Belongs to one verticle. */
public final class ReferenceRateQueries {
    public static final PageLimit LIMIT = new PageLimit(400, 1_000);

    private final ReferenceRates publications;
    private final CarryForward carryForward;
    private final Clock clock;
    private RatePublication newest;
    private DatedRates latest;
    private Instant latestUntil;

    public ReferenceRateQueries(ReferenceRates publications, CarryForward carryForward, Clock clock) {
        this.publications = publications;
        this.carryForward = carryForward;
        this.clock = clock;
    }

    /** Returns every currency of the history, including the discontinued ones. */
    public List<PublishedCurrency> currencies() {
        return publications.currencies().all(carryForward.today(clock.instant()));
    }

    /** Returns the rates that apply today: the same object until the rates or their provenance change. */
    public DatedRates latest() {
        var now = clock.instant();
        if (latest == null || newest != publications.newest() || !now.isBefore(latestUntil)) {
            newest = publications.newest();
            latest = dated(lastDay(now), newest);
            latestUntil = carryForward.appliesUntil(now);
        }
        return latest;
    }

    /** Returns today, or the day of the newest publication if the clock is behind it. */
    private LocalDate lastDay(Instant now) {
        var today = carryForward.today(now);
        var asOf = publications.newest().asOf();
        return asOf.isAfter(today) ? asOf : today;
    }

    private void requireNotInFuture(String field, LocalDate day) {
        var last = lastDay(clock.instant());
        if (day.isAfter(last)) {
            throw Problem.of(
                    ForexError.DATE_IN_FUTURE, "The %s %s is in the future; today is %s.".formatted(field, day, last));
        }
    }

    /**
     * Returns the rates that apply on a date.
     *
     * @return or fails with date_in_future, rates_not_found, history_loading
     */
    public Future<DatedRates> on(LocalDate date) {
        requireNotInFuture("date", date);
        return publications.on(date).map(rates -> dated(date, rates));
    }

    /** Returns the rates that apply on a date, or today. Fails as {@link #on(LocalDate)}. */
    public Future<DatedRates> on(Optional<LocalDate> date) {
        return date.map(this::on).orElseGet(() -> Future.succeededFuture(latest()));
    }

    /** @throws Problem unknown_currency, with the reason, if a currency has no rate on the date */
    public void require(DatedRates dated, Currency base, Collection<Currency> symbols) {
        publications.currencies().requireIn(dated, with(base, symbols));
    }

    /**
     * Converts an amount at the rates of a date, or of today.
     *
     * @return or fails as {@link #on}, or with unknown_currency, amount_invalid
     */
    public Future<ReferenceConversion> convert(Money amount, Currency to, Optional<LocalDate> date) {
        return on(date).map(dated -> {
            require(dated, amount.currency(), List.of(to));
            var rates = dated.rates();
            return new ReferenceConversion(
                    amount, rates.convert(amount.requirePositive(), to), rates.rate(amount.currency(), to), dated);
        });
    }

    /**
     * Returns a page of rates over time.
     *
     * @return or fails with range_invalid, date_in_future, unknown_currency, rates_not_found, history_loading
     */
    public Future<RateSeries> series(RateSeries.Request request) {
        if (request.from().isAfter(request.to())) {
            throw Problem.of(ForexError.RANGE_INVALID, "%s is after %s.".formatted(request.from(), request.to()));
        }
        requireNotInFuture("to", request.to());
        return publications.requireDays(request.from(), request.to()).compose(known -> read(request));
    }

    private Future<RateSeries> read(RateSeries.Request request) {
        var end = publications.days().onOrBefore(request.to()).orElseThrow();
        requirePublished(request, end);
        var start = request.start().isBefore(request.from()) ? request.from() : request.start();
        var points = publications.days().points(request.period(), start, request.to(), request.limit() + 1);
        var page = points.subList(0, Math.min(points.size(), request.limit()));
        var next = points.size() > page.size()
                ? Optional.of(points.get(page.size()).date())
                : Optional.<LocalDate>empty();
        var days = new HashSet<LocalDate>();
        page.forEach(point -> days.add(point.asOf()));
        return publications
                .ofDays(days, wantedCurrencies(request))
                .map(rates ->
                        new RateSeries(request, provenance(request.to(), end), filled(request, page, rates), next));
    }

    /** A range by calendar day that starts on a Sunday starts with the rates of Friday. */
    private void requirePublished(RateSeries.Request request, LocalDate end) {
        var start = request.period() == PublishedDays.Period.CALENDAR_DAY
                ? publications.days().onOrBefore(request.from()).orElse(request.from())
                : request.from();
        if (!start.isAfter(end)) {
            var all = with(request.base(), request.symbols());
            all.forEach(currency -> requireExisting(currency, request));
            publications.currencies().requireWithin(start, end, all);
        }
    }

    private static void requireExisting(Currency currency, RateSeries.Request request) {
        if (currency.lastDay().filter(request.from()::isAfter).isPresent()) {
            currency.requireOn(request.from());
        }
    }

    private static Set<Currency> wantedCurrencies(RateSeries.Request request) {
        return request.symbols().isEmpty() ? Set.of() : with(request.base(), request.symbols());
    }

    private List<RateSeries.Point> filled(
            RateSeries.Request request, List<PublishedDays.Point> page, Map<LocalDate, RatePublication> byDay) {
        var points = new ArrayList<RateSeries.Point>(page.size());
        for (var point : page) {
            var rates = dated(point.date(), byDay.get(point.asOf()));
            points.add(new RateSeries.Point(
                    point.date(), rates.provenance(), rates.rates().ratesIfAny(request.base(), request.symbols())));
        }
        return List.copyOf(points);
    }

    private DatedRates dated(LocalDate date, RatePublication rates) {
        return new DatedRates(date, rates, provenance(date, rates.asOf()));
    }

    private RateProvenance provenance(LocalDate date, LocalDate asOf) {
        var newest = publications.newest();
        return carryForward.provenance(date, asOf, newest.asOf(), newest.provider(), clock.instant());
    }

    private static Set<Currency> with(Currency base, Collection<Currency> symbols) {
        var all = new HashSet<>(symbols);
        all.add(base);
        return all;
    }
}
