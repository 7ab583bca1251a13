package io.gostacker.bench.workload;

/// A number that was measured.
///
/// @param name what of
/// @param unit as it stands behind the value
public record Figure(String name, double value, String unit) {}
