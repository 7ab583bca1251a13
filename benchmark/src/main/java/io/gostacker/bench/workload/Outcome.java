package io.gostacker.bench.workload;

import java.util.List;

/// What a [Scenario] came to on one target.
///
/// @param troubles refusals, messages that did not come, and sockets that closed
public record Outcome(String workload, String target, List<Figure> figures, long troubles) {}
