package dev.corridor.forex.stream.api.stream;

import dev.corridor.forex.alert.usecase.AlertNotifications;
import dev.corridor.forex.candle.api.stream.CandleFeed;
import dev.corridor.forex.engine.usecase.LiveRates;
import dev.corridor.forex.stream.usecase.Broadcast;

/** Feeds of one event loop that its streams send to clients. */
public record StreamFeeds(LiveRates rates, Broadcast ticks, CandleFeed candles, AlertNotifications alerts) {}
