/**
 * Candles: open, high, low and close of each pair by interval, built from ticks in every process and stored by one of them.
 *
 * <pre>
 *  TickLog ──ticks──&gt; CandleVerticle ──&gt; RecentCandles ──────────────&gt; CandleFeed (WebSocket)
 *  (every process)       │ closes by         │  CandleBuilder: open candles, one OpenCandles a pair,
 *                        │ the clock,        │  each longer candle from the shorter ones
 *                        │ GRACE after       │  + candles that closed recently
 *                        │ the end           │
 *                        v                   v
 *                   CandleWriter        CandleQueries ──&gt; CandleSeries (REST, gRPC)
 *                        │ only where        ^
 *                        │ the engine runs   │
 *                        v                   │
 *                   CandleTable ─────────────┘
 *                   candle, candle_progress, candle_outage
 * </pre>
 *
 * <p>The hand-over between memory and table: a candle is in memory from its first tick until some time after it closed, and in
 * the table from the next write on. {@code candle_progress.stored_until} says up to which moment all candles are stored. A query
 * reads the memory first, then the progress, then the candles. An interval of which there is no candle
 *
 * <ul>
 *   <li>is a gap, if it ended up to {@code stored_until}, or is not older than the oldest candle in memory;
 *   <li>is a partial gap otherwise, because its candle may still wait to be stored in the process that runs the engine;
 *   <li>is not part of the answer, if it is later than the open candle.
 * </ul>
 */
package dev.corridor.forex.candle;
