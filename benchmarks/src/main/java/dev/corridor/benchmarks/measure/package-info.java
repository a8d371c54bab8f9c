/**
 * Measures a load on the platform and on a baseline.
 *
 * <pre>
 *   Comparison.run(Plan):   warm up baseline, warm up platform
 *                           round 1..n: Sample of baseline, Sample of platform
 *                           Row: medians of the samples, ratio, range of the rounds' ratios
 *
 *   Load      ClosedLoop    fixed number of callers, next call after the response: peak throughput
 *             OpenLoop      fixed rate, latency from the time at which a call was due
 * </pre>
 *
 * <p>A Load runs on several event loops, one {@code Worker} each; their samples are merged. A failed call fails the run.
 */
package dev.corridor.benchmarks.measure;
