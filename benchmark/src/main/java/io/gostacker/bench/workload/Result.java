package io.gostacker.bench.workload;

import io.gostacker.bench.subject.Usage;
import java.util.Map;
import org.HdrHistogram.Histogram;

/// What one workload came to on one target.
///
/// @param messages acknowledged a second, while it was measured
/// @param deliveries to other sockets a second
/// @param acknowledged from the intended send to `sent`, in nanoseconds
/// @param delivered from the intended send to `message` at a receiver, in nanoseconds
/// @param cpuMicros processor microseconds a message, by process
/// @param usage at the end of the measurement
/// @param total acknowledged over the whole run, warm-up included
/// @param stored of these, rows in MySQL when all was flushed; -1 where nothing is stored
/// @param troubles `error` and `resync` frames, and sockets that closed
public record Result(
    String workload,
    String target,
    double messages,
    double deliveries,
    Histogram acknowledged,
    Histogram delivered,
    Map<String, Double> cpuMicros,
    Usage usage,
    long total,
    long stored,
    long troubles) {

  /// A percentile of the time to `sent`, in milliseconds.
  public double ackMillis(double percentile) {
    return acknowledged.getValueAtPercentile(percentile) / 1e6;
  }

  /// A percentile of the time to a receiver, in milliseconds.
  public double deliveryMillis(double percentile) {
    return delivered.getValueAtPercentile(percentile) / 1e6;
  }
}
