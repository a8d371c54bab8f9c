package dev.corridor.forex.reference.api.grpc;

import dev.corridor.forex.reference.domain.DatedRates;
import dev.corridor.forex.reference.domain.PublishedCurrency;
import dev.corridor.forex.reference.domain.PublishedDays;
import dev.corridor.forex.reference.domain.RateProvenance;
import dev.corridor.forex.reference.domain.RateSeries;
import dev.corridor.forex.reference.domain.ReferenceConversion;
import dev.corridor.forex.reference.domain.Staleness;
import dev.corridor.forex.reference.usecase.ReferenceRateQueries;
import dev.corridor.forex.reference.wire.CalendarDate;
import dev.corridor.forex.reference.wire.CurrencyCodes;
import dev.corridor.forex.reference.wire.SeriesCursor;
import dev.corridor.forex.v1.ConvertRequest;
import dev.corridor.forex.v1.ForexServiceGrpcService;
import dev.corridor.forex.v1.GetReferenceRatesRequest;
import dev.corridor.forex.v1.GetReferenceRatesResponse;
import dev.corridor.forex.v1.GetTimeSeriesRequest;
import dev.corridor.forex.v1.GetTimeSeriesResponse;
import dev.corridor.forex.v1.ListCurrenciesRequest;
import dev.corridor.forex.v1.ListCurrenciesResponse;
import dev.corridor.forex.v1.SeriesPeriod;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.grpc.GrpcTransport;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.value.Currency;
import dev.corridor.kit.value.ProtoMoney;
import dev.corridor.kit.value.ProtoTime;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** gRPC methods of reference rates, a part of forex.v1.ForexService. Belongs to one verticle. */
public final class GrpcReferenceRates {

    private final ReferenceRateQueries rates;

    public GrpcReferenceRates(ReferenceRateQueries rates) {
        this.rates = rates;
    }

    public void mount(GrpcTransport grpc) {
        grpc.unary(ForexServiceGrpcService.ListCurrencies, Scope.FOREX_READ, this::listCurrencies)
                .unary(ForexServiceGrpcService.GetReferenceRates, Scope.FOREX_READ, this::getReferenceRates)
                .unary(ForexServiceGrpcService.GetTimeSeries, Scope.FOREX_READ, this::getTimeSeries)
                .unary(ForexServiceGrpcService.Convert, Scope.FOREX_READ, this::convert);
    }

    private Future<ListCurrenciesResponse> listCurrencies(Caller caller, ListCurrenciesRequest request) {
        var list = ListCurrenciesResponse.newBuilder();
        rates.currencies().stream()
                .filter(published -> request.getIncludeDiscontinued() || !published.discontinued())
                .forEach(published -> list.addCurrencies(toProto(published)));
        return Future.succeededFuture(list.build());
    }

    private Future<GetReferenceRatesResponse> getReferenceRates(Caller caller, GetReferenceRatesRequest request) {
        var base = CurrencyCodes.base(given(request.getBase()));
        var symbols = CurrencyCodes.parse(request.getSymbolsList());
        return rates.on(given(request.getDate()).map(CalendarDate::parse)).map(dated -> {
            rates.require(dated, base, symbols);
            return toProto(dated, base, symbols);
        });
    }

    private Future<GetTimeSeriesResponse> getTimeSeries(Caller caller, GetTimeSeriesRequest request) {
        var range = new SeriesCursor.Range(
                CalendarDate.parse(request.getFrom()), CalendarDate.parse(request.getTo()), period(request.getBy()));
        var series = SeriesCursor.request(
                CurrencyCodes.base(given(request.getBase())),
                CurrencyCodes.parse(request.getSymbolsList()),
                range,
                given(request.getCursor()),
                ReferenceRateQueries.LIMIT.of(request.getLimit()));
        return rates.series(series).map(GrpcReferenceRates::toProto);
    }

    private Future<dev.corridor.forex.v1.ConvertResponse> convert(Caller caller, ConvertRequest request) {
        return rates.convert(
                        ProtoMoney.fromProto(request.getAmount()).requirePositive(),
                        Currency.of(request.getTo()),
                        given(request.getDate()).map(CalendarDate::parse))
                .map(GrpcReferenceRates::toProto);
    }

    private static PublishedDays.Period period(SeriesPeriod by) {
        return switch (by) {
            case SERIES_PERIOD_UNSPECIFIED, SERIES_PERIOD_DAY -> PublishedDays.Period.DAY;
            case SERIES_PERIOD_WEEK -> PublishedDays.Period.WEEK;
            case SERIES_PERIOD_MONTH -> PublishedDays.Period.MONTH;
            case SERIES_PERIOD_CALENDAR_DAY -> PublishedDays.Period.CALENDAR_DAY;
            case UNRECOGNIZED -> throw Problem.of(StandardError.INVALID_REQUEST, "by is none of the periods.");
        };
    }

    /** Protobuf encodes an absent text as an empty one. */
    private static Optional<String> given(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private static dev.corridor.forex.v1.Currency toProto(PublishedCurrency published) {
        return dev.corridor.forex.v1.Currency.newBuilder()
                .setCode(published.currency().code())
                .setName(published.currency().name())
                .setDigits(published.currency().digits())
                .setFirstDate(published.first().toString())
                .setLastDate(published.last().toString())
                .setDiscontinued(published.discontinued())
                .build();
    }

    private static GetReferenceRatesResponse toProto(DatedRates dated, Currency base, List<Currency> symbols) {
        return GetReferenceRatesResponse.newBuilder()
                .setBase(base.code())
                .setAsOf(dated.provenance().asOf().toString())
                .setProvider(dated.provenance().provider())
                .putAllRates(texts(dated.rates().rates(base, symbols)))
                .setProvenance(toProto(dated.provenance()))
                .build();
    }

    private static GetTimeSeriesResponse toProto(RateSeries series) {
        var proto = GetTimeSeriesResponse.newBuilder()
                .setBase(series.request().base().code())
                .setProvenance(toProto(series.provenance()));
        series.points().forEach(point -> proto.addPointsBuilder()
                .setDate(point.date().toString())
                .setProvenance(toProto(point.provenance()))
                .putAllRates(texts(point.rates())));
        SeriesCursor.next(series).ifPresent(proto::setNextCursor);
        return proto.build();
    }

    private static dev.corridor.forex.v1.ConvertResponse toProto(ReferenceConversion conversion) {
        return dev.corridor.forex.v1.ConvertResponse.newBuilder()
                .setSource(ProtoMoney.toProto(conversion.source()))
                .setTarget(ProtoMoney.toProto(conversion.target()))
                .setRate(conversion.rate().toPlainString())
                .setProvenance(toProto(conversion.at().provenance()))
                .build();
    }

    private static dev.corridor.forex.v1.RateProvenance toProto(RateProvenance provenance) {
        return dev.corridor.forex.v1.RateProvenance.newBuilder()
                .setAsOf(provenance.asOf().toString())
                .setProvider(provenance.provider())
                .setStale(provenance.stale())
                .setStaleReason(provenance.staleness().map(Staleness::code).orElse(""))
                .setNextDue(ProtoTime.toProto(provenance.nextDue()))
                .build();
    }

    private static Map<String, String> texts(Map<Currency, BigDecimal> rates) {
        return rates.entrySet().stream()
                .collect(Collectors.toMap(
                        rate -> rate.getKey().code(), rate -> rate.getValue().toPlainString()));
    }
}
